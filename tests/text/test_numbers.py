import pytest

from autoleads.text.numbers import format_cc, format_km


@pytest.mark.parametrize(
    ("km", "shown"),
    [(0, "0 km"), (950, "950 km"), (47_500, "47.500 km"), (1_250_000, "1.250.000 km")],
)
def test_format_km_groups_thousands_with_dots(km: int, shown: str) -> None:
    assert format_km(km) == shown


def test_format_cc_groups_thousands_with_dots() -> None:
    assert format_cc(1496) == "1.496 cc"
