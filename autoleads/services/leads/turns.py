"""Automatic assignment: a contact's last salesperson, else the next one in turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from autoleads.database.named_locks import lock_name
from autoleads.database.rows import update_in_background
from autoleads.extensions import db
from autoleads.models import Lead, User
from autoleads.services.leads import assignment, timeline
from autoleads.services.tenants import TenantInfo

TURN_LOCK = "turn"
MAX_REASSIGNED = 100
"""Leads of one tenant that are reassigned in one run."""


def auto_assign(tenant: TenantInfo, lead_id: int, contact_id: int | None) -> None:
    """Assign a new lead to the contact's last salesperson, else to the next in turn.

    It stays unassigned where the tenant does not assign by turn, or has no salesperson at work.
    A contact that never had a lead needs no id.
    """
    user_id = _choose_assignee(tenant, contact_id)
    if user_id is None:
        return
    lead = update(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id)
    db.session.execute(
        lead.values(assigned_to=user_id, assigned_at=datetime.now(UTC)),
        execution_options={"synchronize_session": False},
    )
    change = {"from": None, "to": user_id, "reason": "turn"}
    timeline.record_event(tenant, lead_id, "assigned", change)


def reassign_unanswered(tenant: TenantInfo) -> int:
    """Give leads that wait too long for their salesperson to the next in turn; return how many."""
    minutes = tenant.assignment.reassign_after_minutes
    if minutes is None:
        return 0
    limit = datetime.now(UTC) - timedelta(minutes=minutes)
    waiting = (
        select(Lead)
        .where(
            Lead.tenant_id == tenant.id,
            Lead.assigned_to.is_not(None),
            Lead.waiting_since < limit,
            # Each new salesperson gets the whole time.
            func.coalesce(Lead.assigned_at, Lead.waiting_since) < limit,
        )
        .order_by(Lead.waiting_since)
        .limit(MAX_REASSIGNED)
        .with_for_update(of=Lead, skip_locked=True)
    )
    reassigned = 0
    for lead in db.session.scalars(waiting):
        user_id = _next_in_turn(tenant, excluding=lead.assigned_to)
        if user_id is None:
            break
        assignment.hand_over(tenant, lead, user_id, reason="unanswered")
        reassigned += 1
    return reassigned


def _choose_assignee(tenant: TenantInfo, contact_id: int | None) -> int | None:
    if contact_id is not None:
        user_id = _last_salesperson(tenant, contact_id)
        if user_id is not None:
            return user_id
    if tenant.assignment.mode == "round-robin":
        return _next_in_turn(tenant)
    return None


def _last_salesperson(tenant: TenantInfo, contact_id: int) -> int | None:
    """Return the user who had the contact's latest lead, if they are at work.

    Someone whom the team changes at this moment is passed over, so nothing waits for that.
    """
    return db.session.scalar(
        select(User.id)
        .join(Lead, (Lead.tenant_id == User.tenant_id) & (Lead.assigned_to == User.id))
        .where(
            Lead.tenant_id == tenant.id,
            Lead.contact_id == contact_id,
            *are_at_work(tenant),
        )
        .order_by(Lead.id.desc())
        .limit(1)
        .with_for_update(of=User, read=True, skip_locked=True)
    )


def _next_in_turn(tenant: TenantInfo, *, excluding: int | None = None) -> int | None:
    """Return the salesperson at work whose last turn is longest ago; this is their turn."""
    # One at a time per tenant: two leads at once must not both find the same salesperson.
    lock_name(TURN_LOCK, tenant.id)
    at_work = [User.tenant_id == tenant.id, User.role == "sales", *are_at_work(tenant)]
    if excluding is not None:
        at_work.append(User.id != excluding)
    longest_ago = (
        select(User.id).where(*at_work).order_by(User.last_assigned_at.asc().nulls_first(), User.id)
    )
    # A user whom the team changes at this moment is passed over, so nothing waits for that.
    available = longest_ago.limit(1).with_for_update(read=True, skip_locked=True)
    user_id = db.session.scalar(available)
    if user_id is not None:
        is_chosen = (User.tenant_id == tenant.id) & (User.id == user_id)
        update_in_background(User, is_chosen, last_assigned_at=datetime.now(UTC))
    return user_id


def are_at_work(tenant: TenantInfo) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of users who are active and not on leave today."""
    today = datetime.now(tenant.zone).date()
    return (User.status == "active", or_(User.on_leave.is_(False), User.on_leave_until < today))
