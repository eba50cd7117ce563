import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.rupiah import MAX_RUPIAH, format_rupiah, format_rupiah_short, parse_rupiah

AMOUNTS = st.integers(0, MAX_RUPIAH)


@pytest.mark.parametrize(
    ("n", "full"),
    [
        (0, "Rp 0"),
        (999, "Rp 999"),
        (185_000_000, "Rp 185.000.000"),
        (MAX_RUPIAH, "Rp 999.999.999.999"),
    ],
)
def test_format_rupiah_groups_thousands_with_dots(n: int, full: str) -> None:
    assert format_rupiah(n) == full


@pytest.mark.parametrize(
    ("n", "short"),
    [
        (750, "Rp 750"),
        (750_000, "Rp 750 rb"),
        (999_949, "Rp 999,9 rb"),
        (999_950, "Rp 1 jt"),
        (185_000_000, "Rp 185 jt"),
        (187_500_000, "Rp 187,5 jt"),
        (187_450_000, "Rp 187,5 jt"),
        (187_449_999, "Rp 187,4 jt"),
        (999_949_999, "Rp 999,9 jt"),
        (999_990_000, "Rp 1 M"),
        (1_250_000_000, "Rp 1,25 M"),
        (1_050_000_000, "Rp 1,05 M"),
        (1_500_000_000, "Rp 1,5 M"),
        (MAX_RUPIAH, "Rp 1.000 M"),
    ],
)
def test_format_rupiah_short_rounds_half_up_then_promotes(n: int, short: str) -> None:
    assert format_rupiah_short(n) == short


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("185jt", 185_000_000),
        ("187,5 juta", 187_500_000),
        ("187.5jt", 187_500_000),
        ("150 jutaan", 150_000_000),
        ("1,2 M", 1_200_000_000),
        ("1.25 milyar", 1_250_000_000),
        ("1.250 jt", 1_250_000_000),
        ("1.250,5 jt", 1_250_500_000),
        ("750rb", 750_000),
        ("500k", 500_000),
        ("1.250.000.000", 1_250_000_000),
        ("Rp185,000,000", 185_000_000),
        ("Rp. 185.000.000,-", 185_000_000),
        ("RP\u00a0185.000.000,00", 185_000_000),
        ("185000000", 185_000_000),
        ("150", 150),
        ("999.999.999.999", MAX_RUPIAH),
    ],
)
def test_parse_rupiah_reads_common_forms(text: str, n: int) -> None:
    assert parse_rupiah(text) == n


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rp",
        "jt",
        "-5 jt",
        "187,5",
        "1.2500.000",
        "1.250,000.000",
        "12.34.56",
        "1,2345 M",
        "150 atau 160 jt",
        "150 km",
        "1000000000000",
        "1,250 M",
        "9" * 5000,
        "١٥٠ jt",
    ],
)
def test_parse_rupiah_rejects_ambiguous_texts(text: str) -> None:
    assert parse_rupiah(text) is None


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("150", 150_000_000),
        ("Rp 150", 150_000_000),
        ("187,5", 187_500_000),
        ("1200", 1_200_000_000),
        ("150.000.000", 150_000_000),
        ("150000000", 150_000_000),
        ("150rb", 150_000),
    ],
)
def test_parse_rupiah_reads_bare_numbers_as_millions_on_request(text: str, n: int) -> None:
    assert parse_rupiah(text, bare_millions=True) == n


@given(AMOUNTS)
def test_parse_rupiah_reads_format_rupiah(n: int) -> None:
    assert parse_rupiah(format_rupiah(n)) == n


@given(st.integers(0, MAX_RUPIAH - 10**9))
def test_format_rupiah_short_is_within_half_of_its_last_digit(n: int) -> None:
    read = parse_rupiah(format_rupiah_short(n))
    assert read is not None
    last_digit = 100 if n < 999_950 else 10**5 if n < 999_950_000 else 10**7
    assert abs(read - n) <= last_digit // 2
