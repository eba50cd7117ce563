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
def test_parse_plate_normalises_case_and_separators(raw: str, plate: str) -> None:
    assert parse_plate(raw) == plate


@pytest.mark.parametrize(
    "raw",
    ["", "B", "1234 XYZ", "ABC 123", "B 12345", "B 12 WXYZ", "B 1234 XY2", "Ä 12 B", "B ١٢ A"],
)
def test_parse_plate_rejects_other_texts(raw: str) -> None:
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
def test_plate_region_and_its_name(plate: str, letters: str, name: str | None) -> None:
    assert plate_region(plate) == letters
    assert plate_region_name(letters) == name


@pytest.mark.parametrize(
    ("plate", "parity"),
    [("B 1234 XYZ", "even"), ("B 1233 XYZ", "odd"), ("L 1", "odd"), ("L 10 A", "even")],
)
def test_plate_parity_follows_the_last_digit(plate: str, parity: str) -> None:
    assert plate_parity(plate) == parity


def test_plate_region_of_other_texts_raises_value_error() -> None:
    with pytest.raises(ValueError, match="plate"):
        plate_region("avanza")
