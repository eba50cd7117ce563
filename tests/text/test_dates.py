from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from autoleads.text.dates import format_clock, format_date, format_month, time_ago, weekday_name

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "shown"), [("id", "17 Agustus 2026"), ("en", "17 August 2026")]
)
def test_format_date_names_the_month(language: str, shown: str) -> None:
    assert format_date(date(2026, 8, 17), language) == shown


@pytest.mark.parametrize(("language", "shown"), [("id", "Mei 2027"), ("en", "May 2027")])
def test_format_month(language: str, shown: str) -> None:
    assert format_month(date(2027, 5, 31), language) == shown


@pytest.mark.parametrize(("language", "shown"), [("id", "19.00"), ("en", "19:00")])
def test_format_clock_shows_the_zone_of_the_moment(language: str, shown: str) -> None:
    assert format_clock(NOON.astimezone(ZoneInfo("Asia/Jakarta")), language) == shown


@pytest.mark.parametrize(
    ("number", "language", "name"),
    [(0, "id", "Senin"), (4, "id", "Jumat"), (6, "id", "Minggu"), (0, "en", "Monday")],
)
def test_weekday_name_begins_with_monday(number: int, language: str, name: str) -> None:
    assert weekday_name(number, language) == name


@pytest.mark.parametrize(
    ("elapsed", "language", "shown"),
    [
        (timedelta(minutes=3), "id", "3 menit yang lalu"),
        (timedelta(hours=2), "id", "2 jam yang lalu"),
        (timedelta(days=1), "en", "1 day ago"),
        (timedelta(days=5), "en", "5 days ago"),
        (timedelta(0), "id", "1 detik yang lalu"),
        (-timedelta(seconds=30), "id", "1 detik yang lalu"),
    ],
)
def test_time_ago(elapsed: timedelta, language: str, shown: str) -> None:
    assert time_ago(NOON - elapsed, NOON, language) == shown
