"""Filters that show a value as people write it: `{{ car.price | rupiah }}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from autoleads.text import dates
from autoleads.text.numbers import format_cc, format_km
from autoleads.text.phone import format_phone
from autoleads.text.rupiah import format_rupiah, format_rupiah_short
from autoleads.views.language import current_language, current_zone


def date_filter(day: date) -> str:
    """Return a date such as `26 November 2026`."""
    return dates.format_date(_local(day), current_language())


def month_filter(day: date) -> str:
    """Return the month of a day, such as `Juni 2027`."""
    return dates.format_month(_local(day), current_language())


def clock_filter(moment: datetime) -> str:
    """Return the time of day of a moment, such as `09.30`."""
    return dates.format_clock(moment.astimezone(current_zone()), current_language())


def time_ago_filter(moment: datetime) -> str:
    """Return the distance to a moment in the past, such as `3 menit yang lalu`."""
    return dates.time_ago(moment, datetime.now(UTC), current_language())


def _local(day: date) -> date:
    """Return a moment in the tenant's time zone; a date as it is."""
    return day.astimezone(current_zone()) if isinstance(day, datetime) else day


FILTERS: dict[str, Callable[..., str]] = {
    "rupiah": format_rupiah,
    "rupiah_short": format_rupiah_short,
    "km": format_km,
    "cc": format_cc,
    "phone": format_phone,
    "date": date_filter,
    "month": month_filter,
    "clock": clock_filter,
    "time_ago": time_ago_filter,
}
