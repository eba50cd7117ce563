"""The page of who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.models import AuditEvent, CarEvent, LeadEvent, User
from autoleads.services import accounts, insights
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import CATALOGUE, Phrases
from autoleads.views.panel.filters import car_change
from autoleads.views.panel.settings import SECTIONS
from autoleads.views.panel.team import TEAM_SIZE

EVENTS = 50


@dataclass(frozen=True)
class Entry:
    """Something that a member of the team did."""

    at: datetime
    who: str
    text: str
    lead_id: int | None = None
    car_id: int | None = None


@dataclass(frozen=True)
class AuditPage:
    """The context of `panel/settings/audit.html`."""

    entries: Sequence[Entry]
    users: Sequence[User]
    user_id: int | None
    """Whose acts are shown; None: everybody's."""
    next_before: datetime | None
    section: str = "audit"

    @classmethod
    def of(
        cls, tenant: TenantInfo, phrases: Phrases, before: datetime | None, user_id: int | None
    ) -> AuditPage:
        """Return what was done before a moment, by default until now."""
        activity = insights.team_activity(tenant, before=before, user_id=user_id, limit=EVENTS)
        return cls(
            entries=[_entry(event, activity.codes, phrases) for event in activity.events],
            users=accounts.list_users(tenant, 1, TEAM_SIZE).items,
            user_id=user_id,
            next_before=activity.next_before,
        )

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS


def _entry(
    event: AuditEvent | CarEvent | LeadEvent, codes: Mapping[int, str], phrases: Phrases
) -> Entry:
    who = event.user.name if event.user else "–"
    match event:
        case AuditEvent():
            return Entry(event.created_at, who, _audited(event, phrases))
        case CarEvent():
            text = f"#{codes.get(event.car_id, '?')} {car_change(event)}"
            return Entry(event.created_at, who, text, car_id=event.car_id)
        case LeadEvent():
            text = phrases(f"did_{event.type}", status=_status(event, phrases))
            return Entry(event.created_at, who, text, lead_id=event.lead_id)


def _status(event: LeadEvent, phrases: Phrases) -> str:
    status = event.data.get("to") if event.type == "status" else None
    return phrases(f"lead_{status}") if status else ""


def _audited(event: AuditEvent, phrases: Phrases) -> str:
    fields = ", ".join(_field(name, phrases) for name in event.details.get("fields", ()))
    text = phrases(f"did_{event.action}", subject=event.details.get("subject", ""))
    return f"{text}: {fields}" if fields else text


def _field(name: str, phrases: Phrases) -> str:
    """Return the name of a column as people read it; a new column has its own until it has one."""
    key = f"column_{name}"
    return phrases(key) if key in CATALOGUE else name
