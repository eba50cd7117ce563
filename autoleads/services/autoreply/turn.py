"""A customer's turn: the messages that wait for an auto-reply, each read once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.services import leads
from autoleads.services.autoreply import stock_search
from autoleads.services.autoreply.stock_search import NamesInStock
from autoleads.services.autoreply.talk import Talk, recall
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Understanding, understand

DAY = timedelta(hours=24)
TALK = timedelta(days=3)
"""How long a talk is remembered."""
MAX_HEARD = 10
MAX_BATCH = 20
"""Messages that are replied to together; of more than that, the latest."""


@dataclass(frozen=True)
class ReadMessage:
    """A customer's message and its meaning."""

    message: Message
    meaning: Understanding

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def written_at(self) -> datetime:
        """The time at which the customer wrote it; the gateway may pass a message on later."""
        stored_at = self.message.created_at
        return min(self.message.sent_at or stored_at, stored_at)


def read_message(message: Message, names: NamesInStock) -> ReadMessage:
    """Return a message with its meaning; the codes stored with it need no sign in its text."""
    return ReadMessage(message, read_text(message.text, names, message.codes or ()))


def read_text(text: str, names: NamesInStock, codes: Collection[str] = ()) -> Understanding:
    """Return the meaning of a text to a dealer with these names and codes in stock."""
    return understand(text, models=names.models, variants=names.variants, codes=codes)


def store_reading(read: ReadMessage) -> None:
    """Store with a message what was understood of it."""
    meaning = read.meaning
    read.message.reading = {
        "intents": sorted(meaning.intents),
        "residue": list(meaning.residue),
    }


@dataclass(frozen=True)
class Turn:
    """Everything in a lead that an auto-reply depends on."""

    lead: Lead
    waiting: Sequence[ReadMessage]
    """The customer's messages since the last auto-reply or reply, oldest first."""
    heard: Sequence[Message]
    """The customer's messages before those, oldest first."""
    sent: Sequence[Message]
    """The auto-replies of the last 24 hours, oldest first."""
    own: Sequence[Message]
    """The auto-replies and replies of the last 24 hours, oldest first."""
    is_first: bool
    """True if the customer never got an auto-reply or a reply in this lead."""
    names: NamesInStock

    @cached_property
    def talk(self) -> Talk:
        """What was said before; it is read only for a reply."""
        meanings = [read_message(message, self.names).meaning for message in self.heard]
        return recall(meanings, self.own)


def load_turn(tenant: TenantInfo, lead_id: int, now: datetime) -> Turn:
    """Return the turn that waits in a lead.

    Locks the lead and its contact until the transaction ends, as `messages.receive` does: a message
    is either part of this turn or starts the next one.

    Raises:
        NotFound: the tenant has no such lead.
    """
    lead = leads.get_locked(tenant, lead_id)
    names = stock_search.names_in_stock(tenant)
    in_lead = (Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    last_reply_id = db.session.scalar(
        select(func.max(Message.id)).where(*in_lead, Message.sender.in_(("bot", "sales")))
    )
    start = last_reply_id or 0
    # Anybody can type anything into a web form: it is never read as a message of this phone.
    from_customer = (
        select(Message)
        .where(*in_lead, Message.sender == "customer", Message.origin == "whatsapp")
        .order_by(Message.id.desc())
    )
    waiting = db.session.scalars(from_customer.where(Message.id > start).limit(MAX_BATCH)).all()
    is_earlier = (Message.id < start, Message.created_at > now - TALK)
    heard = db.session.scalars(from_customer.where(*is_earlier).limit(MAX_HEARD)).all()
    own = db.session.scalars(
        select(Message)
        .where(*in_lead, Message.direction == "out", Message.created_at > now - DAY)
        .order_by(Message.id)
    ).all()
    return Turn(
        lead=lead,
        waiting=[read_message(message, names) for message in reversed(waiting)],
        heard=heard[::-1],
        sent=[message for message in own if message.sender == "bot"],
        own=own,
        is_first=last_reply_id is None,
        names=names,
    )
