from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.phone import (
    canonical_label,
    digits,
    format_phone,
    parse_gateway_phone,
    parse_phone,
    same_number,
    whatsapp_url,
)

NO_NUMBERS = [
    "",
    " ",
    "+",
    "abc",
    "0812",
    "08123",
    "08123456",
    "0123456789",
    "0812345678901234",
    "0812-3456-7890 / 0813-3456-7890",
    "0812ABC7890",
    "+0812 3456 7890",
    "120363000000000001@g.us",
    "6281290001116-1600000000@g.us",
    "6281290001116-1600000000",
    "100000000000001@lid",
    "6281234567890@lid",
    "status@broadcast",
    "6281234567890@evil.example",
    "9" * 5000,
    "٠٨١٢٣٤٥٦٧٨٩٠",
]


@pytest.mark.parametrize(
    "raw",
    [
        "0812-3456-7890",
        "0812 3456 7890",
        "812 3456 7890",
        "081234567890",
        "6281234567890",
        "+62 812-3456-7890",
        "006281234567890",
        "62 0812 3456 7890",
        "+62 (0)812 3456 7890",
        "+62.812.3456.7890",
        "6281234567890@s.whatsapp.net",
        "6281234567890@c.us",
        "6281234567890:12@s.whatsapp.net",
        "\u202a+62 812\u20113456\u20117890\u202c",
        "\t0812\u00a03456\u00a07890\x00\n",
    ],
)
def test_parse_phone_normalises_indonesian_numbers(raw: str) -> None:
    assert parse_phone(raw) == "+6281234567890"


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("(021) 765-4321", "+62217654321"),
        ("031-567890", "+6231567890"),
        ("+65 9123 0000", "+6591230000"),
        ("0065 9123 0000", "+6591230000"),
        ("6591230000", "+6591230000"),
        ("60123456789", "+60123456789"),
        ("6591230000@s.whatsapp.net", "+6591230000"),
        ("+1 555 000 1234", "+15550001234"),
    ],
)
def test_parse_phone_reads_landlines_and_foreign_numbers(raw: str, e164: str) -> None:
    assert parse_phone(raw) == e164


@pytest.mark.parametrize("raw", NO_NUMBERS)
def test_parse_phone_rejects_other_texts(raw: str) -> None:
    assert parse_phone(raw) is None


@given(st.text("0123456789+-() @:.suwhatpnec", max_size=24))
def test_parse_phone_is_idempotent(raw: str) -> None:
    e164 = parse_phone(raw)
    if e164 is not None:
        assert parse_phone(e164) == e164
        assert parse_gateway_phone(digits(e164)) == e164


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("6281290001111", "+6281290001111"),
        ("081290001111", "+6281290001111"),
        ("6281290001111:3@s.whatsapp.net", "+6281290001111"),
        ("6591230000", "+6591230000"),
        ("60123456789", "+60123456789"),
        ("819012345678", "+819012345678"),
        ("628400000001", "+628400000001"),
    ],
)
def test_parse_gateway_phone_reads_the_country_first(raw: str, e164: str) -> None:
    assert parse_gateway_phone(raw) == e164


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "abc",
        "120363000000000001@g.us",
        "120363000000000001",
        "100000000000001@lid",
        "status@broadcast",
    ],
)
def test_parse_gateway_phone_rejects_groups_and_privacy_ids(raw: str) -> None:
    assert parse_gateway_phone(raw) is None


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+62217654321", "(021) 7654321"),
        ("+6591230000", "+65 9123 0000"),
    ],
)
def test_format_phone(e164: str, shown: str) -> None:
    assert format_phone(e164) == shown


def test_whatsapp_url_carries_the_text_unchanged() -> None:
    text = "Halo, saya tertarik Toyota Avanza G 2021 (#A01) & ?"
    url = whatsapp_url("+6281234567890", text)
    assert url.startswith("https://wa.me/6281234567890?text=Halo%2C%20saya%20")
    assert "%23A01" in url
    assert parse_qs(urlsplit(url).query) == {"text": [text]}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("081100000001", "6281100000001"),
        ("+62 811-0000-0001", "81100000001"),
        ("6281100000001:2@s.whatsapp.net", "081100000001"),
        ("08000000", "628000000"),
        ("12345678", "1234-5678"),
    ],
)
def test_same_number_compares_any_forms(a: str, b: str) -> None:
    assert same_number(a, b)
    assert same_number(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("081100000001", "081100000002"), ("", ""), ("toko", "toko"), ("1@lid", "1@lid")]
)
def test_same_number_is_false_for_other_numbers_and_texts(a: str, b: str) -> None:
    assert not same_number(a, b)


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("081100000001", "6281100000001"),
        ("6281100000001", "6281100000001"),
        ("+62 811 0000 0001", "6281100000001"),
        ("12345678", "12345678"),
        ("623456789012345", "623456789012345"),
        ("1234567", None),
        ("1234567890123456", None),
        ("toko-1", None),
        ("", None),
    ],
)
def test_canonical_label_has_eight_to_fifteen_digits(raw: str, label: str | None) -> None:
    assert canonical_label(raw) == label
