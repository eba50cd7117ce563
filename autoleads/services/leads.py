"""The core of a lead: found or opened, its cars, its clocks, its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import lazyload

from autoleads.errors import NotFound
from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, LeadCar, LeadEvent, User
from autoleads.models.lead import CLOSED, LeadSource
from autoleads.services import assignment
from autoleads.services.tenants import TenantInfo


def get(tenant: TenantInfo, lead_id: int) -> Lead:
    """
    Raises:
        NotFound: no such lead of this dealer.
    """
    lead = db.session.scalar(select(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id))
    if lead is None:
        raise NotFound
    return lead


def open_lead(
    tenant: TenantInfo,
    contact: Contact,
    *,
    source: LeadSource,
    channel: str | None = None,
    assigned_to: int | None = None,
    by: User | None = None,
) -> tuple[Lead, bool]:
    """The contact's open lead, locked, and whether it is new; a new one is written into its timeline.

    Without `assigned_to` a new lead goes to whose turn it is. An open lead without a channel takes this one.
    """
    lead = _find_open(tenant, contact)
    if lead is None:
        lead = _open(tenant, contact, source, channel, assigned_to or assignment.for_new_lead(tenant, contact))
        if lead is not None:
            record(tenant, lead, "opened", by, source=source, channel=channel, assignedTo=lead.assigned_to)
            return lead, True
        # A colleague opened one meanwhile.
        lead = _find_open(tenant, contact)
        assert lead is not None
    lead.channel = lead.channel or channel
    return lead, False


def attach_cars(tenant: TenantInfo, lead: Lead, cars: Sequence[Car], at: datetime) -> None:
    """Note that the lead asked about these cars at that moment, new ones in this order after those it has.

    The lead must be locked.
    """
    if not cars:
        return
    known = db.session.scalar(
        select(func.max(LeadCar.position)).where(LeadCar.tenant_id == tenant.id, LeadCar.lead_id == lead.id)
    )
    new = insert(LeadCar).values(
        [
            {"tenant_id": tenant.id, "lead_id": lead.id, "car_id": car_id, "position": position}
            | {"first_asked_at": at, "last_asked_at": at}
            for position, car_id in enumerate(dict.fromkeys(car.id for car in cars), (known or 0) + 1)
        ]
    )
    again = {"last_asked_at": func.greatest(LeadCar.last_asked_at, new.excluded.last_asked_at)}
    db.session.execute(new.on_conflict_do_update(index_elements=["tenant_id", "lead_id", "car_id"], set_=again))
    db.session.expire(lead, ["asked"])


def customer_wrote(lead: Lead, at: datetime) -> None:
    """Move the clocks for a message of that moment; a late one moves nothing back and waits since it was written."""
    lead.last_message_at = max(lead.last_message_at or at, at)
    lead.waiting_since = min(lead.waiting_since or at, at)


def record(tenant: TenantInfo, lead: Lead, event_type: str, user: User | None = None, **data: Any) -> LeadEvent:
    """Write an entry into the lead's timeline; without a user the system did it."""
    event = LeadEvent(
        tenant_id=tenant.id, lead_id=lead.id, user_id=user.id if user else None, type=event_type, data=data,
        created_at=datetime.now(UTC),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def _find_open(tenant: TenantInfo, contact: Contact) -> Lead | None:
    return db.session.scalar(
        select(Lead)
        .where(Lead.tenant_id == tenant.id, Lead.contact_id == contact.id, Lead.status.not_in(CLOSED))
        .options(lazyload("*"))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _open(
    tenant: TenantInfo, contact: Contact, source: LeadSource, channel: str | None, assigned_to: int | None
) -> Lead | None:
    """A new lead; None when the contact has an open one after all."""
    now = datetime.now(UTC)
    new = insert(Lead).values(
        tenant_id=tenant.id,
        contact_id=contact.id,
        source=source,
        channel=channel,
        assigned_to=assigned_to,
        assigned_at=now if assigned_to else None,
        created_at=now,
    )
    unless_open = new.on_conflict_do_nothing(
        index_elements=["tenant_id", "contact_id"], index_where=text("status NOT IN ('won', 'lost')")
    )
    return db.session.scalar(unless_open.returning(Lead))
