from __future__ import annotations

from typing import Literal

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import (
    CreatedAt,
    Id,
    Moment,
    TenantOwned,
    UpdatedAt,
    Version,
    check_in,
    tenant_key,
)

Role = Literal["owner", "admin", "sales"]
ROLES: tuple[Role, ...] = ("owner", "admin", "sales")
UserStatus = Literal["active", "disabled"]
USER_STATUSES: tuple[UserStatus, ...] = ("active", "disabled")


class User(TenantOwned, Base):
    """A member of a dealer's team."""

    __tablename__ = "users"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("tenant_id", "email"),
        check_in("role", ROLES),
        check_in("status", USER_STATUSES),
    )

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    role: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="active")
    password_hash: Mapped[str | None]
    """argon2id; null until the one-time link was used."""
    on_leave: Mapped[bool] = mapped_column(server_default=text("false"))
    """No new leads by turn while true."""
    last_assigned_at: Mapped[Moment | None]
    """When a lead last came by turn: who waited longest is next."""
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
