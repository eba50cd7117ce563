"""Names of cars are known by ear; ordinary words are never taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.dev.corpus import read
from autoleads.text.chat import CarCriteria, understand
from autoleads.text.chat.lexicon import make_lexicon
from autoleads.text.chat.names import has_name
from autoleads.text.chat.ordinary import FALSE_FRIENDS, KNOWN_WORDS
from autoleads.text.chat.residue import SMALL_WORDS
from autoleads.text.chat.slang import WORDS
from autoleads.text.phrases import CATALOGUE

HEARD = {
    "Avanza": "afanza avanca avanzah avnza avazna afansane",
    "Xpander": "ekspender xpandar espander xspander spander",
    "Fortuner": "vortuner fotuner fortunr portunner",
    "Innova": "inoova innofa inovva",
    "Calya": "kalya calyya",
    "Xenia": "xenya xinia zenia",
    "Terios": "teryos terioz terius",
    "Harrier": "herrier harier",
    "Almaz": "almaas elmaz",
    "Pajero": "pajiro fajero pazero pajeru",
    "Brio": "brioo briyo",
    "Mobilio": "mobilyo mobillio moblio",
    "Panther": "panter",
    "Stargazer": "stargejer stargeser staragzer",
    "Creta": "krete kreta creata",
    "Confero": "konfero",
    "Ertiga": "ertigah artiga eritga",
    "Civic": "sivic sivik",
    "Alphard": "alfart alphad",
    "Rocky": "roky",
    "X-Trail": "ekstrail eks_trail",
    "Santa Fe": "santa_pe",
    "Palisade": "palisede",
    "Land Cruiser": "land_kruiser landcruser",
}
BRANDS = {
    "Suzuki": "suzuky sizuki",
    "Toyota": "tayota toyoto",
    "Hyundai": "hyundae yundai hunday",
    "Mitsubishi": "mitsubhisi misubishi",
    "Daihatsu": "daihatzu daihtsu",
    "Mercedes-Benz": "mersi",
    "Mazda": "masda",
}
ORDINARY = """
rusak juga kredit banyak serius harian terus marah kereta fokus pesta kuliah sitik kirang cinta
setia santai tanah senja kari jas koper katanya father match swipe cover travel jimmy karen satria
"""
WORDS_AND_CARS = (
    "cari city car murah",
    "do you live in the same city?",
    "in march i will come",
    "no rush",
    "swift response please",
    "berapa tenaga kuda mesinnya?",
    "note it please, for life",
    "ganti seal mesin",
)
STOCK = {"Avanza": "Toyota", "Fortuner": "Toyota", "Livina": "Nissan", "Macan": "Porsche"}
VARIANTS = [("Avanza", "1.3 G"), ("Fortuner", "VRZ"), ("Livina", "VL Limited")]


def _spellings(table: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (word.replace("_", " "), name) for name, words in table.items() for word in words.split()
    ]


@pytest.mark.parametrize(("written", "model"), _spellings(HEARD))
def test_model_is_known_by_ear_and_known_to_be_inexact(written: str, model: str) -> None:
    criteria = understand(f"{written} 2019 masih ada?").criteria
    assert criteria.model == model
    assert [names[0].endswith(model) for names in criteria.heard] == [True]


@pytest.mark.parametrize(("written", "brand"), _spellings(BRANDS))
def test_brand_is_known_by_ear(written: str, brand: str) -> None:
    criteria = understand(f"ada {written} matic?").criteria
    assert (criteria.brand, criteria.model, criteria.heard) == (brand, None, ((brand,),))


@pytest.mark.parametrize("written", ["avanza", "avansa", "ekspander", "inova", "jass", "fortunner"])
def test_common_spelling_is_exact(written: str) -> None:
    criteria = understand(f"{written} ada?").criteria
    assert criteria.model is not None
    assert criteria.heard == ()


@pytest.mark.parametrize("text", ["suzuky ertiga ada?", "ertiga suzuky ada?"])
def test_brand_by_ear_is_certain_beside_its_model(text: str) -> None:
    criteria = understand(text).criteria
    assert (criteria.brand, criteria.model, criteria.heard) == ("Suzuki", "Ertiga", ())


def test_names_equally_near_are_all_possible() -> None:
    criteria = understand("alpaz 2021 ada?").criteria
    assert criteria.model is None
    assert criteria.heard == (("Wuling Almaz", "Wuling Alvez"),)
    assert criteria.is_ambiguous


def test_of_names_equally_near_the_one_in_stock_is_meant() -> None:
    criteria = understand("alpaz 2021 ada?", models={"Alvez": "Wuling"}).criteria
    assert (criteria.model, criteria.heard) == ("Alvez", (("Wuling Alvez",),))


def test_stock_is_known_by_ear_too() -> None:
    assert understand("ada maccan ga?", models=STOCK).criteria.model == "Macan"
    assert understand("ada maccan ga?").criteria == CarCriteria()
    assert understand("makan dulu ya", models=STOCK).criteria == CarCriteria()


@pytest.mark.parametrize("word", ORDINARY.split())
def test_ordinary_word_is_no_car(word: str) -> None:
    for text in (word, f"ini {word} kak?", f"mobil {word} ada?"):
        criteria = understand(text, models=STOCK).criteria
        assert (criteria.names_a_car, criteria.heard) == (False, ())


@pytest.mark.parametrize("text", WORDS_AND_CARS)
def test_model_that_is_a_word_is_no_car_in_its_other_meaning(text: str) -> None:
    assert not understand(text, models=STOCK).criteria.names_a_car


def test_word_that_sounds_like_a_model_counts_behind_its_maker() -> None:
    assert understand("suzuki jimmy ada?").criteria.model == "Jimny"
    assert understand("honda siti 2018").criteria.model == "City"
    assert understand("suzuki cari yang murah").criteria.model is None


def test_no_word_that_is_known_is_heard_as_a_name() -> None:
    phrases = [word for texts in CATALOGUE.values() for text in texts for word in text.split()]
    known = [*SMALL_WORDS, *WORDS, *KNOWN_WORDS, *FALSE_FRIENDS, *map(str.casefold, phrases)]
    lexicon = make_lexicon(STOCK)
    assert [word for word in known if lexicon.hear(word, None)] == []


def test_no_message_of_the_corpora_names_more_cars_by_ear_than_it_says() -> None:
    for example in [*read("corpus.txt"), *read("holdout.txt")]:
        criteria = understand(example.text, models=STOCK).criteria
        if "heard" not in example.meaning:
            assert criteria.heard == (), example.text


def test_own_car_by_ear_is_not_looked_for() -> None:
    understanding = understand("mau tt afanza 2015 saya sama ekspender 2020")
    assert understanding.trade_in is not None
    assert understanding.trade_in.model == "Avanza"
    assert understanding.criteria.model == "Xpander"


def test_name_by_ear_can_be_excluded() -> None:
    assert understand("cari mpv bukan afanza").criteria.excluded == frozenset({"Avanza"})


@pytest.mark.parametrize(
    ("text", "model", "variant"),
    [
        ("avanza g harga brp", "Avanza", "G"),
        ("avanza tipe G 2018", "Avanza", "G"),
        ("avanza yang g", "Avanza", "G"),
        ("avanza 1.3 g manual ada?", "Avanza", "G"),
        ("avanza manual 2018 1.3 g brp", "Avanza", "G"),
        ("yang G ada?", None, "G"),
        ("yg rs brp?", None, "RS"),
        ("brio satya", "Brio", "Satya"),
        ("xpander cross 2021", "Xpander", "Cross"),
        ("xpander ultimet", "Xpander", "Ultimate"),
        ("pajero dakar ada", "Pajero", "Dakar"),
        ("innova zenix", "Innova", "Zenix"),
        ("livina vl ada?", "Livina", "VL"),
        ("avanza vl ada?", "Avanza", None),
        ("avanza g atau e?", "Avanza", None),
        ("brio rs apa satya?", "Brio", None),
        ("yang g minus kan?", None, None),
        ("kijang g ada surat?", "Innova", None),
        ("rs ada?", None, None),
    ],
)
def test_variant_counts_beside_its_model(text: str, model: str | None, variant: str | None) -> None:
    criteria = understand(text, models=STOCK, variants=VARIANTS).criteria
    assert (criteria.model, criteria.variant) == (model, variant)


def test_each_model_has_its_own_variant() -> None:
    criteria = understand("cari avanza atau fortuner vrz").criteria
    assert (criteria.model, criteria.variant) == ("Avanza", None)
    assert (criteria.other_models, criteria.other_variants) == (("Fortuner",), ("VRZ",))


def _seconds(text: str) -> float:
    started = time.process_time()
    understand(text, models=STOCK)
    return time.process_time() - started


@pytest.mark.parametrize(
    "unit",
    ["afanzu ", "tt afanza saya sama ", "eks pander ", "x" * 19 + " ", "xkzvyhc", "yang g ",
     "avanza g atau "],
)  # fmt: skip
def test_names_by_ear_take_no_time_in_any_text(unit: str) -> None:
    understand(unit, models=STOCK)
    assert min(_seconds(unit * 4_000) for _ in range(3)) < 0.05


def test_many_words_never_seen_take_no_time() -> None:
    letters = "abcdefghij"
    words = [a + b + c + "wonk" for a in letters for b in letters for c in letters]
    lexicon = make_lexicon(STOCK)
    seconds: list[float] = []
    for start in (0, 250, 500):
        started = time.process_time()
        assert not has_name(words[start : start + 250], lexicon)
        seconds.append(time.process_time() - started)
    assert min(seconds) < 0.05


@given(st.lists(st.text("aehijksvxyz", min_size=1, max_size=25), max_size=20))
def test_any_words_can_be_heard(words: list[str]) -> None:
    assert has_name(words, make_lexicon(STOCK)) in (True, False)
