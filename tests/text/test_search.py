import pytest

from autoleads.text.search import MAX_WORDS, SPELLINGS, search_text, search_words

STOCK = {
    "innova": search_text(
        brand="Toyota", model="Kijang Innova", variant="2.0 G", code="I01", year=2019
    ),
    "zenix": search_text(brand="Toyota", model="Innova Zenix", variant=None, code="I02", year=2023),
    "kijang": search_text(brand="Toyota", model="Kijang", variant="LGX", code="K01", year=2003),
    "hrv": search_text(brand="Honda", model="HR-V", variant="1.5 E", code="A01", year=2021),
    "hrv-joined": search_text(
        brand="Honda", model="HRV", variant="Prestige", code="A02", year=2018
    ),
    "crv": search_text(brand="Honda", model="CR-V", variant=None, code="C01", year=2020),
    "brv": search_text(brand="Honda", model="BR V", variant=None, code="B01", year=2020),
    "xpander": search_text(
        brand="Mitsubishi", model="Xpander", variant="Ultimate", code="X01", year=2021
    ),
    "xtrail": search_text(brand="Nissan", model="X-Trail", variant="2.5", code="T01", year=2016),
    "mercedes": search_text(
        brand="Mercedes-Benz", model="C 200", variant="Avantgarde", code="M01", year=2021
    ),
    "vw": search_text(brand="VW", model="Polo", variant=None, code="V01", year=2015),
    "mazda": search_text(brand="Mazda", model="CX-5", variant="Élite", code=None, year=2017),
}


def found(query: str) -> set[str]:
    words = search_words(query)
    return {
        name for name, haystack in STOCK.items() if all(f" {word}" in haystack for word in words)
    }


@pytest.mark.parametrize(
    ("query", "cars"),
    [
        ("inova", {"innova", "zenix"}),
        ("INNOVA 2019", {"innova"}),
        ("kijang", {"innova", "zenix", "kijang"}),
        ("kijang innova", {"innova", "zenix"}),
        ("hrv", {"hrv", "hrv-joined"}),
        ("HR-V", {"hrv", "hrv-joined"}),
        ("hr v", {"hrv", "hrv-joined"}),
        ("brv", {"brv"}),
        ("BR-V", {"brv"}),
        ("crv 2020", {"crv"}),
        ("xpender", {"xpander"}),
        ("expander ultimate", {"xpander"}),
        ("xtrail", {"xtrail"}),
        ("x-trail", {"xtrail"}),
        ("x trail", {"xtrail"}),
        ("mercy", {"mercedes"}),
        ("mercedes benz", {"mercedes"}),
        ("Mercedes-Benz c200", {"mercedes"}),
        ("volkswagen", {"vw"}),
        ("vw polo", {"vw"}),
        ("cx5", {"mazda"}),
        ("cx 5 elite", {"mazda"}),
        ("#a01", {"hrv"}),
        ("honda 1.5", {"hrv"}),
        ("xpan", {"xpander"}),
        ("pander", set()),
        ("honda 2016", set()),
        ("100%", set()),
    ],
)
def test_search_words_begin_words_of_the_matching_cars_only(query: str, cars: set[str]) -> None:
    assert found(query) == cars


def test_search_text_has_names_joined_and_split() -> None:
    haystack = STOCK["mercedes"]
    assert haystack.startswith(" ")
    assert haystack.endswith(" ")
    assert {"mercedesbenz", "mercedes", "benz", "m01", "2021"} <= set(haystack.split())


@pytest.mark.parametrize("query", ["", " ", "%_\\", "🚗", "\x00\ud800"])
def test_search_without_letters_and_digits_has_no_words(query: str) -> None:
    assert search_words(query) == []


def test_search_words_need_no_escaping_in_like() -> None:
    assert search_words("a%b_c\\d 'e'") == ["a", "bc", "d", "e"]


def test_search_words_are_unique_and_limited() -> None:
    assert search_words("brio Brio brio matic") == ["brio", "matic"]
    assert len(search_words(" ".join(str(n) for n in range(100)))) == MAX_WORDS


def test_spellings_are_not_chained() -> None:
    assert SPELLINGS["kijang"] == "innova"
    assert not set(SPELLINGS.values()) & set(SPELLINGS)
