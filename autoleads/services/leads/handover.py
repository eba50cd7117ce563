"""Leads that the auto-replies hand over to a person, until one answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from autoleads.extensions import db
from autoleads.models import Lead, LeadEvent
from autoleads.services import outbox
from autoleads.services.leads import timeline
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import NoSale


def hand_over_to_person(tenant: TenantInfo, lead: Lead, reason: NoSale) -> None:
    """Flag a locked lead for a person and tell the team, once for each reason.

    A request about personal data is a duty with a deadline: no other reason takes its place.
    """
    if lead.needs_person in (reason, NoSale.PRIVACY):
        return
    lead.needs_person = reason.value
    timeline.record_event(tenant, lead.id, "needs_person", {"reason": reason.value})
    outbox.queue_push(tenant, lead.id)


def handed_over_at(tenant: TenantInfo, lead: Lead) -> datetime | None:
    """Return the time from which a lead has needed a person; None if it does not."""
    if lead.needs_person is None:
        return None
    events = select(func.max(LeadEvent.created_at)).where(*_handovers(tenant, lead))
    return db.session.scalar(events)


def reason_since(tenant: TenantInfo, lead: Lead, answered_at: datetime | None) -> str | None:
    """Return why the lead was handed over after a person's last answer, if it was."""
    reasons = select(LeadEvent.data["reason"].astext).where(*_handovers(tenant, lead))
    if answered_at is not None:
        reasons = reasons.where(LeadEvent.created_at > answered_at)
    return db.session.scalar(reasons.order_by(LeadEvent.id.desc()).limit(1))


def _handovers(tenant: TenantInfo, lead: Lead) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the timeline's entries of hand-overs."""
    of_lead = (LeadEvent.tenant_id == tenant.id, LeadEvent.lead_id == lead.id)
    return (*of_lead, LeadEvent.type == "needs_person")
