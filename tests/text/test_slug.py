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
def test_slugify_joins_lower_case_words_by_hyphens(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_slugify_returns_the_fallback_without_words() -> None:
    assert slugify("日本", fallback="dealer") == "dealer"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a" * 79 + " b", "a" * 79),
        ("a" * 78 + " b c", "a" * 78 + "-b"),
        ("a" * 200, "a" * MAX_LENGTH),
    ],
)
def test_slugify_cuts_long_names_at_a_word(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(max_size=300))
def test_slugify_is_idempotent_and_safe_in_urls(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert 0 < len(slug) <= MAX_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
