"""Dates and times as people read them, by the CLDR tables of Babel.

`language` is a code of `phrases.LANGUAGES`; moments are shown in the time zone that they carry.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time, format_timedelta

LOCALES = {"id": Locale("id"), "en": Locale("en", "GB")}


def format_date(day: date, language: str) -> str:
    """Return a date such as `26 November 2026`."""
    return babel_date(day, "long", locale=LOCALES[language])


def format_short_date(day: date, language: str) -> str:
    """Return a date such as `26 Nov`."""
    return babel_date(day, "d MMM", locale=LOCALES[language])


def format_weekday_date(day: date, language: str) -> str:
    """Return a date such as `Kamis, 26 November`."""
    return babel_date(day, "EEEE, d MMMM", locale=LOCALES[language])


def format_month(day: date, language: str) -> str:
    """Return the month of a day, such as `Juni 2027`."""
    return babel_date(day, "MMMM yyyy", locale=LOCALES[language])


def format_clock(moment: datetime, language: str) -> str:
    """Return a time of day such as `09.30`."""
    return format_time(moment, "short", tzinfo=moment.tzinfo, locale=LOCALES[language])


def weekday_name(number: int, language: str) -> str:
    """Return the name of a weekday, Monday being 0."""
    return str(LOCALES[language].days["format"]["wide"][number])


def time_ago(moment: datetime, now: datetime, language: str) -> str:
    """Return the distance to a moment in the past, such as `3 menit yang lalu`.

    A clock may be ahead: a moment in the future counts as a second ago.
    """
    elapsed = max(now - moment, timedelta(seconds=1))
    return format_timedelta(-elapsed, add_direction=True, locale=LOCALES[language])
