"""The core of a lead: found or opened, its cars, its clocks, its timeline."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import lazyload

from autoleads.database.rows import for_update
from autoleads.extensions import db
from autoleads.models import Contact, Lead, User
from autoleads.models.lead import CLOSED, LeadSource
from autoleads.services.leads import timeline, turns
from autoleads.services.tenants import TenantInfo


def open_lead(
    tenant: TenantInfo,
    contact: Contact,
    *,
    source: LeadSource,
    channel: str | None = None,
    assigned_to: int | None = None,
    by: User | None = None,
) -> tuple[Lead, bool]:
    """The contact's open lead, locked, and whether it is new; a new one is written into its timeline.

    Without `assigned_to` a new lead goes to whose turn it is. An open lead without a channel takes this one.
    """
    lead = _find_open(tenant, contact)
    if lead is None:
        lead = _open(tenant, contact, source, channel, assigned_to)
        if lead is not None:
            data = {"source": source, "channel": channel, "assignedTo": assigned_to}
            timeline.record_event(tenant, lead.id, "opened", data, user=by)
            if assigned_to is None:
                turns.auto_assign(tenant, lead.id, contact.id)
                db.session.refresh(lead)
            return lead, True
        # A colleague opened one meanwhile.
        lead = _find_open(tenant, contact)
        assert lead is not None
    lead.channel = lead.channel or channel
    return lead, False


def customer_wrote(lead: Lead, at: datetime) -> None:
    """Move the clocks for a message of that moment; a late one moves nothing back and waits since it was written."""
    lead.last_message_at = max(lead.last_message_at or at, at)
    lead.waiting_since = min(lead.waiting_since or at, at)


def _find_open(tenant: TenantInfo, contact: Contact) -> Lead | None:
    found = select(Lead).where(
        Lead.tenant_id == tenant.id, Lead.contact_id == contact.id, Lead.status.not_in(CLOSED)
    )
    return db.session.scalar(for_update(found.options(lazyload("*"))))


def _open(
    tenant: TenantInfo,
    contact: Contact,
    source: LeadSource,
    channel: str | None,
    assigned_to: int | None,
) -> Lead | None:
    """A new lead; None when the contact has an open one after all."""
    now = datetime.now(UTC)
    new = insert(Lead).values(
        tenant_id=tenant.id,
        contact_id=contact.id,
        source=source,
        channel=channel,
        assigned_to=assigned_to,
        assigned_at=now if assigned_to else None,
        created_at=now,
    )
    unless_open = new.on_conflict_do_nothing(
        index_elements=["tenant_id", "contact_id"],
        index_where=text("status NOT IN ('won', 'lost')"),
    )
    return db.session.scalar(unless_open.returning(Lead))
