"""Who gets a lead: the buyer's last salesperson, else the one whose turn it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from autoleads.database.rows import update_in_background
from autoleads.extensions import db
from autoleads.models import Lead, LeadEvent, User
from autoleads.services.tenants import TenantInfo

LOCK = 0xA551


def choose_assignee(tenant: TenantInfo, contact_id: int | None) -> int | None:
    """The user who gets this contact's new lead; None leaves it to whoever claims it.

    A contact that never had a lead needs no id.
    """
    return (contact_id and _last_salesperson(tenant, contact_id)) or (
        next_in_turn(tenant) if tenant.assignment["mode"] == "round-robin" else None
    )


def next_in_turn(tenant: TenantInfo, *, but: int | None = None) -> int | None:
    """The active salesperson, not on leave, who has waited longest; his wait begins anew."""
    # One at a time per dealer: two leads at once must not both find the same person.
    db.session.execute(select(func.pg_advisory_xact_lock(LOCK, tenant.id)))
    turn = (
        select(User.id)
        .where(
            User.tenant_id == tenant.id,
            User.role == "sales",
            User.status == "active",
            User.on_leave.is_(False),
            User.id != (but or 0),
        )
        .order_by(User.last_assigned_at.asc().nulls_first(), User.id)
        .limit(1)
    )
    user_id = db.session.scalar(turn)
    if user_id is not None:
        _start_waiting(tenant, user_id)
    return user_id


def _start_waiting(tenant: TenantInfo, user_id: int) -> None:
    update_in_background(
        User, User.tenant_id == tenant.id, User.id == user_id, last_assigned_at=datetime.now(UTC)
    )


def _last_salesperson(tenant: TenantInfo, contact_id: int) -> int | None:
    """Who had this contact's latest lead, if he is still there."""
    return db.session.scalar(
        select(User.id)
        .join(Lead, (Lead.tenant_id == User.tenant_id) & (Lead.assigned_to == User.id))
        .where(
            Lead.tenant_id == tenant.id,
            Lead.contact_id == contact_id,
            User.status == "active",
            User.on_leave.is_(False),
        )
        .order_by(Lead.id.desc())
        .limit(1)
    )


def reassign_unanswered(tenant: TenantInfo) -> int:
    """Give leads that have waited too long for their salesperson to the next in turn; how many there were."""
    minutes = tenant.assignment["reassignAfterMinutes"]
    if minutes is None:
        return 0
    now = datetime.now(UTC)
    since = now - timedelta(minutes=minutes)
    waiting = (
        select(Lead)
        .where(
            Lead.tenant_id == tenant.id,
            Lead.assigned_to.is_not(None),
            Lead.waiting_since < since,
            # Each new salesperson gets the whole time.
            func.coalesce(Lead.assigned_at, Lead.waiting_since) < since,
        )
        .order_by(Lead.waiting_since)
        .limit(100)
        .with_for_update(of=Lead, skip_locked=True)
    )
    moved = 0
    for lead in db.session.scalars(waiting):
        user_id = next_in_turn(tenant, but=lead.assigned_to)
        if user_id is None:
            break
        event = {"from": lead.assigned_to, "to": user_id, "reason": "unanswered"}
        lead.assigned_to, lead.assigned_at = user_id, now
        db.session.add(LeadEvent(tenant_id=tenant.id, lead_id=lead.id, type="assigned", data=event))
        moved += 1
    db.session.flush()
    return moved
