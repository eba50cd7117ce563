"""What the team does with a lead; salespeople with their own, and with those that nobody has.

Whatever changes a lead locks its contact first, as incoming messages do: what concerns one person comes one after
another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from autoleads.database.constraints import flush_or_raise
from autoleads.database.rows import require_version
from autoleads.errors import Conflict, FieldError, ValidationError
from autoleads.extensions import db
from autoleads.models import Car, Lead, LeadEvent, User
from autoleads.models.lead import LeadSource
from autoleads.services.leads import access, assignment, timeline
from autoleads.services.leads.opening import Opening, find_or_open
from autoleads.services.tenants import TenantInfo

OTHER_OPEN_LEAD = {"uq_leads_open": Conflict("This customer has another open lead.")}


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


def create(tenant: TenantInfo, user: User, new: NewLead) -> Lead:
    """Enter a lead; the name given here replaces the one of a known contact.

    Raises:
        ValidationError: a car is unknown or archived, or the assignee is no active user.
        Forbidden: a salesperson assigns it to somebody else.
        Conflict: the customer has an open lead.
    """
    assigned_to = new.assigned_to
    if assigned_to is None and user.role == "sales":
        assigned_to = user.id
    asked = _get_cars(tenant, new.car_ids)
    assignment.check_assignee(tenant, user, assigned_to, "assignedTo")
    opening = Opening(
        source=new.source,
        phone=new.customer_phone,
        name=new.customer_name,
        channel=new.channel,
        cars=asked,
        assigned_to=assigned_to,
        opened_by=user,
    )
    opened = find_or_open(tenant, opening)
    if not opened.is_new:
        raise _conflict_with(tenant, user, opened.lead_id)
    lead = access.get(tenant, opened.lead_id)
    lead.contact.name = new.customer_name
    db.session.flush()
    return lead


def update(
    tenant: TenantInfo,
    user: User,
    lead_id: int,
    data: Mapping[str, Any],
    *,
    expected_version: int | None = None,
) -> Lead:
    """Change `status`, `lost_reason`, `follow_up_at` or `customer_name`; each change is noted in the timeline.

    Raises:
        NotFound, PreconditionFailed
        ValidationError: lost without a reason, a reason without being lost, a closed lead to be followed up.
        Conflict: it would be open again, and the customer has another open lead.
    """
    lead = access.get_visible_locked(tenant, user, lead_id)
    require_version(lead, expected_version)
    name, status = lead.contact.name, lead.status
    reason, follow_up_at = lead.lost_reason, lead.follow_up_at
    if "customer_name" in data and data["customer_name"] != name:
        lead.contact.name = data["customer_name"]
        # The name is shown with the lead: its version must tell.
        lead.updated_at = datetime.now(UTC)
    _move(lead, data)
    flush_or_raise(OTHER_OPEN_LEAD)
    if lead.contact.name != name:
        # Not from what to what: a corrected name should be gone.
        timeline.record_event(tenant, lead.id, "renamed", user=user)
    if lead.status != status:
        change = {"from": status, "to": lead.status, "reason": lead.lost_reason}
        timeline.record_event(tenant, lead.id, "status", change, user=user)
    elif lead.lost_reason != reason:
        timeline.record_event(
            tenant, lead.id, "lost_reason", {"reason": lead.lost_reason}, user=user
        )
    if lead.follow_up_at != follow_up_at and lead.is_open:
        at = lead.follow_up_at
        data = {"followUpAt": at and at.astimezone(UTC).isoformat()}
        timeline.record_event(tenant, lead.id, "follow_up", data, user=user)
    return lead


def mark_answered_elsewhere(tenant: TenantInfo, user: User, lead_id: int) -> Lead:
    """Note that the customer was answered elsewhere, by telephone say.

    Raises:
        NotFound
    """
    lead = access.get_visible_locked(tenant, user, lead_id)
    mark_answered(tenant, lead, user, datetime.now(UTC))
    timeline.record_event(tenant, lead.id, "answered", user=user)
    return lead


def mark_answered(tenant: TenantInfo, lead: Lead, user: User, at: datetime) -> None:
    """A person answers at that moment: nobody waits, a new lead is contacted, and the salesperson who answers a lead
    that nobody has takes it. The lead must be locked.
    """
    lead.first_response_at = lead.first_response_at or at
    lead.answered_at, lead.waiting_since = at, None
    if lead.assigned_to is None and user.role == "sales":
        assignment.hand_over(tenant, lead, user.id, by=user)
    if lead.status == "new":
        lead.status = "contacted"
        change = {"from": "new", "to": "contacted"}
        timeline.record_event(tenant, lead.id, "status", change, user=user)


def add_note(tenant: TenantInfo, user: User, lead_id: int, text: str) -> LeadEvent:
    """Write a note into the lead's timeline.

    Raises:
        NotFound
    """
    lead = access.get_visible(tenant, user, lead_id)
    return timeline.record_event(tenant, lead.id, "note", {"text": text}, user=user)


def _conflict_with(tenant: TenantInfo, user: User, lead_id: int) -> Conflict:
    """Return the error for a customer's open lead, naming it only to a user who may see it."""
    visible = select(Lead.id).where(*access.visible_to(tenant, user), Lead.id == lead_id)
    if db.session.scalar(visible) is None:
        return Conflict("A colleague has this customer.")
    return Conflict(f"This customer has an open lead: {lead_id}.")


def _get_cars(tenant: TenantInfo, car_ids: Sequence[int]) -> list[Car]:
    """Return the cars of these ids in this order; the team may name any that is not archived."""
    rows = db.session.scalars(
        select(Car).where(Car.tenant_id == tenant.id, Car.id.in_(car_ids), Car.status != "archived")
    )
    found = {car.id: car for car in rows}
    wrong = [
        FieldError(f"carIds.{position}", "is no car of ours")
        for position, car_id in enumerate(car_ids)
        if car_id not in found
    ]
    if wrong:
        raise ValidationError(details=wrong)
    return [found[car_id] for car_id in car_ids]


def _move(lead: Lead, data: Mapping[str, Any]) -> None:
    """Set what was sent, and what follows from it."""
    for column in ("status", "lost_reason", "follow_up_at"):
        if column in data:
            setattr(lead, column, data[column])
    wrong = []
    if lead.status == "lost" and not lead.lost_reason:
        wrong.append(FieldError("lostReason", "is needed for a lost lead"))
    if lead.status != "lost" and data.get("lost_reason"):
        wrong.append(FieldError("lostReason", "is only for a lost lead"))
    if not lead.is_open and data.get("follow_up_at"):
        wrong.append(FieldError("followUpAt", "is only for an open lead"))
    if wrong:
        raise ValidationError(details=wrong)
    if lead.status != "lost":
        lead.lost_reason = None
    if lead.is_open:
        lead.closed_at = None
    else:
        lead.closed_at = lead.closed_at or datetime.now(UTC)
        lead.waiting_since = lead.follow_up_at = None
