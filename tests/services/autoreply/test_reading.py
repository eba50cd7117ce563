"""The messages that wait together are understood once per turn."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from autoleads.text import chat as text_chat
from autoleads.text.chat.normal import raw_words
from tests.support.chat import Chat

BATCH = ("halo", "lokasi?", "buka jam berapa?", "bisa tukar tambah?", "makasih")


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were understood, in order."""
    texts: list[str] = []

    def record(text: str, codes: Collection[str] = ()) -> list[str]:
        texts.append(text)
        return raw_words(text, codes)

    monkeypatch.setattr(text_chat, "raw_words", record)
    return texts


def test_a_batch_is_understood_once_per_message_and_once_joined(
    chat: Chat, understood: list[str]
) -> None:
    chat.ask("info dong")
    understood.clear()
    assert "Jl. Merdeka 17" in chat.ask(*BATCH)
    assert sorted(understood) == sorted([*BATCH, "info dong", "\n".join(BATCH)])


def test_a_single_message_is_understood_once(chat: Chat, understood: list[str]) -> None:
    chat.ask("lokasi?")
    assert understood == ["lokasi?"]


def test_an_opt_out_is_understood_once(chat: Chat, understood: list[str]) -> None:
    chat.ask("stop", "makasih")
    assert understood == ["stop", "makasih"]
