"""Filters of the panel's templates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import g

from autoleads.errors import AutoLeadsError, ValidationError
from autoleads.models import Car, CarEvent, Message
from autoleads.services.autoreply import closed_since
from autoleads.text import dates
from autoleads.text.file_types import PICTURES
from autoleads.text.phone import whatsapp_url
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah_short
from autoleads.views.language import current_language, current_zone, translate
from autoleads.views.panel.names import CAR_TONES, LEAD_TONES, customer_name, initials

ATTENTION = timedelta(minutes=5)
LATE = timedelta(minutes=15)
FAULTS = {"target_invalid": "fault_target_invalid"}


def waited(since: datetime) -> str:
    """Return how long a customer has waited, such as `25 mnt`; a script goes on counting.

    Outside opening hours the clock stands: `25 mnt · tutup`.
    """
    elapsed = _elapsed(since)
    if not clock_stands(since):
        return _span(elapsed)
    if elapsed < timedelta(minutes=1):
        return translate("clock_closed")
    return f"{_span(elapsed)} · {translate('clock_closed')}"


def clock_stands(_since: datetime) -> bool:
    """Return whether no clock goes on now, because the showroom is closed."""
    return closed_since(g.tenant, datetime.now(UTC)) is not None


def _elapsed(since: datetime) -> timedelta:
    """Return the wait until now, or until the showroom closed."""
    now = datetime.now(UTC)
    until = closed_since(g.tenant, now) or now
    return max(until - since, timedelta())


def duration(seconds: int | None) -> str:
    """Return a length of time in seconds; a dash for none."""
    if seconds is None:
        return translate("no_figure")
    return _span(timedelta(seconds=seconds))


def wait_tone(since: datetime) -> str:
    """Return the colour of a wait: none, `wait` from 5 minutes, `late` from 15."""
    elapsed = _elapsed(since)
    if elapsed >= LATE:
        return "late"
    return "wait" if elapsed >= ATTENTION else ""


def due_tone(moment: datetime) -> str:
    """Return the colour of a follow-up."""
    return "late" if moment < datetime.now(UTC) else "wait"


def short_moment(moment: datetime) -> str:
    """Return a moment as short as it is clear: `12.42`, `Kemarin`, `Besok 10.00`, `14 Okt`."""
    local = moment.astimezone(current_zone())
    days = (local.date() - datetime.now(current_zone()).date()).days
    clock = dates.format_clock(local, current_language())
    if days == 0:
        return clock
    if days == 1:
        return translate("tomorrow_at", time=clock)
    if days == -1:
        return translate("yesterday")
    if 0 < days < 7:
        return f"{dates.weekday_name(local.weekday(), current_language())} {clock}"
    return dates.format_short_date(local, current_language())


def short_day(day: date) -> str:
    """Return a day such as `26 Nov`."""
    return dates.format_short_date(day, current_language())


def day_name(day: date) -> str:
    """Return the heading of a day in a conversation."""
    days = (day - datetime.now(current_zone()).date()).days
    if days == 0:
        return translate("today_word")
    if days == -1:
        return translate("yesterday")
    return dates.format_date(day, current_language())


def full_moment(moment: datetime) -> str:
    """Return a moment with its day and its clock: `Kemarin 14.20`, `14 Oktober 2026 09.00`."""
    local = moment.astimezone(current_zone())
    return f"{day_name(local.date())} {dates.format_clock(local, current_language())}"


def weekday_date(moment: datetime) -> str:
    """Return a date such as `Kamis, 26 November`."""
    return dates.format_weekday_date(moment.astimezone(current_zone()), current_language())


def one_line(text: str) -> str:
    """Return a text without its line breaks, as the last words of a chat."""
    return " ".join(text.split())[:200]


def fault(message: Message) -> str:
    """Return why a message did not arrive, or that it may have."""
    if message.status == "unknown":
        return translate("fault_unknown")
    return translate(FAULTS.get(message.error or "", "fault_failed"))


def problem(error: AutoLeadsError) -> str:
    """Return what an error says, in the language of the page; of fields, the first."""
    if isinstance(error, ValidationError) and error.details:
        first = error.details[0]
        return translate(first.phrase, **first.values).capitalize()
    return translate(error.phrase, **error.values)


def fill_in(text: str, name: str, car: Car | None) -> str:
    """Return a canned reply with the customer's name, the car and its price."""
    values = {"{nama}": name, "{mobil}": "", "{harga}": ""}
    if car is not None:
        values |= {"{mobil}": car.public_name, "{harga}": format_rupiah_short(car.price)}
    for word, value in values.items():
        text = text.replace(word, value)
    return text


def car_change(event: CarEvent) -> str:
    """Return a change of a car, such as `Harga cash: Rp 185 jt → Rp 180 jt`."""
    before, after = (_car_value(event.field, value) for value in (event.from_value, event.to_value))
    return f"{translate(f'car_{event.field}')}: {before} → {after}"


def plate(number: str) -> str:
    """Return what customers see of a number plate."""
    return Phrases(current_language()).plate(number)


def _car_value(name: str, value: object) -> str:
    if value is None:
        return "–"
    if name == "status":
        return translate(f"stock_{value}")
    return format_rupiah_short(int(str(value)))


def wa_link(phone: str) -> str:
    """Return the address that opens the chat in WhatsApp itself."""
    return whatsapp_url(phone, "")


def _span(elapsed: timedelta) -> str:
    minutes = max(int(elapsed.total_seconds() // 60), 0)
    if minutes < 60:
        return translate("minutes", count=minutes)
    hours = minutes // 60
    if hours < 10:
        return translate("hours_minutes", hours=hours, minutes=minutes % 60)
    if hours < 24:
        return translate("whole_hours", count=hours)
    return translate("days", count=minutes // (24 * 60))


FILTERS: dict[str, Callable[..., Any]] = {
    "waited": waited,
    "clock_stands": clock_stands,
    "duration": duration,
    "wait_tone": wait_tone,
    "due_tone": due_tone,
    "short_moment": short_moment,
    "short_day": short_day,
    "day_name": day_name,
    "full_moment": full_moment,
    "weekday_date": weekday_date,
    "one_line": one_line,
    "fault": fault,
    "problem": problem,
    "fill_in": fill_in,
    "wa_link": wa_link,
    "car_change": car_change,
    "plate": plate,
    "is_picture": lambda media_type: media_type in PICTURES,
    "initials": initials,
    "customer_name": customer_name,
    "lead_tone": lambda status: LEAD_TONES.get(status, ""),
    "car_tone": lambda status: CAR_TONES.get(status, ""),
}
