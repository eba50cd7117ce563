"""The core of a lead: found or opened, its cars, its clocks, its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import lazyload

from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.models import Car, Contact, Lead, LeadEvent, User
from autoleads.models.lead import CLOSED, LeadSource
from autoleads.services.leads import assignment
from autoleads.services.tenants import TenantInfo

NOTE_CARS = text("""
    INSERT INTO lead_cars (tenant_id, lead_id, car_id, position, first_asked_at, last_asked_at)
    SELECT :tenant_id, :lead_id, asked.car_id, asked.place + known.places, :at, :at
    FROM unnest(CAST(:car_ids AS bigint[])) WITH ORDINALITY AS asked (car_id, place),
        (SELECT coalesce(max(position), 0) AS places FROM lead_cars
         WHERE tenant_id = :tenant_id AND lead_id = :lead_id) AS known
    ON CONFLICT (tenant_id, lead_id, car_id)
        DO UPDATE SET last_asked_at = greatest(lead_cars.last_asked_at, excluded.last_asked_at)
""")


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
        lead = _open(tenant, contact, source, channel, assigned_to)
        if lead is not None:
            record_event(
                tenant, lead, "opened", by, source=source, channel=channel, assignedTo=assigned_to
            )
            if assigned_to is None and auto_assign(tenant, lead.id, contact.id):
                db.session.refresh(lead)
            return lead, True
        # A colleague opened one meanwhile.
        lead = _find_open(tenant, contact)
        assert lead is not None
    lead.channel = lead.channel or channel
    return lead, False


def auto_assign(tenant: TenantInfo, lead_id: int, contact_id: int | None) -> bool:
    """Give a new lead to who had the contact before, else to whose turn it is; false when that is nobody.

    A contact that never had a lead needs no id.
    """
    user_id = assignment.choose_assignee(tenant, contact_id)
    if user_id is None:
        return False
    now = datetime.now(UTC)
    new = update(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id)
    db.session.execute(
        new.values(assigned_to=user_id, assigned_at=now),
        execution_options={"synchronize_session": False},
    )
    handed = {"from": None, "to": user_id, "reason": "turn"}
    db.session.add(
        LeadEvent(
            tenant_id=tenant.id, lead_id=lead_id, type="assigned", data=handed, created_at=now
        )
    )
    db.session.flush()
    return True


def attach_cars(tenant: TenantInfo, lead: Lead, cars: Sequence[Car], at: datetime) -> None:
    """Note that the lead asked about these cars at that moment, new ones in this order after those it has.

    The lead must be locked.
    """
    attach_cars_by_id(tenant, lead.id, cars, at)
    db.session.expire(lead, ["asked"])


def attach_cars_by_id(tenant: TenantInfo, lead_id: int, cars: Sequence[Car], at: datetime) -> None:
    """`attach_cars` for a lead that was not read."""
    if cars:
        car_ids = list(dict.fromkeys(car.id for car in cars))
        db.session.execute(
            NOTE_CARS, {"tenant_id": tenant.id, "lead_id": lead_id, "car_ids": car_ids, "at": at}
        )


def customer_wrote(lead: Lead, at: datetime) -> None:
    """Move the clocks for a message of that moment; a late one moves nothing back and waits since it was written."""
    lead.last_message_at = max(lead.last_message_at or at, at)
    lead.waiting_since = min(lead.waiting_since or at, at)


def record_event(
    tenant: TenantInfo, lead: Lead, event_type: str, user: User | None = None, **data: Any
) -> LeadEvent:
    """Write an entry into the lead's timeline; without a user the system did it."""
    event = LeadEvent(
        tenant_id=tenant.id, lead_id=lead.id, user_id=user.id if user else None, type=event_type, data=data,
        created_at=datetime.now(UTC),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def _find_open(tenant: TenantInfo, contact: Contact) -> Lead | None:
    found = select(Lead).where(
        Lead.tenant_id == tenant.id, Lead.contact_id == contact.id, Lead.status.not_in(CLOSED)
    )
    return db.session.scalar(for_update(found.options(lazyload("*"))))


def _open(
    tenant: TenantInfo,
    contact: Contact,
    source: LeadSource,
    channel: str | None,
    assigned_to: int | None,
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
        index_elements=["tenant_id", "contact_id"],
        index_where=text("status NOT IN ('won', 'lost')"),
    )
    return db.session.scalar(unless_open.returning(Lead))
