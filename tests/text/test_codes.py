import pytest

from autoleads.text.codes import MAX_CODES, CarCode, find_codes, parse_code


def written(code: CarCode) -> str:
    return f"{code.code}.{code.channel}" if code.channel else code.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [("A01", "A01"), (" #a01 ", "A01"), ("b007", "B007"), ("Z12345678", "Z12345678")],
)
def test_parse_code_returns_upper_case_with_leading_zeros(raw: str, code: str) -> None:
    assert parse_code(raw) == code


@pytest.mark.parametrize(
    "raw", ["", "#", "A1", "AB01", "01", "A01x", "A 01", "A123456789", "##A01", "Ä01", "A٠١"]
)
def test_parse_code_rejects_other_forms(raw: str) -> None:
    assert parse_code(raw) is None


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Halo, saya tertarik Toyota Avanza G 2021 (#A01)", ["A01"]),
        ("#a01", ["A01"]),
        ("kode A01 masih ada?", ["A01"]),
        ("Kode: a01", ["A01"]),
        ("kodenya #A01, kode unit B02", ["A01", "B02"]),
        ("#A01. Masih ada?", ["A01"]),
        ("#A01?", ["A01"]),
        ("#A01.ig", ["A01.ig"]),
        ("#A01.IG. Masih ada?", ["A01.ig"]),
        ("kode A01.fb_ads-1", ["A01.fb_ads-1"]),
        ("#A01." + "x" * 20, ["A01." + "x" * 20]),
        ("#A01." + "x" * 21, ["A01"]),
        ("#B02, #A01 dan #C03", ["B02", "A01", "C03"]),
        ("#A01#B02/#C03\n#D04", ["A01", "B02", "C03", "D04"]),
        ("#A01 #a01.ig #A01.fb", ["A01.ig"]),
        ("🚗#A01👍🏽", ["A01"]),
        ("#\u200da01\u200d", ["A01"]),
        ("\u2068#A01\u2069", ["A01"]),
        ("＃Ａ０１", ["A01"]),
        ("*#A01* _#B02.ig_ ~kode C03~", ["A01", "B02.ig", "C03"]),
        ("https://avanza.example/mobil/x #A01", ["A01"]),
    ],
)
def test_find_codes_returns_each_code_once_in_order_with_its_channel(
    text: str, mentions: list[str]
) -> None:
    assert [written(code) for code in find_codes(text)] == mentions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A01",
        "yang A01 ada?",
        "#A1",
        "#AB01",
        "#A01abc",
        "#A01_abc",
        "#A123456789",
        "foo#A01",
        "barkode A01",
        "kode pos 40115",
        "kode B1234XYZ",
        "https://x.example/#a01abc",
        "https://x.example/mobil#A01",
        "www.x.example/?q=(#A01)",
    ],
)
def test_find_codes_ignores_bare_codes_words_and_addresses(text: str) -> None:
    assert find_codes(text) == []


def test_find_codes_returns_at_most_max_codes() -> None:
    assert len(find_codes(" ".join(f"#A{n:04}" for n in range(1000)))) == MAX_CODES


def test_find_codes_is_linear_in_white_space() -> None:
    assert find_codes("kode" + " " * 200_000 + "A01") == []
