"""What happened to a lead: read back, with the people it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import LeadEvent, User
from autoleads.services.leads import access
from autoleads.services.tenants import TenantInfo

LENGTH = 500
USER_FIELDS = {"opened": ("assignedTo",), "assigned": ("from", "to")}
"""By type of entry, the parts of its data that are users' ids."""


def list_events(tenant: TenantInfo, user: User, lead_id: int) -> list[LeadEvent]:
    """The latest 500 entries, oldest first.

    Raises:
        NotFound: no such lead of this dealer, or a colleague's that this user may not see.
    """
    lead = access.get_visible(tenant, user, lead_id)
    ours = select(LeadEvent).where(LeadEvent.tenant_id == tenant.id, LeadEvent.lead_id == lead.id)
    return list(db.session.scalars(ours.order_by(LeadEvent.id.desc()).limit(LENGTH)))[::-1]


def users_in_events(tenant: TenantInfo, events: Iterable[LeadEvent]) -> dict[int, User]:
    """The users that these entries name, by id; who has left the team is not among them."""
    ids = {user_id for event in events for user_id in _named(event)}
    rows = (
        db.session.scalars(select(User).where(User.tenant_id == tenant.id, User.id.in_(ids)))
        if ids
        else ()
    )
    return {user.id: user for user in rows}


def _named(event: LeadEvent) -> Iterator[int]:
    return (event.data[part] for part in USER_FIELDS.get(event.type, ()) if event.data.get(part))
