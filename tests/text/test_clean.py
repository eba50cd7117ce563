import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.clean import clean_line, clean_text, normalize

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b", "ab"),
        ("a\ud83db", "ab"),
        ("a\x1b[31m\x7f\x85b", "a[31mb"),
        ("a\u202eb\u2066c", "abc"),
        ("satu\r\ndua\rtiga\n", "satu\ndua\ntiga\n"),
        ("kolom\tdua", "kolom\tdua"),
        ("cafe\u0301", "café"),
        ("👨‍👩‍👧 oke", "👨‍👩‍👧 oke"),
    ],
)
def test_clean_text_removes_unstorable_and_misleading_characters(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(ANY_TEXT)
def test_clean_text_is_storable_and_idempotent(raw: str) -> None:
    clean = clean_text(raw)
    assert "\x00" not in clean
    assert clean.encode().decode() == clean == clean_text(clean)


@pytest.mark.parametrize(
    ("raw", "line"), [("  Budi \r\n\t Santoso\u00a0", "Budi Santoso"), ("\n\x00 ", "")]
)
def test_clean_line_collapses_white_space(raw: str, line: str) -> None:
    assert clean_line(raw) == line


@pytest.mark.parametrize("pair", ["\u0301\u0316", "\u0f73\u0316", "\uff9e\u0301"])
def test_normalize_drops_excessive_combining_marks(pair: str) -> None:
    assert len(normalize("NFKC", "e" + pair * 50_000 + "x")) < 100
