"""One person's data: found, handed out, and erased, as the law on personal data asks (UU 27/2022).

Erased is what tells who somebody is and what they wrote. Their leads stay, without a name, so that
the figures of the past stay true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from autoleads.database.rows import for_update, get_or_404
from autoleads.extensions import db
from autoleads.models import Contact, Lead, LeadEvent, Message, SearchRequest, User
from autoleads.models.lead import CLOSED
from autoleads.services import audit, outbox
from autoleads.services.deleted_files import delete_later
from autoleads.services.tenants import TenantInfo

PERSONAL_EVENTS = ("note", "renamed")
"""The types of entries of a timeline that may name or describe the person."""
ERASED = "–"


@dataclass(frozen=True)
class Person:
    """A contact, and how much is stored about them."""

    contact: Contact
    leads: int
    messages: int


def find_person(tenant: TenantInfo, phone: str) -> Person | None:
    """Return the contact with a phone number, if there is one."""
    query = select(Contact).where(Contact.tenant_id == tenant.id, Contact.phone == phone)
    contact = db.session.scalar(query)
    if contact is None:
        return None
    lead_ids = _lead_ids(tenant, contact)
    of_person = (Message.tenant_id == tenant.id, Message.lead_id.in_(lead_ids))
    messages = db.session.scalars(select(func.count()).select_from(Message).where(*of_person))
    return Person(contact, len(lead_ids), messages.one())


def export_person(tenant: TenantInfo, contact_id: int, *, by: User) -> dict[str, Any]:
    """Return everything that is stored about a person, as JSON has it.

    Raises:
        NotFound: the tenant has no such contact.
    """
    contact = _get(tenant, contact_id)
    leads = db.session.scalars(
        select(Lead)
        .where(Lead.tenant_id == tenant.id, Lead.contact_id == contact.id)
        .order_by(Lead.id)
    )
    audit.record(tenant.id, "person_exported", by, subject=_hidden(contact))
    return {
        "name": contact.name,
        "phone": contact.phone,
        "optedOutAt": _moment(contact.opted_out_at),
        "firstSeenAt": _moment(contact.created_at),
        "leads": [_export_lead(tenant, lead) for lead in leads],
    }


def erase_person(tenant: TenantInfo, contact_id: int, *, by: User) -> None:
    """Erase a person; their files follow within a minute.

    What still waits to be sent to them is dropped, and their open lead is closed.

    Raises:
        NotFound: the tenant has no such contact.
    """
    contact = _get(tenant, contact_id, lock=True)
    lead_ids = _lead_ids(tenant, contact)
    audit.record(tenant.id, "person_erased", by, subject=_hidden(contact))
    outbox.drop(tenant, lead_ids)
    _delete_messages(tenant, lead_ids)
    for model in (SearchRequest, LeadEvent):
        statement = delete(model).where(model.tenant_id == tenant.id, model.lead_id.in_(lead_ids))
        if model is LeadEvent:
            statement = statement.where(LeadEvent.type.in_(PERSONAL_EVENTS))
        db.session.execute(statement)
    _close_leads(tenant, lead_ids)
    contact.name = contact.phone = contact.opted_out_at = None
    contact.lid = f"erased-{contact.id:04}@lid"
    db.session.flush()


def _get(tenant: TenantInfo, contact_id: int, *, lock: bool = False) -> Contact:
    query = select(Contact).where(Contact.tenant_id == tenant.id, Contact.id == contact_id)
    return get_or_404(for_update(query) if lock else query)


def _lead_ids(tenant: TenantInfo, contact: Contact) -> list[int]:
    query = select(Lead.id).where(Lead.tenant_id == tenant.id, Lead.contact_id == contact.id)
    return list(db.session.scalars(query))


def _delete_messages(tenant: TenantInfo, lead_ids: Sequence[int]) -> None:
    """Delete messages with their files, those too that a worker is just storing."""
    of_person = (Message.tenant_id == tenant.id, Message.lead_id.in_(lead_ids))
    files = db.session.scalars(
        delete(Message).where(*of_person).returning(Message.media["file"].astext)
    )
    delete_later([name for name in files if name])


def _close_leads(tenant: TenantInfo, lead_ids: Sequence[int]) -> None:
    of_person = (Lead.tenant_id == tenant.id, Lead.id.in_(lead_ids))
    now = datetime.now(UTC)
    is_open = Lead.status.not_in(CLOSED)
    closed = {"status": "lost", "closed_at": now}
    closed |= dict.fromkeys(("waiting_since", "follow_up_at", "needs_person"))
    db.session.execute(update(Lead).where(*of_person, is_open).values(**closed))
    had_reason = Lead.status == "lost"
    db.session.execute(update(Lead).where(*of_person, had_reason).values(lost_reason=ERASED))


def _export_lead(tenant: TenantInfo, lead: Lead) -> dict[str, Any]:
    of_lead = {"tenant_id": tenant.id, "lead_id": lead.id}
    messages = db.session.scalars(select(Message).filter_by(**of_lead).order_by(Message.id))
    wishes = db.session.scalars(select(SearchRequest).filter_by(**of_lead))
    notes = db.session.scalars(select(LeadEvent).filter_by(**of_lead, type="note"))
    return {
        "status": lead.status,
        "source": lead.source,
        "channel": lead.channel,
        "createdAt": _moment(lead.created_at),
        "closedAt": _moment(lead.closed_at),
        "lostReason": lead.lost_reason,
        "cars": [lead_car.car.public_name for lead_car in lead.lead_cars],
        "lookedFor": [
            {"brand": wish.brand, "model": wish.model, "budget": wish.price_max} for wish in wishes
        ],
        "notes": [note.data.get("text") for note in notes],
        "messages": [_export_message(message) for message in messages],
    }


def _export_message(message: Message) -> dict[str, Any]:
    return {
        "at": _moment(message.sent_at or message.created_at),
        "from": message.sender,
        "kind": message.kind,
        "text": message.text,
        "file": (message.media or {}).get("filename"),
        "location": message.location,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _hidden(contact: Contact) -> str:
    """Return the end of a number: enough to recognise it, not to know it."""
    return f"…{(contact.phone or contact.lid or '')[-4:]}"
