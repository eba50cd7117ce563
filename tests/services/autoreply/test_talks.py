"""Whole talks of the corpus, each with a new customer of the first demo dealer."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from autoleads.database.tenant_scope import tenant_scope
from autoleads.dev.corpus import Turn, read_talks
from autoleads.services import tenants
from tests.support.chat import Chat, codes_in
from tests.support.factories import Dealer
from tests.support.talks import open_demo_shop

pytestmark = pytest.mark.slow


def misses(turn: Turn, reply: str) -> list[str]:
    """Return what a reply lacks, and what it should not have."""
    if turn.is_silent:
        return ["a reply"] if reply else []
    told = codes_in(reply)
    wrong = [code for code in turn.codes if code not in told]
    wrong += [words for words in turn.words if words not in reply]
    wrong += [f"not {words}" for words in turn.not_words if words in reply]
    if turn.has_no_cars and told:
        wrong.append("no cars")
    return wrong if reply else ["a reply"]


def test_talks_of_the_corpus(app: Flask, dealer_a: Dealer) -> None:
    open_demo_shop(dealer_a)
    wrong = []
    with app.app_context(), tenant_scope(dealer_a.tenant.id):
        tenant = tenants.get(dealer_a.tenant.id)
        for talk in read_talks("talks.txt"):
            chat = Chat(tenant, now=datetime.now(UTC))
            for turn in talk:
                reply = chat.ask(turn.text)
                if found := misses(turn, reply):
                    wrong.append(f"{turn.text}: {found}\n{re.sub('(?m)^', '    ', reply)}")
    assert not wrong, "\n\n".join(wrong)
