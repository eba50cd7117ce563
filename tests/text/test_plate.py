import pytest

from autoleads.text.plate import parse_plate, plate_parity, plate_region, plate_region_name


@pytest.mark.parametrize(
    ("raw", "plate"),
    [
        ("B 1234 XYZ", "B 1234 XYZ"),
        ("b1234xyz", "B 1234 XYZ"),
        ("B-1234-XYZ", "B 1234 XYZ"),
        (" b. 1234\u00a0xyz\n", "B 1234 XYZ"),
        ("L 1 A", "L 1 A"),
        ("dk1234fa", "DK 1234 FA"),
        ("B 1", "B 1"),
        ("QQ 77 X", "QQ 77 X"),
    ],
)
def test_one_plate_has_one_form_however_it_is_written(raw: str, plate: str) -> None:
    assert parse_plate(raw) == plate


@pytest.mark.parametrize(
    "raw",
    ["", "B", "1234 XYZ", "ABC 123", "B 12345", "B 12 WXYZ", "B 1234 XY2", "Ä 12 B", "B ١٢ A"],
)
def test_what_does_not_match_the_pattern_is_no_plate(raw: str) -> None:
    assert parse_plate(raw) is None


@pytest.mark.parametrize(
    ("plate", "letters", "name"),
    [
        ("B 1234 XYZ", "B", "Jakarta, Depok, Tangerang, Bekasi"),
        ("DK 1234 FA", "DK", "Bali"),
        ("L 1 A", "L", "Surabaya"),
        ("QQ 77 X", "QQ", None),
    ],
)
def test_the_letters_name_the_region_where_they_are_known(
    plate: str, letters: str, name: str | None
) -> None:
    assert plate_region(plate) == letters
    assert plate_region_name(letters) == name


@pytest.mark.parametrize(
    ("plate", "parity"),
    [("B 1234 XYZ", "even"), ("B 1233 XYZ", "odd"), ("L 1", "odd"), ("L 10 A", "even")],
)
def test_parity_is_that_of_the_last_digit(plate: str, parity: str) -> None:
    assert plate_parity(plate) == parity


def test_no_plate_has_no_region() -> None:
    with pytest.raises(ValueError, match="plate"):
        plate_region("avanza")
