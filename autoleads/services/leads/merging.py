"""Two contacts that prove to be one customer: the younger is merged into the older."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, literal, select, update

from autoleads.database.rows import for_update
from autoleads.extensions import Base, db
from autoleads.models import (
    Contact,
    Lead,
    LeadCar,
    LeadEvent,
    Message,
    OutboxItem,
    SearchRequest,
)
from autoleads.models.lead import CLOSED
from autoleads.services.leads import timeline
from autoleads.services.tenants import TenantInfo

OF_LEAD: tuple[type[Base], ...] = (Message, LeadEvent, SearchRequest, LeadCar, OutboxItem)
"""The rows that move with a lead."""


def merge_contacts(tenant: TenantInfo, older: Contact, younger: Contact) -> None:
    """Give all that the younger contact has to the older one, and delete it; both are locked."""
    kept = _open_lead(tenant, older)
    merged = _open_lead(tenant, younger)
    if kept is not None and merged is not None:
        _merge_leads(tenant, kept, merged)
    db.session.execute(
        update(Lead)
        .where(Lead.tenant_id == tenant.id, Lead.contact_id == younger.id)
        .values(contact_id=older.id)
    )
    older.name = older.name or younger.name
    older.opted_out_at = _latest(older.opted_out_at, younger.opted_out_at)
    db.session.delete(younger)
    db.session.flush()


def _open_lead(tenant: TenantInfo, contact: Contact) -> Lead | None:
    query = select(Lead).where(
        Lead.tenant_id == tenant.id, Lead.contact_id == contact.id, Lead.status.not_in(CLOSED)
    )
    return db.session.scalar(for_update(query))


def _merge_leads(tenant: TenantInfo, kept: Lead, merged: Lead) -> None:
    """Move everything of one open lead into another one, and delete it."""
    kept.channel = kept.channel or merged.channel
    if kept.assigned_to is None:
        kept.assigned_to = merged.assigned_to
        kept.assigned_at = merged.assigned_at
    kept.waiting_since = _earliest(kept.waiting_since, merged.waiting_since)
    kept.needs_person = kept.needs_person or merged.needs_person
    kept.first_response_at = _earliest(kept.first_response_at, merged.first_response_at)
    kept.answered_at = _latest(kept.answered_at, merged.answered_at)
    kept.follow_up_at = _earliest(kept.follow_up_at, merged.follow_up_at)
    kept.last_message_at = _latest(kept.last_message_at, merged.last_message_at)
    _move_cars(tenant, kept, merged)
    _drop_second_auto_reply(tenant, kept, merged)
    for model in OF_LEAD:
        in_merged = (model.tenant_id == tenant.id, model.lead_id == merged.id)  # type: ignore[attr-defined]
        moved = update(model).where(*in_merged).values(lead_id=kept.id)
        db.session.execute(moved, execution_options={"synchronize_session": False})
    timeline.record_event(tenant, kept.id, "merged", {"leadId": merged.id})
    db.session.delete(merged)
    db.session.flush()


def _move_cars(tenant: TenantInfo, kept: Lead, merged: Lead) -> None:
    """Delete the cars that both leads ask about from the one to be merged; put its others last."""
    known = select(LeadCar.car_id).where(LeadCar.tenant_id == tenant.id, LeadCar.lead_id == kept.id)
    in_merged = (LeadCar.tenant_id == tenant.id, LeadCar.lead_id == merged.id)
    db.session.execute(
        delete(LeadCar).where(*in_merged, LeadCar.car_id.in_(known)),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(LeadCar).where(*in_merged).values(position=LeadCar.position + len(kept.lead_cars)),
        execution_options={"synchronize_session": False},
    )


def _drop_second_auto_reply(tenant: TenantInfo, kept: Lead, merged: Lead) -> None:
    """Delete the queued auto-reply of the merged lead if the other lead has one too."""
    items = (OutboxItem.tenant_id == tenant.id, OutboxItem.kind == "auto_reply")
    queued = select(literal(1)).where(*items, OutboxItem.lead_id == kept.id).exists()
    db.session.execute(
        delete(OutboxItem).where(*items, OutboxItem.lead_id == merged.id, queued),
        execution_options={"synchronize_session": False},
    )


def _earliest(*moments: datetime | None) -> datetime | None:
    return min(_known(moments), default=None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max(_known(moments), default=None)


def _known(moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None]
