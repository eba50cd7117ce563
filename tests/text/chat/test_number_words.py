"""Numbers in words become digits where they are amounts, and stay words elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.chat.number_words import to_digits
from autoleads.text.chat.spoken_numbers import NUMBER_WORDS

AMOUNTS = {
    "delapan puluh juta": "80 jt",
    "seratus lima puluh": "150",
    "seratus delapan puluh lima juta lima ratus ribu": "185,5 jt",
    "di bawah dua ratus": "di bawah 200",
    "dua ratusan": "200 an",
    "dua ratusan juta": "200 jt an",
    "dua ratus lima puluh jutaan": "250 jt an",
    "seratusan": "100 an",
    "sejuta": "1 jt",
    "sejutaan": "1 jt an",
    "setengah juta": "0,5 jt",
    "dua setengah juta": "2,5 jt",
    "dua juta setengah": "2,5 jt",
    "dua juta lima ratus": "2,5 jt",
    "dua koma lima juta": "2,5 jt",
    "1 setengah juta": "1,5 jt",
    "1 juta 500 ribu": "1,5 jt",
    "satu setengah miliar": "1500 jt",
    "lima tahun": "5 tahun",
    "tenor setahun": "tenor 1 tahun",
    "tenor tiga atau empat tahun": "tenor 3 atau 4 tahun",
    "tiga empat tahun": "3 / 4 tahun",
    "empat puluh delapan bulan": "48 bulan",
    "tahun dua ribu delapan belas": "tahun 2018",
    "tahun sembilan belas": "tahun 19",
    "seribu lima ratus cc": "1500 cc",
    "satu tujuh lima gimana": "175 gimana",
    "satu tujuh puluh": "170",
    "seratus delapan lima": "185",
    "dp nol": "dp 0",
    "dp lima": "dp 5",
    "tangan satu": "tangan 1",
    "budget cepek": "budget 100",
    "limo puluh yuta": "50 jt",
    "eighty million": "80 jt",
    "a hundred million": "a 100 jt",
    "one hundred and fifty": "150",
    "one seventy": "170",
    "three or four years": "3 or 4 years",
}
TALK = [
    "salah satu",
    "satu unit",
    "dua mobil",
    "kami dua bersaudara",
    "dua dua nya",
    "tes satu dua tiga",
    "setengah jam",
    "jam setengah sembilan",
    "ratusan juta",
    "this one",
    "20 juta",
    "dp 20 juta 48 bulan",
    "150 jt 2 unit",
]
_OTHERS = ["juta", "koma", "and", "tahun", "atau", "7", "2,5"]
_WORDS = st.sampled_from([*sorted(NUMBER_WORDS), *_OTHERS])


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items(), ids=AMOUNTS)
def test_numbers_in_words_become_digits(text: str, expected: str) -> None:
    assert " ".join(to_digits(text.split())) == expected


@pytest.mark.parametrize("text", TALK)
def test_ordinary_talk_stays_as_it_is(text: str) -> None:
    assert " ".join(to_digits(text.split())) == text


@given(st.lists(_WORDS, max_size=60))
def test_any_row_of_number_words_is_read(words: list[str]) -> None:
    for word in to_digits(words):
        assert word in words or word in ("jt", "rb", "an", "/", "tahun") or word[0].isdigit()
