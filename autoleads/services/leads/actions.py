"""Leads entered, answered and annotated by the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from autoleads.errors import Conflict, FieldError, ValidationError
from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadEvent, User
from autoleads.models.lead import LeadSource
from autoleads.services.leads import access, assignment, timeline, waiting
from autoleads.services.leads.opening import Opening, find_or_open
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True, kw_only=True)
class NewLead:
    """A lead that the team enters."""

    customer_name: str
    customer_phone: str
    """E.164."""
    source: LeadSource = "other"
    channel: str | None = None
    car_ids: Sequence[int] = ()
    assigned_to: int | None = None
    """A user's id; None is the salesperson who enters it, else automatic assignment."""


def create(tenant: TenantInfo, user: User, new_lead: NewLead) -> Lead:
    """Enter a lead; the name given here replaces the one of a known contact.

    Raises:
        ValidationError: a car is unknown or archived, or the assignee is not an active user.
        Forbidden: a salesperson assigns it to somebody else.
        Conflict: the customer has an open lead.
    """
    assigned_to = new_lead.assigned_to
    if assigned_to is None and user.role == "sales":
        assigned_to = user.id
    asked = _get_cars(tenant, new_lead.car_ids)
    assignment.check_assignee(tenant, user, assigned_to, "assignedTo")
    opening = Opening(
        source=new_lead.source,
        phone=new_lead.customer_phone,
        name=new_lead.customer_name,
        channel=new_lead.channel,
        cars=asked,
        assigned_to=assigned_to,
        opened_by=user,
    )
    opened = find_or_open(tenant, opening)
    if not opened.is_new:
        raise _conflict_with(tenant, user, opened.lead_id)
    lead = access.get(tenant, opened.lead_id)
    lead.contact.name = new_lead.customer_name
    db.session.flush()
    return lead


def mark_answered_elsewhere(tenant: TenantInfo, user: User, lead_id: int) -> Lead:
    """Record that the customer was answered elsewhere, for instance by telephone.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    lead = access.get_visible_locked(tenant, user, lead_id)
    waiting.mark_answered(tenant, lead, user, datetime.now(UTC))
    timeline.record_event(tenant, lead.id, "answered", user=user)
    return lead


def add_note(tenant: TenantInfo, user: User, lead_id: int, text: str) -> LeadEvent:
    """Add a note to a lead's timeline.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    lead = access.get_visible(tenant, user, lead_id)
    return timeline.record_event(tenant, lead.id, "note", {"text": text}, user=user)


def _conflict_with(tenant: TenantInfo, user: User, lead_id: int) -> Conflict:
    """Return the error for a customer's open lead, naming it only to a user who may see it."""
    visible = select(Lead.id).where(access.visible_to(tenant, user), Lead.id == lead_id)
    if db.session.scalar(visible) is None:
        return Conflict("customer_taken")
    return Conflict("customer_has_lead", lead=lead_id)


def _get_cars(tenant: TenantInfo, car_ids: Sequence[int]) -> list[Car]:
    """Return the cars of these ids in this order; the team may name any that is not archived."""
    rows = db.session.scalars(
        select(Car).where(Car.tenant_id == tenant.id, Car.id.in_(car_ids), Car.status != "archived")
    )
    found = {car.id: car for car in rows}
    wrong = [
        FieldError(f"carIds.{position}", "no_such_car")
        for position, car_id in enumerate(car_ids)
        if car_id not in found
    ]
    if wrong:
        raise ValidationError(details=wrong)
    return [found[car_id] for car_id in car_ids]
