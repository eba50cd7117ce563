"""Auto-replies: from the messages that wait in a lead to a queued message.

`turn` loads and reads the messages, `reply_policy` says if a reply may be sent, `question` says
what they ask, `car_selection` about which cars, and `compose` writes the text; `handover` writes
that of a lead which a person must answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from autoleads.extensions import db
from autoleads.models import Message
from autoleads.services import leads
from autoleads.services.autoreply import reply_policy, search_requests
from autoleads.services.autoreply.car_selection import Selection
from autoleads.services.autoreply.compose import AutoReply, Composer
from autoleads.services.autoreply.handover import handover_reply
from autoleads.services.autoreply.price_offers import select_or_offer
from autoleads.services.autoreply.question import Question, read_question, reply_language
from autoleads.services.autoreply.reply_policy import Silence
from autoleads.services.autoreply.turn import ReadMessage, Turn, load_turn, store_reading
from autoleads.services.messages import NewMessage, queue_message
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import NoSale
from autoleads.text.phrases import Phrases


@dataclass(frozen=True)
class Decision:
    """The reply to a turn, or the reason for silence; nothing is stored or queued yet."""

    reply: AutoReply | None = None
    silence: Silence | None = None
    not_before: datetime | None = None
    """Set where it is too early to say."""
    opt_out: ReadMessage | None = None
    """The message by which the customer opts out."""
    needs_person: NoSale | None = None
    """The reason for which the lead is handed over to a person."""
    question: Question | None = None
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True)
class ReplyOutcome:
    """The auto-reply that was queued, if any, or the time at which to try again."""

    message: Message | None = None
    not_before: datetime | None = None


NO_REPLY = ReplyOutcome()


def send_auto_reply(
    tenant: TenantInfo, lead_id: int, device_id: int | None, *, now: datetime
) -> ReplyOutcome:
    """Queue one auto-reply to all that waits in a lead, if the reply policy allows it.

    An opt-out is recorded, and a lead that needs a person is handed over, in any case.

    Raises:
        NotFound: the tenant has no such lead.
    """
    turn = load_turn(tenant, lead_id, now)
    decision = decide(tenant, turn, now)
    for read in turn.waiting:
        store_reading(read)
    if decision.opt_out is not None:
        _record_opt_out(tenant, turn, decision.opt_out)
    if decision.needs_person is not None:
        leads.hand_over_to_person(tenant, turn.lead, decision.needs_person)
    if decision.not_before is not None:
        return ReplyOutcome(not_before=decision.not_before)
    if decision.question is not None:
        _record_interest(tenant, turn, decision.question, decision.selection, now)
    if decision.reply is None:
        return NO_REPLY
    return _queue(tenant, turn, device_id, decision.reply, now)


def decide(tenant: TenantInfo, turn: Turn, now: datetime) -> Decision:
    """Return what is to be said to a turn, by the reply policy and from the stock."""
    messages = reply_policy.answerable_messages(turn, now)
    silence = reply_policy.find_silence(tenant, turn)
    if silence is None and not messages:
        silence = "old_or_echo"
    opt_out = reply_policy.find_opt_out(turn)
    needs_person = None if silence == "own_number" else reply_policy.find_need_of_person(turn)
    if opt_out is not None:
        if silence is None and reply_policy.opt_out_is_confirmed(turn):
            silence = "stop_confirmed"
        reply = None if silence else _opt_out_confirmation(tenant, opt_out)
        return Decision(reply=reply, silence=silence, opt_out=opt_out, needs_person=needs_person)
    if silence is None and reply_policy.human_is_handling(turn, now):
        silence = "human"
    if silence is not None:
        return Decision(silence=silence, needs_person=needs_person)
    not_before = reply_policy.debounce_until(turn, now)
    if not_before is not None:
        return Decision(not_before=not_before)
    if needs_person is not None:
        reply = handover_reply(tenant, turn, messages, needs_person, now)
        return Decision(reply=reply, needs_person=needs_person)
    return _answer(tenant, turn, messages, now)


def _answer(
    tenant: TenantInfo, turn: Turn, messages: Sequence[ReadMessage], now: datetime
) -> Decision:
    question = read_question(tenant, turn, messages)
    question, selection = select_or_offer(tenant, turn.lead, question)
    composer = Composer(
        tenant,
        question,
        selection,
        turn.talk,
        now,
        is_first=turn.is_first,
        adds_away_text=reply_policy.away_text_is_due(tenant, turn, now),
    )
    reply = composer.compose()
    silence: Silence | None = None if reply else "nothing_asked"
    return Decision(reply=reply, silence=silence, question=question, selection=selection)


def _record_opt_out(tenant: TenantInfo, turn: Turn, opt_out: ReadMessage) -> None:
    contact = turn.lead.contact
    if contact.opted_out_at is None:
        leads.record_event(tenant, turn.lead.id, "opted_out")
    # From when it was written, not read: a message written after it lifts the opt-out.
    contact.opted_out_at = opt_out.written_at
    db.session.flush()


def _opt_out_confirmation(tenant: TenantInfo, opt_out: ReadMessage) -> AutoReply:
    phrases = Phrases(reply_language(tenant, opt_out.meaning))
    return AutoReply(phrases("stopped"))


def _record_interest(
    tenant: TenantInfo, turn: Turn, question: Question, selection: Selection, now: datetime
) -> None:
    """Record the search requests, and attach a car to the lead if words alone point it out."""
    for outcome in selection.searched:
        search_requests.record(tenant, turn.lead, outcome, question.channel, now)
    if len(selection.cars) == 1 and question.wanted and not question.codes:
        leads.attach_cars(tenant, turn.lead, selection.cars, turn.waiting[-1].written_at)


def _queue(
    tenant: TenantInfo, turn: Turn, device_id: int | None, reply: AutoReply, now: datetime
) -> ReplyOutcome:
    new = NewMessage(
        sender="bot",
        origin="whatsapp",
        text=reply.text,
        photo_url=reply.photo_url,
        codes=reply.codes,
        device_id=device_id,
        reply_to=turn.waiting[-1].message.inbox_id,
    )
    return ReplyOutcome(queue_message(tenant, turn.lead, new, now))
