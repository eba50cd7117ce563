"""The search in what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Contact, Lead, Message, User
from autoleads.services import leads
from autoleads.services.tenants import TenantInfo

SEARCHED = timedelta(days=180)
"""Older messages are not searched: without a bound, a rare word would read all there are."""


@dataclass(frozen=True)
class FoundMessage:
    """A message with the customer of its conversation."""

    message: Message
    contact: Contact


def search(tenant: TenantInfo, user: User, words: Sequence[str], limit: int) -> list[FoundMessage]:
    """Return the newest messages whose text has all words, in leads that the user may see.

    A word matches inside a longer one too, in upper or lower case; without words none does.
    """
    if not words:
        return []
    since = datetime.now(UTC) - SEARCHED
    query = (
        select(Message, Contact)
        .join(Lead, (Lead.tenant_id == Message.tenant_id) & (Lead.id == Message.lead_id))
        .join(Contact, (Contact.tenant_id == Lead.tenant_id) & (Contact.id == Lead.contact_id))
        .where(Message.tenant_id == tenant.id, leads.visible_to(tenant, user))
        # What was written since then was changed since then too, and changes have an index.
        .where(Message.created_at >= since, Message.updated_at >= since)
        .where(*(Message.text.icontains(word, autoescape=True) for word in words))
        .order_by(Message.id.desc())
        .limit(limit)
    )
    return [FoundMessage(message, contact) for message, contact in db.session.execute(query)]
