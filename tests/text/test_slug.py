import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.slug import MAX_LENGTH, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Toyota Avanza G 2021", "toyota-avanza-g-2021"),
        ("Honda HR-V 1.5 E (CVT)", "honda-hr-v-1-5-e-cvt"),
        ("  Citroën  C3!! ", "citroen-c3"),
        ("Ｍａｚｄａ ２", "mazda-2"),
        ("🚗🚗", "mobil"),
        ("", "mobil"),
    ],
)
def test_a_slug_is_lower_case_words_joined_by_hyphens(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_the_fallback_can_be_chosen() -> None:
    assert slugify("日本", fallback="dealer") == "dealer"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a" * 79 + " b", "a" * 79),
        ("a" * 78 + " b c", "a" * 78 + "-b"),
        ("a" * 200, "a" * MAX_LENGTH),
    ],
)
def test_a_long_slug_ends_at_a_whole_word_if_it_can(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=300))
def test_a_slug_is_its_own_slug_and_fits_an_address(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert 0 < len(slug) <= MAX_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
