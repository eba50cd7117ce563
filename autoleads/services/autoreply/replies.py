"""Automatic answers out of the stock: deterministic, and silent about what the dealer did not store.

What is asked is read in `asked`, which car in `car_selection` and `search`; `compose` says it, `manners` whether to speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.extensions import db
from autoleads.models import Message
from autoleads.services import leads
from autoleads.services.autoreply import reply_policy, search_requests, stock_search
from autoleads.services.autoreply.car_selection import Selection, select_cars
from autoleads.services.autoreply.compose import AutoReply, Composer
from autoleads.services.autoreply.question import Question, read_messages
from autoleads.services.autoreply.reply_policy import Conversation
from autoleads.services.messages import NewMessage, queue_message
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import Phrases


@dataclass(frozen=True)
class ReplyOutcome:
    """The answer that was queued, if any; `not_before` asks to be called again at that time."""

    message: Message | None = None
    not_before: datetime | None = None


NO_REPLY = ReplyOutcome()


def send_auto_reply(
    tenant: TenantInfo, lead_id: int, device_id: int | None, *, now: datetime
) -> ReplyOutcome:
    """Answer what waits in a lead with one message, if manners allow; a wish to be left alone is noted in any case.

    Raises:
        NotFound: no such lead of this dealer.
    """
    conversation = reply_policy.read(tenant, lead_id, now)
    waiting = reply_policy.answerable_messages(conversation, now)
    can_reply = reply_policy.can_reply(tenant, conversation) and bool(waiting)
    stop = reply_policy.find_stop(conversation)
    if stop is not None:
        _opt_out(tenant, conversation, stop)
        if not can_reply or reply_policy.stop_was_confirmed(conversation):
            return NO_REPLY
        return _send(tenant, conversation, device_id, _goodbye(tenant, stop), now)
    if not can_reply or reply_policy.human_is_handling(conversation, now):
        return NO_REPLY
    if (not_before := reply_policy.debounce_until(conversation, now)) is not None:
        return ReplyOutcome(not_before=not_before)
    question = _read(tenant, conversation, waiting)
    selection = select_cars(tenant, conversation.lead, question)
    _remember(tenant, conversation, question, selection, now)
    composed = Composer(
        tenant,
        question,
        selection,
        now,
        first=conversation.first,
        tell_away=reply_policy.away_is_due(tenant, conversation, now),
    ).compose()
    return _send(tenant, conversation, device_id, composed, now) if composed else NO_REPLY


def _read(tenant: TenantInfo, conversation: Conversation, waiting: Sequence[Message]) -> Question:
    texts = [message.text for message in waiting]
    return read_messages(tenant, texts, conversation.before, stock_search.models_in_stock(tenant))


def _opt_out(tenant: TenantInfo, conversation: Conversation, stop: Message) -> None:
    # Since he wrote it, not since we read it: what he wrote after it is written anew.
    if conversation.contact.opted_out_at is None:
        leads.record_event(tenant, conversation.lead.id, "opted_out")
    conversation.contact.opted_out_at = reply_policy.written_at(stop)
    db.session.flush()


def _goodbye(tenant: TenantInfo, stop: Message) -> AutoReply:
    question = read_messages(tenant, [stop.text], "", {})
    return AutoReply(Phrases(question.language)("stopped"))


def _remember(
    tenant: TenantInfo,
    conversation: Conversation,
    question: Question,
    selection: Selection,
    now: datetime,
) -> None:
    """Note the wishes, and the one car that words alone pointed out."""
    for found in selection.searched:
        search_requests.record(tenant, conversation.lead, found, question.channel, now)
    if len(selection.cars) == 1 and not question.codes and question.wanted:
        leads.attach_cars(
            tenant,
            conversation.lead,
            selection.cars,
            reply_policy.written_at(conversation.waiting[-1]),
        )


def _send(
    tenant: TenantInfo,
    conversation: Conversation,
    device_id: int | None,
    composed: AutoReply,
    now: datetime,
) -> ReplyOutcome:
    new = NewMessage(
        sender="bot",
        text=composed.text,
        photo_url=composed.photo_url,
        codes=composed.codes,
        device_id=device_id,
        reply_to=conversation.waiting[-1].inbox_id,
    )
    return ReplyOutcome(queue_message(tenant, conversation.lead, new, now))
