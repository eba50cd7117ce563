"""Single fields of Fonnte's payloads, where numbers and booleans may be strings and absent values are empty."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from autoleads.gateways.base import Payload
from autoleads.text.clean import clean_line, clean_text
from autoleads.text.phone import canonical_label

LINE_LIMIT = 300
JAKARTA = timezone(timedelta(hours=7))
"""Fonnte is run from Indonesia: a date text without a zone is read as western Indonesian time."""

_EPOCH_SECONDS = range(1_000_000_000, 10_000_000_000)
_DATE_FORMATS = ("%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M")


def scalar(value: Any) -> str:
    """A string or number as text, cleaned; anything else, also booleans and numbers past 64 bits, is empty."""
    match value:
        case str():
            return clean_text(value)
        case bool():
            return ""
        case int() if value.bit_length() < 64:
            return str(value)
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() else str(value)
    return ""


def line(value: Any) -> str | None:
    """`scalar` on one line of bounded length; None when nothing is left."""
    return clean_line(scalar(value))[:LINE_LIMIT].strip() or None


def first(payload: Payload, *names: str) -> str | None:
    """The first of these fields that says something, as a line."""
    return next(filter(None, (line(payload.get(name)) for name in names)), None)


def flag(value: Any) -> bool:
    """A boolean, also written as a number or in words; `"false"` is false."""
    if isinstance(value, bool):
        return value
    return scalar(value).strip().lower() in {"true", "1", "yes", "on"}


def identifier(value: Any) -> str | None:
    """An id: a scalar, or the first of a list; Fonnte sends both."""
    if isinstance(value, list):
        value = value[0] if value else None
    found = line(value)
    return None if found == "0" else found


def device_label(payload: Payload) -> str | None:
    """The device's canonical label; what is no label stays as it came, so that it equals no device of ours."""
    raw = line(payload.get("device"))
    return raw and (canonical_label(raw) or raw)


def moment(value: Any) -> datetime | None:
    """A time in UTC out of epoch seconds or milliseconds; None for what is no plausible time."""
    try:
        seconds = float(scalar(value))
    except ValueError:
        return None
    if not math.isfinite(seconds):
        return None
    if int(seconds) not in _EPOCH_SECONDS:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC) if int(seconds) in _EPOCH_SECONDS else None


def moment_or_date(value: Any) -> datetime | None:
    """`moment`, or a date text (ISO, day first, or RFC 2822); without a zone it is Jakarta's time."""
    raw = line(value) or ""
    return moment(raw) or _to_utc(_iso(raw) or _day_first(raw) or _rfc2822(raw))


def _to_utc(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=JAKARTA)).astimezone(UTC)
    except OverflowError:
        return None


def _iso(raw: str) -> datetime | None:
    if not re.match(r"[0-9]{4}-", raw):
        return None
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        return None


def _day_first(raw: str) -> datetime | None:
    for date_format in _DATE_FORMATS:
        try:
            return datetime.strptime(raw, date_format).replace(tzinfo=JAKARTA)
        except ValueError:
            continue
    return None


def _rfc2822(raw: str) -> datetime | None:
    try:
        return parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
