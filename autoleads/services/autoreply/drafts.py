"""Drafts of replies from the stock, for a salesperson to edit and send; nothing is queued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Car, Message, User
from autoleads.services import leads
from autoleads.services.autoreply.compose import AutoReply, Composer
from autoleads.services.autoreply.price_offers import select_or_offer
from autoleads.services.autoreply.question import read_question
from autoleads.services.autoreply.turn import ReadMessage, Turn, load_turn, read_message
from autoleads.services.tenants import TenantInfo

Topic = Literal["last", "price", "place"]
ASKED = {"price": "harga cash dan kredit berapa?", "place": "lokasi dan jam buka?"}
"""The question that a draft about a topic answers, as a customer would write it."""


def draft_reply(
    tenant: TenantInfo, user: User, lead_id: int, topic: Topic, now: datetime
) -> str | None:
    """Return what an auto-reply would say to the customer's last messages, or about a topic.

    None where the stock has no answer.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    lead = leads.get_visible(tenant, user, lead_id)
    turn = load_turn(tenant, lead.id, now)
    asked = _asked(tenant, turn, topic)
    reply = _compose(tenant, turn, asked, now, is_first=turn.is_first) if asked else None
    return reply.text if reply else None


def describe_car(
    tenant: TenantInfo, user: User, lead_id: int, car: Car, now: datetime
) -> AutoReply | None:
    """Return a car as a message: what an auto-reply says of it, with its cover photo.

    Raises:
        NotFound: the tenant has no such lead, or it is a colleague's.
    """
    lead = leads.get_visible(tenant, user, lead_id)
    turn = load_turn(tenant, lead.id, now)
    named = _written(f"#{car.display_code}", turn)
    return _compose(tenant, turn, [named], now, is_first=False)


def _compose(
    tenant: TenantInfo,
    turn: Turn,
    asked: Sequence[ReadMessage],
    now: datetime,
    *,
    is_first: bool,
) -> AutoReply | None:
    question = read_question(tenant, turn, asked)
    question, selection = select_or_offer(tenant, turn.lead, question)
    composer = Composer(
        tenant, question, selection, turn.talk, now, is_first=is_first, adds_away_text=False
    )
    return composer.compose()


def _written(text: str, turn: Turn) -> ReadMessage:
    """Return a message that the customer might have written."""
    return read_message(Message(text=text), turn.names)


def _asked(tenant: TenantInfo, turn: Turn, topic: Topic) -> list[ReadMessage]:
    """Return the messages to answer: one about the topic, those that wait, or the last one."""
    if topic != "last":
        return [_written(ASKED[topic], turn)]
    if turn.waiting:
        return list(turn.waiting)
    query = select(Message).where(
        Message.tenant_id == tenant.id,
        Message.lead_id == turn.lead.id,
        Message.sender == "customer",
    )
    last = db.session.scalar(query.order_by(Message.id.desc()).limit(1))
    if last is None:
        return []
    return [read_message(last, turn.names)]
