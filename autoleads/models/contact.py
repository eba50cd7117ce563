from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, TenantOwned, UpdatedAt


class Contact(TenantOwned, Base):
    """A customer of one tenant, known by phone, by WhatsApp's privacy id, or by both."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "lid"),
        CheckConstraint("phone IS NOT NULL OR lid IS NOT NULL", name="reachable"),
    )

    id: Mapped[Id]
    phone: Mapped[str | None]
    """E.164."""
    lid: Mapped[str | None]
    """The privacy id that WhatsApp gives in place of a hidden number, `…@lid`."""
    name: Mapped[str | None]
    opted_out_at: Mapped[Moment | None]
    """Since then no auto-reply is sent; the next message of the customer lifts it."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
