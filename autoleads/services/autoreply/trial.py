"""Trying an auto-reply: the real code on a message that is written and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.extensions import db
from autoleads.models import Car
from autoleads.services import leads
from autoleads.services.autoreply.replies import Decision, decide
from autoleads.services.autoreply.turn import load_turn
from autoleads.services.leads import CustomerMessage, Opening
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.chat.courtesy import is_courtesy
from autoleads.text.phrases import Phrases

NOBODY = "0@lid"
"""The privacy id of the customer who tries; no customer has it."""


@dataclass(frozen=True)
class Trial:
    """An auto-reply as it would be sent, and the facts it was made from."""

    decision: Decision
    intents: Sequence[Intent]
    codes: Sequence[str]
    cars: Sequence[Car]
    """The cars that the reply is about."""
    unread: Sequence[str]
    """The words that were not understood."""
    missing: Sequence[str]
    """The lines of the reply that promise to check, because the fact is not stored."""


def try_reply(tenant: TenantInfo, text: str, now: datetime) -> Trial:
    """Return what a new customer who writes this would get; the caller rolls back."""
    opening = Opening(
        source="whatsapp",
        phone=None,
        lid=NOBODY,
        message=CustomerMessage(text=text),
        waits_since=now,
        is_courtesy=is_courtesy(text),
    )
    lead = leads.find_or_open(tenant, opening)
    db.session.flush()
    turn = load_turn(tenant, lead.lead_id, now)
    decision = decide(tenant, turn, now)
    meaning = turn.waiting[0].meaning
    return Trial(
        decision=decision,
        intents=sorted(meaning.intents),
        codes=[code.code for code in meaning.codes],
        cars=decision.selection.cars,
        unread=meaning.residue,
        missing=_missing(decision),
    )


def _missing(decision: Decision) -> list[str]:
    if decision.reply is None or decision.question is None:
        return []
    promise = Phrases(decision.question.language)("check")
    return [line for line in decision.reply.text.splitlines() if promise in line]
