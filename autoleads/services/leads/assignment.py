"""Leads assigned to users of the team: by a colleague, or by claiming them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from autoleads.errors import Conflict, Forbidden, invalid
from autoleads.extensions import db
from autoleads.models import Lead, User
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
        Conflict: a colleague has it.
    """
    claimed_id = db.session.scalar(
        update(Lead)
        .where(Lead.tenant_id == tenant.id, Lead.id == lead_id, Lead.assigned_to.is_(None))
        .values(assigned_to=user.id, assigned_at=datetime.now(UTC))
        .returning(Lead.id),
        execution_options={"synchronize_session": False},
    )
    lead = access.get(tenant, lead_id)
    if lead.assigned_to != user.id:
        raise Conflict("A colleague has this lead.")
    if claimed_id is not None:
        change = {"from": None, "to": user.id}
        timeline.record_event(tenant, lead.id, "assigned", change, user=user)
    return lead


def check_assignee(tenant: TenantInfo, user: User, user_id: int | None, field: str) -> None:
    """Check that the user may assign a lead to that user id; `field` is the one to blame.

    Raises:
        Forbidden: a salesperson assigns to somebody else.
        ValidationError: the team has no active user with that id.
    """
    if user_id in (None, user.id):
        return
    if user.role == "sales":
        raise Forbidden
    active = select(User.id).where(
        User.tenant_id == tenant.id, User.id == user_id, User.status == "active"
    )
    if db.session.scalar(active) is None:
        raise invalid(field, "is no active member of the team")


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
