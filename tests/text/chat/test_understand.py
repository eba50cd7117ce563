"""Every message of the corpus is understood, and any text is read without an error."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.dev.corpus import Example, observed, read
from autoleads.text.chat import CarCriteria, Intent, Understanding, understand

CORPUS = read("corpus.txt")
HOLDOUT = read("holdout.txt")


def _name(example: Example) -> str:
    return example.text.replace("\n", " / ")


@pytest.mark.parametrize("example", CORPUS, ids=_name)
def test_customer_message_is_understood(example: Example) -> None:
    understanding = understand(example.text)
    assert understanding.intents == example.intents
    assert observed(understanding, example) == example.meaning


def test_the_corpus_speaks_of_every_intent() -> None:
    assert frozenset().union(*(example.intents for example in CORPUS)) == frozenset(Intent)
    assert len({example.text for example in CORPUS}) >= 260


def test_most_messages_of_an_unseen_corpus_are_understood() -> None:
    found = [(understand(example.text).intents, example.intents) for example in HOLDOUT]
    hits = sum(len(seen & expected) for seen, expected in found)
    assert hits / sum(len(expected) for _, expected in found) >= 0.85
    assert hits / sum(len(seen) for seen, _ in found) >= 0.85


@pytest.mark.parametrize("example", CORPUS, ids=_name)
def test_case_is_ignored(example: Example) -> None:
    assert understand(example.text.upper()) == understand(example.text.lower())


_SNIPPETS = st.sampled_from([word for example in CORPUS for word in example.text.split()])
_CHATTER = st.lists(_SNIPPETS, max_size=40).map(" ".join)


@given(st.text() | _CHATTER | st.text("0123456789.,- jtrbkm%#abpt?\n", max_size=200))
def test_no_text_breaks_it_and_the_same_text_means_the_same(text: str) -> None:
    understanding = understand(text)
    assert isinstance(understanding, Understanding)
    assert understand(text) == understanding


@given(_CHATTER)
def test_amounts_beyond_the_range_of_a_car_are_ignored(text: str) -> None:
    understanding = understand(text)
    for criteria in (understanding.criteria, understanding.trade_in or CarCriteria()):
        assert all(
            1980 <= year <= 2039
            for year in (criteria.year_min, criteria.year_max)
            if year is not None
        )
        assert all(
            0 < price < 10**12
            for price in (criteria.price_min, criteria.price_max)
            if price is not None
        )
        assert criteria.km_max is None or 0 <= criteria.km_max < 10**7
    assert all(20_000_000 <= amount < 10**12 for amount in understanding.sums)
    assert understanding.offer is None or understanding.offer in understanding.sums
    assert 0 <= (understanding.down_payment or 0) < 10**12
    assert 0 <= (understanding.down_payment_percent or 0) < 100
    instalment = understanding.instalment_max
    assert instalment is None or 300_000 <= instalment <= 50_000_000
    assert all(6 <= months <= 96 for months in understanding.tenors)


@pytest.mark.parametrize(
    "unit",
    ["a", "1", "1.", "1 - ", "dp ", "2018 - ", "bukan ", "avanza ", "a" * 7 + " ",
     "? ", "km 1 ", "tt avanza saya ",
     "budget saya ", "jangan chat ", "#A01", "https://a", "\n", "🙏", "ﷺ",
     "bisa di ", "100 jt net ", "setengah ", "satu ", "seratus and ", "juta ", "dp di ", "3 tahun ",
     "3 / ", "12,", "cicil 3 ", "perbulan ", "sanggup ", "deal di ", "angka ", "0812 ", "tenor 3 ",
     "gaji saya ", "sekitar ", "cicil 2500 ", "CAR 18 ", "avanza 18 ", "18 tahun ",
     "30 persen ", "170 aja "],
)  # fmt: skip
def test_a_very_long_message_takes_no_longer_than_its_beginning(unit: str) -> None:
    message = (unit * 60_000)[:60_000]
    started = time.process_time()
    understand(message)
    assert time.process_time() - started < 0.5


def test_text_after_two_thousand_characters_is_not_read() -> None:
    assert understand("x " * 1000 + "harga berapa?").intents == frozenset()


def test_a_suffix_of_a_region_changes_nothing() -> None:
    for text in ("hargana", "hargane", "hargaji", "hargalah", "hargakah"):
        assert understand(f"{text} avanza").intents == {Intent.PRICE}
    assert understand("avanza adalah mobil keluarga").intents == frozenset()


def test_models_in_stock_are_known_with_their_brand() -> None:
    criteria = understand("maxus g50 2022 ada?", models={"G50": "Maxus"}).criteria
    assert (criteria.brand, criteria.model, criteria.year_min) == ("Maxus", "G50", 2022)


def test_spelling_in_stock_of_a_known_model_wins() -> None:
    assert understand("hr-v ada?", models={"HRV": "Honda"}).criteria.model == "HRV"
    assert understand("mazda 2 ada?", models={"Mazda2": "Mazda"}).criteria.model == "Mazda2"


def test_model_that_is_an_everyday_word_counts_only_after_its_brand() -> None:
    models = {"Ada": "Lada"}
    assert understand("masih ada?", models=models).criteria == CarCriteria()
    assert understand("lada ada 2015 masih?", models=models).criteria.model == "Ada"


def test_car_the_customer_owns_is_not_searched_for() -> None:
    understanding = understand("mau tukar tambah avanza 2015 saya")
    assert understanding.criteria == CarCriteria()
    assert understanding.trade_in == CarCriteria(
        brand="Toyota", model="Avanza", year_min=2015, year_max=2015
    )


@pytest.mark.parametrize("text", ["", "   ", "👍", "🙏🙏", "\u200b", "…", "\x00"])
def test_empty_text_has_no_intent(text: str) -> None:
    assert understand(text) == Understanding()
