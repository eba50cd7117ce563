"""Excerpts show the words that were searched for, wherever they stand in a text."""

from __future__ import annotations

import pytest

from autoleads.text.excerpt import LENGTH, Part, excerpt


def shown(text: str, *words: str) -> str:
    """Return an excerpt with its words in brackets."""
    parts = excerpt(text, words)
    return "".join(f"[{part.text}]" if part.is_word else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Bisa DP 20 juta?", ["dp"], "Bisa [DP] 20 juta?"),
        ("dp berapa, dp minimal", ["dp", "minimal"], "[dp] berapa, [dp] [minimal]"),
        ("warna\n\nputih", ["putih"], "warna [putih]"),
        ("100% asli", ["%"], "100[%] asli"),
        ("a.b axb", ["a.b"], "[a.b] axb"),
        ("avanza", ["ava", "avanza"], "[avanza]"),
        ("tidak ada", ["mobil"], "tidak ada"),
        ("tanpa kata", [], "tanpa kata"),
        ("", ["x"], ""),
    ],
)
def test_the_words_are_parts_of_their_own(text: str, words: list[str], expected: str) -> None:
    assert shown(text, *words) == expected


def test_a_long_text_is_shown_around_the_first_word() -> None:
    text = "awal " * 100 + "BPKB aman " + "akhir " * 100

    [before, word, after] = excerpt(text, ["bpkb"])

    assert word == Part("BPKB", is_word=True)
    assert before.text.startswith("…")
    assert before.text.endswith("awal ")
    assert after.text.endswith("…")
    assert len(before.text + word.text + after.text) == LENGTH + 2
