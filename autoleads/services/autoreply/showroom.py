"""The address, the telephone number and the opening hours in auto-replies."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Device
from autoleads.services.autoreply import hours
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.dates import weekday_name
from autoleads.text.phone import format_phone, parse_phone
from autoleads.text.phrases import Phrases

_TOMORROW = re.compile(r"\b(?:besok|bsk|besuk|tomorrow)\b", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"lusa|senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|weekend|t?iap hari"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""The names of Indonesia's time zones by their offset in hours."""


def showroom_lines(
    tenant: TenantInfo, question: Question, phrases: Phrases, now: datetime
) -> list[str]:
    """Return the number, the address and the opening hours if asked for or a visit is planned."""
    visits = Intent.VISIT in question.intents
    asks_location = Intent.LOCATION in question.intents
    asks_hours = Intent.HOURS in question.intents
    asks_phone = Intent.PHONE in question.intents
    lines = [phone_line(tenant, phrases)] if asks_phone else []
    if not (visits or asks_location or asks_hours):
        return lines
    if visits or asks_location:
        lines += _address(tenant, phrases)
    if not hours.are_known(tenant):
        lines.append(phrases("hours", check=phrases("check")))
        return lines
    if _OTHER_DAY.search(question.text):
        lines.append(phrases("week", days=_week(tenant, phrases)))
    elif _TOMORROW.search(question.text):
        lines.append(_hours_on(tenant, phrases, now + timedelta(days=1), "tomorrow"))
    else:
        lines.append(_hours_on(tenant, phrases, now, "today"))
    return lines


def phone_line(tenant: TenantInfo, phrases: Phrases) -> str:
    """Return the number to call: the dealer's public one, else theirs on WhatsApp."""
    number = tenant.phone or tenant.whatsapp_number or _device_number(tenant)
    return phrases("phone", number=format_phone(number) if number else phrases("check"))


def _device_number(tenant: TenantInfo) -> str | None:
    oldest = select(Device.label).where(Device.tenant_id == tenant.id).order_by(Device.id).limit(1)
    label = db.session.scalar(oldest)
    return parse_phone(label) if label else None


def away_text(tenant: TenantInfo, phrases: Phrases, now: datetime) -> str:
    """Return what is said while the showroom is closed: the tenant's text, or the next opening."""
    text = tenant.auto_reply.away_text
    if text:
        return text
    opening = hours.next_opening(tenant, now)
    if opening is None:
        return phrases("away")
    today = now.astimezone(tenant.zone).date()
    days_ahead = (opening.date() - today).days
    if days_ahead == 0:
        day = phrases("today")
    elif days_ahead == 1:
        day = phrases("tomorrow")
    else:
        day = weekday_name(opening.weekday(), phrases.language)
    return phrases("away_until", day=day, time=f"{opening:%H.%M}")


def _address(tenant: TenantInfo, phrases: Phrases) -> list[str]:
    parts = [part for part in (tenant.address, tenant.city) if part]
    address = ", ".join(parts) or phrases("check")
    lines = [phrases("address", address=address)]
    if tenant.maps_url:
        lines.append(phrases("map", url=tenant.maps_url))
    return lines


def _hours_on(tenant: TenantInfo, phrases: Phrases, moment: datetime, day: str) -> str:
    """Return the hours of the day of a moment, which the reply calls `today` or `tomorrow`."""
    local = moment.astimezone(tenant.zone)
    span = hours.hours_on(tenant, local.date())
    if span is None:
        return phrases(f"closed_{day}")
    zone = _zone_name(local)
    shown = _span(f"{span[0]:%H:%M}", f"{span[1]:%H:%M}")
    return phrases(f"open_{day}", hours=f"{shown} {zone}" if zone else shown)


def _span(opens: str, closes: str) -> str:
    """Return opening hours as they are written in Indonesia."""
    return f"{opens}–{closes}".replace(":", ".")


def _zone_name(local: datetime) -> str | None:
    offset = local.utcoffset()
    if offset is None:
        return None
    return _ZONES.get(int(offset.total_seconds() // 3600))


def _week(tenant: TenantInfo, phrases: Phrases) -> str:
    """Return the hours of all days, those with the same hours together: Senin–Jumat 09.00–18.00."""
    spans = [_shown_hours(tenant, phrases, key) for key in hours.DAYS]
    parts = []
    for shown, days in groupby(range(len(spans)), key=spans.__getitem__):
        first, *others = days
        name = weekday_name(first, phrases.language)
        if others:
            name = f"{name}–{weekday_name(others[-1], phrases.language)}"
        parts.append(f"{name} {shown}")
    return ", ".join(parts)


def _shown_hours(tenant: TenantInfo, phrases: Phrases, day: str) -> str:
    span = tenant.business_hours.get(day)
    return _span(span["open"], span["close"]) if span else phrases("closed_day")
