from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, TenantOwned, tenant_foreign_key


class Session(TenantOwned, Base):
    """A login of a user; its refresh token changes with every use."""

    __tablename__ = "sessions"
    __table_args__ = (
        tenant_foreign_key("user_id", "users"),
        Index(None, "tenant_id", "user_id"),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(BigInteger)
    refresh_jti: Mapped[str]
    """The only refresh token that is valid."""
    previous_jti: Mapped[str | None]
    rotated_at: Mapped[Moment | None]
    """The time at which `previous_jti` was used; much later uses mean that it was stolen."""
    expires_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    created_at: Mapped[CreatedAt]
