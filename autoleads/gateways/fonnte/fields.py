"""Single fields of Fonnte's payloads.

Numbers and booleans may be strings, and absent values are usually empty strings.
"""

from __future__ import annotations

import html
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from autoleads.gateways.inbound import Payload
from autoleads.text.clean import clean_line, clean_text
from autoleads.text.phone import canonical_label

LINE_LIMIT = 300
JAKARTA = timezone(timedelta(hours=7))
"""The zone of dates without one: Fonnte is run from Indonesia."""

_NO_IDS = frozenset({"0", "null", "none", "undefined", "nil", "nan", "false", "-"})
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_EPOCH_SECONDS = range(1_000_000_000, 10_000_000_000)
_DATE_FORMATS = ("%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M")


def scalar(value: Any) -> str:
    """Return a string or number as clean text; empty for anything else.

    Booleans and numbers beyond 64 bits are anything else.
    """
    match value:
        case str():
            return clean_text(_unescape(value))
        case bool():
            return ""
        case int() if value.bit_length() < 64:
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
        case float() if math.isfinite(value):
            return str(value)
    return ""


def _unescape(text: str) -> str:
    """Return a text with HTML entities as their characters; some come escaped twice."""
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def line(value: Any) -> str | None:
    """Return a scalar as one line of at most `LINE_LIMIT` characters; None if it is empty."""
    return clean_line(scalar(value))[:LINE_LIMIT].strip() or None


def first(payload: Payload, *names: str) -> str | None:
    """Return the first of these fields that is not empty, as a line."""
    for name in names:
        found = line(payload.get(name))
        if found is not None:
            return found
    return None


def flag(value: Any) -> bool:
    """Return a boolean that may be written as a number or in words; `"false"` is false."""
    if isinstance(value, bool):
        return value
    return scalar(value).strip().lower() in {"true", "1", "yes", "on"}


def identifier(value: Any) -> str | None:
    """Return an id, which is a scalar or the first of a list; Fonnte sends both."""
    if isinstance(value, list):
        value = value[0] if value else None
    found = line(value)
    if found is None or found.lower() in _NO_IDS:
        return None
    return found


def device_label(payload: Payload) -> str | None:
    """Return the canonical label of the device; None if the payload does not name one.

    A malformed label is returned as it came, so that it equals no label of ours.
    """
    raw = line(payload.get("device"))
    if raw is None:
        return None
    return canonical_label(raw) or raw


def moment(value: Any) -> datetime | None:
    """Return a time in UTC from epoch seconds or milliseconds; None if it is not plausible."""
    try:
        number = float(scalar(value))
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    for seconds in (number, number / 1000):
        if int(seconds) in _EPOCH_SECONDS:
            return datetime.fromtimestamp(seconds, UTC)
    return None


def moment_or_date(value: Any) -> datetime | None:
    """Return a `moment`, or the time of a date text (ISO, day first, or RFC 2822).

    A date without a zone is in Jakarta's time.
    """
    raw = line(value) or ""
    return moment(raw) or _to_utc(_iso(raw) or _day_first(raw) or _rfc2822(raw))


def _to_utc(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=JAKARTA)
    try:
        return at.astimezone(UTC)
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
