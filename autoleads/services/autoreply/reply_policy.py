"""The rules by which an auto-reply is sent, delayed or left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Contact, Device
from autoleads.services.autoreply.hours import closed_since
from autoleads.services.autoreply.turn import ReadMessage, Turn
from autoleads.services.leads import DEBOUNCE
from autoleads.services.messages import MAX_MESSAGE_AGE
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent, NoSale, Understanding
from autoleads.text.echo import same_words
from autoleads.text.phone import same_number
from autoleads.text.phrases import LANGUAGES, Phrases

Silence = Literal[
    "disabled",
    "opted_out",
    "needs_person",
    "enough",
    "own_number",
    "old_or_echo",
    "stop_confirmed",
    "human",
    "nothing_asked",
]
"""The rule by which no auto-reply is sent."""
MAX_PER_DAY = 5
HUMAN_SILENCE = timedelta(hours=12)
"""After a salesperson's reply, the silence after which auto-replies begin again."""
COURTESIES = frozenset({Intent.GREETING, Intent.PING, Intent.THANKS, Intent.DECLINE})


def find_silence(tenant: TenantInfo, turn: Turn) -> Silence | None:
    """Return the rule by which this contact gets no auto-reply now, if there is one."""
    if not tenant.auto_reply.enabled:
        return "disabled"
    if turn.lead.contact.opted_out_at is not None:
        return "opted_out"
    if turn.lead.needs_person is not None:
        return "needs_person"
    if len(turn.sent) >= MAX_PER_DAY:
        return "enough"
    return "own_number" if _is_own_number(tenant, turn.lead.contact) else None


def answerable_messages(turn: Turn, now: datetime) -> list[ReadMessage]:
    """Return the waiting messages to reply to: recent ones that do not echo our own text."""
    recent = [message for message in turn.waiting if now - message.written_at <= MAX_MESSAGE_AGE]
    return [message for message in recent if not _is_echo(message, turn)]


def _is_echo(message: ReadMessage, turn: Turn) -> bool:
    return any(same_words(message.text, own.text) for own in turn.own)


def find_opt_out(turn: Turn) -> ReadMessage | None:
    """Return the message by which the customer opts out, unless they asked something after it."""
    for message in reversed(turn.waiting):
        if Intent.STOP in message.meaning.intents:
            return message
        if not _is_courtesy(message.meaning):
            return None
    return None


def _is_courtesy(meaning: Understanding) -> bool:
    """Return whether a message asks nothing: thanks, a greeting, an emoji or a polite no."""
    asks = meaning.intents - COURTESIES
    return not asks and not meaning.codes and meaning.criteria.is_empty


def find_need_of_person(turn: Turn) -> NoSale | None:
    """Return why the customer's latest such message is for a person who has not answered since."""
    answered_at = turn.lead.answered_at
    for message in reversed(turn.waiting):
        is_answered = answered_at is not None and message.written_at <= answered_at
        if message.meaning.no_sale is not None and not is_answered and not _is_echo(message, turn):
            return message.meaning.no_sale
    return None


def opt_out_is_confirmed(turn: Turn) -> bool:
    """Return whether the last auto-reply confirmed that no more will follow."""
    if not turn.sent:
        return False
    confirmations = [Phrases(language)("stopped") for language in LANGUAGES]
    return turn.sent[-1].text in confirmations


def human_is_handling(turn: Turn, now: datetime) -> bool:
    """Return whether a salesperson replied and has not been silent for long."""
    answered_at = turn.lead.answered_at
    return answered_at is not None and now - answered_at < HUMAN_SILENCE


def debounce_until(turn: Turn, now: datetime) -> datetime | None:
    """Return how long to wait for more messages after an auto-reply; None if it is time."""
    if not turn.sent:
        return None
    end = turn.sent[-1].created_at + DEBOUNCE
    return end if now < end else None


def away_text_is_due(tenant: TenantInfo, turn: Turn, now: datetime) -> bool:
    """Return whether the dealer is closed and no auto-reply has said so since they closed."""
    since = closed_since(tenant, now)
    if since is None:
        return False
    return not any(message.created_at >= since for message in turn.sent)


def _is_own_number(tenant: TenantInfo, contact: Contact) -> bool:
    """Return whether the contact is the dealer, on this or another of their numbers."""
    if contact.phone is None:
        return False
    numbers = {tenant.whatsapp_number}
    devices = select(Device.label, Device.phone).where(Device.tenant_id == tenant.id)
    for label, phone in db.session.execute(devices):
        numbers |= {label, phone}
    return any(number is not None and same_number(number, contact.phone) for number in numbers)
