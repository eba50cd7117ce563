from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import literal_column, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, UpdatedAt, check_in

TenantStatus = Literal["trial", "active", "suspended", "expired"]
TENANT_STATUSES: tuple[TenantStatus, ...] = ("trial", "active", "suspended", "expired")
RANDOM_VERSION = "app.random_version()"


class Tenant(Base):
    """A dealer with a subdomain, a team and a stock of their own."""

    __tablename__ = "tenants"
    __table_args__ = (check_in("status", TENANT_STATUSES),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    """The label under the base domain."""
    domain: Mapped[str | None] = mapped_column(unique=True)
    """The tenant's own host name, lower case, without port."""
    name: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="trial")
    trial_ends_at: Mapped[Moment | None]
    phone: Mapped[str | None]
    whatsapp_number: Mapped[str | None]
    """The number in E.164 that customers write to."""
    address: Mapped[str | None]
    city: Mapped[str | None]
    maps_url: Mapped[str | None]
    logo_url: Mapped[str | None]
    business_hours: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """`{mon…sun: {open: "09:00", close: "18:00"} | null}` in the tenant's zone."""
    timezone: Mapped[str] = mapped_column(server_default="Asia/Jakarta")
    locale: Mapped[str] = mapped_column(server_default="id")
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """`creditRates`, `answers`, `assignment` and `corsOrigins`, in the admin API's own form."""
    version: Mapped[int] = mapped_column(
        server_default=text(RANDOM_VERSION), onupdate=literal_column(RANDOM_VERSION)
    )
    """Random, so that no version comes twice: after a failover or a restore."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
