import re

import pytest

from autoleads.text.colors import COLOR_OF_WORD, COLORS, color_pattern


@pytest.mark.parametrize(
    ("color", "written"),
    [
        ("coklat", "Cokelat Metalik"),
        ("hitam", "Attitude Black"),
        ("abu-abu", "abu-abu tua"),
        ("abu-abu", "Magnetic Gray"),
        ("merah", "MERAH MAROON"),
    ],
)
def test_color_pattern_finds_spellings_in_stock(color: str, written: str) -> None:
    assert re.search(color_pattern(color), written, re.IGNORECASE)


def test_every_word_means_one_color() -> None:
    assert len(COLOR_OF_WORD) == sum(map(len, COLORS.values()))
