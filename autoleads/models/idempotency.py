from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, TenantOwned


class IdempotentRequest(TenantOwned, Base):
    """A request that carried an `Idempotency-Key`, with its response once there is one."""

    __tablename__ = "idempotent_requests"
    __table_args__ = (Index(None, "tenant_id", "created_at"),)

    client: Mapped[str] = mapped_column(primary_key=True)
    """The user, or on the public surface the address, whose key it is."""
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    response: Mapped[str | None]
    """Encrypted: responses carry personal data, and one-time secrets."""
    created_at: Mapped[CreatedAt]
