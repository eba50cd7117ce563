"""Leads assigned to users of the team: by a colleague, or by claiming them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from autoleads.errors import Conflict, Forbidden, Unauthorized, invalid
from autoleads.extensions import db
from autoleads.models import Contact, Lead, User
from autoleads.models.lead import CLOSED
from autoleads.services import accounts
from autoleads.services.leads import access, timeline
from autoleads.services.tenants import TenantInfo


def assign(tenant: TenantInfo, user: User, lead_id: int, user_id: int | None) -> Lead:
    """Assign a lead to a user; None takes it away from everybody.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
        Forbidden: a salesperson may only take a lead, or give their own back.
        ValidationError: the team has no active user with that id.
    """
    lead = access.get_visible_locked(tenant, user, lead_id)
    check_assignee(tenant, user, user_id, "userId")
    if lead.assigned_to != user_id:
        hand_over(tenant, lead, user_id, by=user)
    return lead


def claim(tenant: TenantInfo, user: User, lead_id: int) -> Lead:
    """Assign an unassigned lead to the user; if several try at once, one gets it.

    Raises:
        NotFound: the tenant has no such lead.
        Conflict: a colleague has it; the error names them.
        Unauthorized: the user was disabled or removed meanwhile.
    """
    if accounts.hold_active(tenant, user.id) is None:
        raise Unauthorized
    claimed_id = db.session.scalar(
        update(Lead)
        .where(Lead.tenant_id == tenant.id, Lead.id == lead_id, Lead.assigned_to.is_(None))
        .values(assigned_to=user.id, assigned_at=datetime.now(UTC))
        .returning(Lead.id),
        execution_options={"synchronize_session": False},
    )
    lead = access.get(tenant, lead_id)
    if lead.assigned_to != user.id:
        raise _taken(lead.assignee)
    if claimed_id is not None:
        change = {"from": None, "to": user.id}
        timeline.record_event(tenant, lead.id, "assigned", change, user=user)
    return lead


def unassign_all(tenant: TenantInfo, removed_user_id: int, by: User) -> None:
    """Take the open leads of a removed user away from them, with an entry in each timeline."""
    are_theirs = (
        (Lead.tenant_id == tenant.id)
        & (Lead.assigned_to == removed_user_id)
        & Lead.status.not_in(CLOSED)
    )
    contact_ids = select(Lead.contact_id).where(are_theirs)
    contacts = select(Contact.id).where(Contact.tenant_id == tenant.id)
    # Contacts are locked before their leads, as everywhere, and in one order.
    in_order = contacts.where(Contact.id.in_(contact_ids)).order_by(Contact.id)
    db.session.execute(in_order.with_for_update(key_share=True))
    unassigned = update(Lead).where(are_theirs).values(assigned_to=None, assigned_at=None)
    lead_ids = db.session.scalars(
        unassigned.returning(Lead.id), execution_options={"synchronize_session": False}
    ).all()
    change = {"from": removed_user_id, "to": None, "reason": "removed"}
    timeline.record_events(tenant, lead_ids, "assigned", change, user=by)


def check_assignee(tenant: TenantInfo, user: User, user_id: int | None, field: str) -> None:
    """Check that the user may assign a lead to that user id; `field` is the one to blame.

    Raises:
        Forbidden: a salesperson assigns to somebody else.
        ValidationError: the team has no active user with that id.
    """
    if user_id is None:
        return
    if user.role == "sales" and user_id != user.id:
        raise Forbidden
    if accounts.hold_active(tenant, user_id) is None:
        raise invalid(field, "not_an_active_user")


def hand_over(
    tenant: TenantInfo,
    lead: Lead,
    user_id: int | None,
    *,
    by: User | None = None,
    reason: str | None = None,
) -> None:
    """Set the assignee of a locked lead and record it; without `by`, the system acted."""
    change: dict[str, Any] = {"from": lead.assigned_to, "to": user_id}
    if reason is not None:
        change["reason"] = reason
    lead.assigned_to = user_id
    lead.assigned_at = datetime.now(UTC) if user_id else None
    timeline.record_event(tenant, lead.id, "assigned", change, user=by)
    db.session.expire(lead, ["assignee"])


def _taken(assignee: User | None) -> Conflict:
    """Return the error of a claim that came too late."""
    if assignee is None:  # given back in this moment
        return Conflict("lead_taken")
    return Conflict("lead_taken_by", name=assignee.name, user_id=assignee.id)
