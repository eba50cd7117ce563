"""A dealer as services know it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from autoleads.models import Tenant

ANSWERS = {"enabled": True, "greeting": None, "awayText": None, "language": "auto"}
ASSIGNMENT = {"mode": "off", "reassignAfterMinutes": None}
CREDIT_RATES = {"adminFee": 0}


@dataclass(frozen=True)
class TenantInfo:
    """A dealer as services know him: plain, frozen, the columns of `Tenant`."""

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
    timezone: str
    locale: str
    settings: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Tenant) -> TenantInfo:
        return cls(**{field.name: getattr(row, field.name) for field in dataclasses.fields(cls)})

    def is_open(self, now: datetime) -> bool:
        """Whether the dealer may be served at that moment."""
        if self.status == "trial":
            return self.trial_ends_at is None or self.trial_ends_at > now
        return self.status == "active"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def credit_rates(self) -> dict[str, Any] | None:
        """`{flatYearlyPercent, defaultDpPercent, adminFee, tenorsMonths}`; None while the dealer gave none."""
        rates = self.settings.get("creditRates")
        return {**CREDIT_RATES, **rates} if rates else None

    @property
    def answers(self) -> dict[str, Any]:
        """`{enabled, greeting, awayText, language}`."""
        return {**ANSWERS, **self.settings.get("answers", {})}

    @property
    def assignment(self) -> dict[str, Any]:
        """`{mode, reassignAfterMinutes}`."""
        return {**ASSIGNMENT, **self.settings.get("assignment", {})}

    @property
    def cors_origins(self) -> list[str]:
        return list(self.settings.get("corsOrigins", []))
