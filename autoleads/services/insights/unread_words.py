"""Words of customers' messages that the auto-replies could not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Message
from autoleads.services.tenants import TenantInfo

SPAN = timedelta(days=90)
FEWEST_LEADS = 3
"""A word of fewer leads may be about a person: a name, a street."""
MAX_WORDS = 100


@dataclass(frozen=True)
class UnreadWord:
    """A word, and the numbers of messages and of leads that have it."""

    word: str
    messages: int
    leads: int


def unread_words(tenant: TenantInfo, now: datetime) -> Sequence[UnreadWord]:
    """Return the words of the last 90 days that no auto-reply understood, most frequent first."""
    words = func.jsonb_array_elements_text(Message.reading["residue"])
    said = (
        select(words.label("word"), Message.lead_id)
        .where(
            Message.tenant_id == tenant.id,
            Message.updated_at > now - SPAN,
            Message.created_at > now - SPAN,
        )
        .subquery()
    )
    leads = func.count(said.c.lead_id.distinct())
    query = (
        select(said.c.word, func.count(), leads)
        .group_by(said.c.word)
        .having(leads >= FEWEST_LEADS)
        .order_by(leads.desc(), said.c.word)
        .limit(MAX_WORDS)
    )
    return [UnreadWord(*row) for row in db.session.execute(query)]
