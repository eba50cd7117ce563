"""Thanks and lone emoji."""

from __future__ import annotations

import pytest

from autoleads.text.chat.courtesy import is_courtesy

COURTESIES = [
    "ok",
    "Oke kak",
    "makasih infonya ya",
    "terima kasih banyak",
    "siap",
    "\U0001f44d",
    "\U0001f64f\U0001f64f",
]
QUESTIONS = ["ok, harganya berapa?", "ya", "besok bisa", "ok?", "jadi", "Avanza", "sama saja", ""]


@pytest.mark.parametrize("text", COURTESIES)
def test_thanks_and_emoji_are_courtesies(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", [*QUESTIONS, "ok " * 7, "ok" * 5000])
def test_messages_that_may_ask_something_are_not(text: str) -> None:
    assert not is_courtesy(text)
