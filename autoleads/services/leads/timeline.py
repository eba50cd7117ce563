"""The timeline of a lead: write entries, and read them with the users they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Lead, LeadEvent, User
from autoleads.services.leads import access
from autoleads.services.tenants import TenantInfo

EventType = Literal[
    "opened",
    "assigned",
    "status",
    "lost_reason",
    "follow_up",
    "renamed",
    "answered",
    "note",
    "opted_out",
    "needs_person",
    "merged",
]
MAX_ENTRIES = 500
USER_FIELDS: dict[str, tuple[str, ...]] = {"opened": ("assignedTo",), "assigned": ("from", "to")}
"""By type of entry, the fields of its data that hold a user's id."""


def record_event(
    tenant: TenantInfo,
    lead_id: int,
    event_type: EventType,
    data: Mapping[str, Any] | None = None,
    *,
    user: User | None = None,
) -> LeadEvent:
    """Add an entry to a lead's timeline; without a user, the system acted."""
    [event] = record_events(tenant, [lead_id], event_type, data, user=user)
    return event


def record_events(
    tenant: TenantInfo,
    lead_ids: Sequence[int],
    event_type: EventType,
    data: Mapping[str, Any] | None = None,
    *,
    user: User | None = None,
) -> list[LeadEvent]:
    """Add the same entry to the timelines of several leads."""
    now = datetime.now(UTC)
    events = [
        LeadEvent(
            tenant_id=tenant.id,
            lead_id=lead_id,
            user_id=user.id if user else None,
            type=event_type,
            data=dict(data or {}),
            created_at=now,
        )
        for lead_id in lead_ids
    ]
    db.session.add_all(events)
    db.session.flush()
    return events


def list_events(tenant: TenantInfo, user: User, lead_id: int) -> list[LeadEvent]:
    """Return the latest 500 entries of a lead's timeline, oldest first.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    return events_of(tenant, access.get_visible(tenant, user, lead_id))


def events_of(tenant: TenantInfo, lead: Lead) -> list[LeadEvent]:
    """Return what `list_events` returns, of a lead that the user is known to see."""
    events = select(LeadEvent).where(LeadEvent.tenant_id == tenant.id, LeadEvent.lead_id == lead.id)
    latest = db.session.scalars(events.order_by(LeadEvent.id.desc()).limit(MAX_ENTRIES)).all()
    return list(reversed(latest))


def users_in_events(tenant: TenantInfo, events: Iterable[LeadEvent]) -> dict[int, User]:
    """Return the users that these entries name, by id."""
    ids: set[int] = set()
    for event in events:
        ids.update(_named_users(event))
    if not ids:
        return {}
    users = db.session.scalars(select(User).where(User.tenant_id == tenant.id, User.id.in_(ids)))
    return {user.id: user for user in users}


def _named_users(event: LeadEvent) -> list[int]:
    fields = USER_FIELDS.get(event.type, ())
    return [event.data[field] for field in fields if event.data.get(field)]
