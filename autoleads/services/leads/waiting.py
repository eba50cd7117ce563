"""The clock of a lead: since when its customer has been waiting for a person's reply.

A reply stops the clock when it is queued. If it fails, or if it is unknown whether it arrived, the
clock goes on as if it had not been written, until a reply is accepted or proved.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, union_all

from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.models import Lead, LeadEvent, Message, User
from autoleads.models.message import NOT_ARRIVED
from autoleads.services import accounts
from autoleads.services.leads import assignment, handover, timeline
from autoleads.services.tenants import TenantInfo


def mark_answered(tenant: TenantInfo, lead: Lead, user: User | None, at: datetime) -> None:
    """Stop the clock of a locked lead, because a salesperson answers its customer at that time.

    A new lead becomes contacted; a salesperson who answers an unassigned lead gets it. `user` is
    None for a reply that was written on the phone.
    """
    lead.first_response_at = lead.first_response_at or at
    lead.answered_at = at
    lead.waiting_since = None
    lead.needs_person = None
    takes_over = lead.assigned_to is None and user is not None and user.role == "sales"
    if user is not None and takes_over and accounts.hold_active(tenant, user.id) is not None:
        assignment.hand_over(tenant, lead, user.id, by=user)
    if lead.status == "new":
        lead.status = "contacted"
        move = {"from": "new", "to": "contacted"}
        timeline.record_event(tenant, lead.id, "status", move, user=user)


def lock_clock(tenant: TenantInfo, lead_id: int) -> Lead | None:
    """Lock the lead of a message, before the message itself is locked."""
    query = select(Lead).where(Lead.tenant_id == tenant.id, Lead.id == lead_id)
    return db.session.scalar(for_update(query))


def withdraw_answer(tenant: TenantInfo, lead: Lead, message: Message) -> None:
    """Let the customer wait again, because a reply did not arrive; the lead is locked.

    The wait is the one that this reply ended, or an earlier one that did not arrive either; what
    was answered since, in whatever way, stays answered.
    """
    if message.sender != "sales" or not lead.is_open:
        return
    db.session.flush()
    first, last = _answer_times(tenant, lead)
    lead.first_response_at = first
    lead.answered_at = last
    lead.needs_person = handover.reason_since(tenant, lead, last)
    ended_waits = select(func.min(Message.waited_since)).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.status.in_(NOT_ARRIVED),
    )
    if last is not None:
        ended_waits = ended_waits.where(Message.created_at > last)
    waited_since = db.session.scalar(ended_waits)
    if waited_since is not None:
        lead.waiting_since = min(waited_since, lead.waiting_since or waited_since)
        lead.waiting_kind = "question"


def confirm_answer(tenant: TenantInfo, lead: Lead, message: Message) -> None:
    """Stop the clock again, because a reply that seemed lost did arrive; the lead is locked."""
    if message.sender != "sales" or not lead.is_open:
        return
    if lead.answered_at is not None and lead.answered_at >= message.created_at:
        return
    lead.answered_at = message.created_at
    lead.needs_person = handover.reason_since(tenant, lead, message.created_at)
    lead.first_response_at = min(lead.first_response_at or message.created_at, message.created_at)
    lead.waiting_since = db.session.scalar(
        select(func.min(func.coalesce(Message.sent_at, Message.created_at))).where(
            Message.tenant_id == tenant.id,
            Message.lead_id == lead.id,
            Message.sender == "customer",
            Message.created_at > message.created_at,
        )
    )


def _answer_times(tenant: TenantInfo, lead: Lead) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last time at which a person answered, on WhatsApp or elsewhere."""
    replies = select(Message.created_at.label("at")).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == lead.id,
        Message.sender == "sales",
        Message.status.not_in(NOT_ARRIVED),
    )
    elsewhere = select(LeadEvent.created_at.label("at")).where(
        LeadEvent.tenant_id == tenant.id,
        LeadEvent.lead_id == lead.id,
        LeadEvent.type == "answered",
    )
    answers = union_all(replies, elsewhere).subquery()
    row = db.session.execute(select(func.min(answers.c.at), func.max(answers.c.at))).one()
    return row[0], row[1]
