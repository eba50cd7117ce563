from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy import Index, text
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
)

Role = Literal["owner", "admin", "sales"]
ROLES: tuple[Role, ...] = ("owner", "admin", "sales")
UserStatus = Literal["active", "disabled"]
"""The statuses that an owner sets."""
LANGUAGES = ("id", "en")
USER_STATUSES = ("active", "disabled", "removed")


class User(TenantOwned, Base):
    """A member of a tenant's team; a removed one stays as the author of what they wrote."""

    __tablename__ = "users"
    __table_args__ = (
        Index(
            "uq_users_tenant_id_email",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("status <> 'removed'"),
        ),
        check_in("role", ROLES),
        check_in("status", USER_STATUSES),
        check_in("language", LANGUAGES),
    )

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    role: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="active")
    password_hash: Mapped[str | None]
    """argon2id; null until a one-time link is used."""
    language: Mapped[str | None]
    """Of the panel; null: the tenant's."""
    on_leave: Mapped[bool] = mapped_column(server_default=text("false"))
    """While true, no lead is assigned to them automatically."""
    on_leave_until: Mapped[date | None]
    """The last day of a leave, in the tenant's time zone; null: until it is ended."""
    last_assigned_at: Mapped[Moment | None]
    """The time of the last lead by turn; the user with the oldest one is next."""
    version: Mapped[Version]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
