from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, TenantOwned, UpdatedAt, tenant_key


class Contact(TenantOwned, Base):
    """A person who wrote to a dealer or was entered by the team."""

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "lid"),
        CheckConstraint("phone IS NOT NULL OR lid IS NOT NULL", name="reachable"),
    )

    id: Mapped[Id]
    phone: Mapped[str | None]
    """E.164."""
    lid: Mapped[str | None]
    """WhatsApp's privacy id, when it does not tell the number."""
    name: Mapped[str | None]
    opted_out_at: Mapped[Moment | None]
    """Since when nothing may be sent by itself; writing anew lifts it."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
