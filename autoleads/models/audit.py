from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, TenantOwned, tenant_foreign_key
from autoleads.models.user import User


class AuditEvent(TenantOwned, Base):
    """Something that a member of the team did; the database refuses to change or delete it."""

    __tablename__ = "audit_events"
    __table_args__ = (tenant_foreign_key("user_id", "users", ondelete="SET NULL (user_id)"),)

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    action: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """`subject`, what it was done to, and `fields`, the names of what changed: no values."""
    created_at: Mapped[CreatedAt]

    user: Mapped[User | None] = relationship(lazy="joined", viewonly=True)
