"""A tenant as services know it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from autoleads.database.direct import Row
from autoleads.models import Tenant
from autoleads.services.tenants.settings import (
    AssignmentSettings,
    AutoReplySettings,
    CannedReply,
    CreditRates,
    NotifySettings,
    TenantSettings,
    read_settings,
)


@dataclass(frozen=True)
class TenantInfo:
    """A tenant, detached from the database: its columns, with the settings as fields."""

    id: int
    slug: str
    domain: str | None
    name: str
    status: str
    trial_ends_at: datetime | None
    phone: str | None
    whatsapp_number: str | None
    address: str | None
    city: str | None
    maps_url: str | None
    logo_url: str | None
    business_hours: dict[str, Any]
    """`{mon…sun: {open: "09:00", close: "18:00"} | None}` in the tenant's zone."""
    timezone: str
    locale: str
    credit_rates: CreditRates | None
    auto_reply: AutoReplySettings
    assignment: AssignmentSettings
    cors_origins: tuple[str, ...]
    replies: tuple[CannedReply, ...]
    answer_target_minutes: int
    notify: NotifySettings
    status_before_move: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Tenant | Row) -> TenantInfo:
        columns = {name: getattr(row, name) for name in COLUMNS}
        settings = read_settings(row.settings)
        return cls(**columns, **vars(settings))

    def is_open(self, now: datetime) -> bool:
        """Return whether the tenant is served at that moment."""
        if self.status == "trial":
            return self.trial_ends_at is None or self.trial_ends_at > now
        return self.status == "active"

    @property
    def is_moving(self) -> bool:
        """True from the beginning of a move to another installation."""
        return self.status == "suspended" and self.status_before_move is not None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


_SETTINGS = {field.name for field in fields(TenantSettings)}
COLUMNS = [field.name for field in fields(TenantInfo) if field.name not in _SETTINGS]
"""The columns of a tenant's row, beside `settings`."""
SELECTED = ", ".join(f"tenants.{column}" for column in (*COLUMNS, "settings"))
"""The SQL of the columns that `TenantInfo.of` reads."""
