"""When an automatic answer may be given at all: what has been said in the lead, and the rules of politeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from autoleads.extensions import db
from autoleads.models import Contact, Device, Lead, Message
from autoleads.services import leads
from autoleads.services.autoreply.hours import closed_since
from autoleads.services.autoreply.question import is_courtesy, is_stop
from autoleads.services.messages import GATHERING, TOO_OLD_TO_ANSWER
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import same_number
from autoleads.text.phrases import LANGUAGES, Phrases

DAY = timedelta(hours=24)
MOST_A_DAY = 5
HUMAN_SILENCE = timedelta(hours=12)
MAX_BATCH = 20
"""Messages that are answered together; of more than that, the latest."""


@dataclass(frozen=True)
class Conversation:
    """A lead as an answer sees it; its contact is locked until the end of the transaction."""

    lead: Lead
    contact: Contact
    waiting: Sequence[Message]
    """What the customer wrote since anybody answered, oldest first."""
    sent: Sequence[Message]
    """The automatic answers of the last 24 hours, oldest first."""
    first: bool
    """Whether nobody ever answered."""
    before: str
    """What the customer wrote last before `waiting`."""


def read(tenant: TenantInfo, lead_id: int, now: datetime) -> Conversation:
    """Takes turns with `messages.receive`, which holds the same lock.

    Raises:
        NotFound: no such lead of this dealer.
    """
    lead = leads.get_locked(tenant, lead_id)
    ours = select(Message).where(Message.tenant_id == tenant.id, Message.lead_id == lead.id)
    answered = db.session.scalar(
        select(func.max(Message.id)).where(
            Message.tenant_id == tenant.id,
            Message.lead_id == lead.id,
            Message.sender.in_(("bot", "sales")),
        )
    )
    theirs = ours.where(Message.sender == "customer").order_by(Message.id.desc())
    waiting = db.session.scalars(theirs.where(Message.id > (answered or 0)).limit(MAX_BATCH)).all()
    before = db.session.scalar(theirs.where(Message.id < (answered or 0)).limit(1))
    sent = db.session.scalars(
        ours.where(Message.sender == "bot", Message.created_at > now - DAY).order_by(Message.id)
    ).all()
    return Conversation(
        lead, lead.contact, waiting[::-1], sent, answered is None, before.text if before else ""
    )


def written_at(message: Message) -> datetime:
    """When the customer wrote it: the gateway may hand on a message late, but none before it is written."""
    return min(message.sent_at or message.created_at, message.created_at)


def answerable_messages(conversation: Conversation, now: datetime) -> list[Message]:
    """What waits, is not too old for an automatic answer, and is no echo of our own words."""
    own = {message.text.strip() for message in conversation.sent}
    young = (
        message
        for message in conversation.waiting
        if now - written_at(message) <= TOO_OLD_TO_ANSWER
    )
    return [
        message for message in young if not message.text.strip() or message.text.strip() not in own
    ]


def find_stop(conversation: Conversation) -> Message | None:
    """The message that opts out, unless something was asked after it."""
    for message in reversed(conversation.waiting):
        if is_stop(message.text):
            return message
        if not is_courtesy(message.text):
            return None
    return None


def stop_was_confirmed(conversation: Conversation) -> bool:
    """Whether the last thing said automatically was that nothing more will be."""
    confirmations = {Phrases(language)("stopped") for language in LANGUAGES}
    return bool(conversation.sent) and conversation.sent[-1].text in confirmations


def can_reply(tenant: TenantInfo, conversation: Conversation) -> bool:
    """Whether the dealer answers automatically, to this contact, and not too often."""
    return (
        tenant.auto_reply.enabled
        and conversation.contact.opted_out_at is None
        and len(conversation.sent) < MOST_A_DAY
        and not _is_own_number(tenant, conversation.contact)
    )


def human_is_handling(conversation: Conversation, now: datetime) -> bool:
    """Whether a colleague answered and has not been silent for long."""
    answered_at = conversation.lead.answered_at
    return answered_at is not None and now - answered_at < HUMAN_SILENCE


def debounce_until(conversation: Conversation, now: datetime) -> datetime | None:
    """Until when more is awaited after an automatic answer just given; None when it is time to speak."""
    if not conversation.sent:
        return None
    end = conversation.sent[-1].created_at + GATHERING
    return end if now < end else None


def away_is_due(tenant: TenantInfo, conversation: Conversation, now: datetime) -> bool:
    """Whether the dealer is closed and has not said so since he closed."""
    since = closed_since(tenant, now)
    return since is not None and not any(
        message.created_at >= since for message in conversation.sent
    )


def _is_own_number(tenant: TenantInfo, contact: Contact) -> bool:
    """Whether the contact is the dealer himself, on this or another of his numbers."""
    if contact.phone is None:
        return False
    devices = db.session.execute(
        select(Device.label, Device.phone).where(Device.tenant_id == tenant.id)
    )
    numbers = {tenant.whatsapp_number, *(number for device in devices for number in device)}
    return any(number is not None and same_number(number, contact.phone) for number in numbers)
