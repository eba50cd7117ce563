"""The address and the opening hours in auto-replies."""

from __future__ import annotations

import re
from datetime import datetime

from autoleads.services.autoreply import hours
from autoleads.services.autoreply.question import Question
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.dates import weekday_name
from autoleads.text.phrases import Phrases

_OTHER_DAY = re.compile(
    r"besok|lusa|senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|weekend|t?iap hari|tomorrow"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""The names of Indonesia's time zones by their offset in hours."""


def showroom_lines(
    tenant: TenantInfo, question: Question, phrases: Phrases, now: datetime
) -> list[str]:
    """Return the address and the opening hours if they are asked for or a visit is planned."""
    visits = Intent.VISIT in question.intents
    asks_location = Intent.LOCATION in question.intents
    asks_hours = Intent.HOURS in question.intents
    if not (visits or asks_location or asks_hours):
        return []
    lines: list[str] = []
    if visits or asks_location:
        lines += _address(tenant, phrases)
    if not hours.are_known(tenant):
        lines.append(phrases("hours", check=phrases("check")))
        return lines
    lines.append(_today(tenant, phrases, now))
    if (visits or asks_hours) and _OTHER_DAY.search(question.text):
        lines.append(phrases("week", days=_week(tenant, phrases)))
    return lines


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
    return phrases("away_until", day=day, time=f"{opening:%H:%M}")


def _address(tenant: TenantInfo, phrases: Phrases) -> list[str]:
    parts = [part for part in (tenant.address, tenant.city) if part]
    address = ", ".join(parts) or phrases("check")
    lines = [phrases("address", address=address)]
    if tenant.maps_url:
        lines.append(phrases("map", url=tenant.maps_url))
    return lines


def _today(tenant: TenantInfo, phrases: Phrases, now: datetime) -> str:
    local = now.astimezone(tenant.zone)
    today = hours.hours_on(tenant, local.date())
    if today is None:
        return phrases("closed_today")
    opens_at, closes_at = today
    span = f"{opens_at:%H:%M}–{closes_at:%H:%M}"
    zone = _zone_name(local)
    return phrases("open_today", hours=f"{span} {zone}" if zone else span)


def _zone_name(local: datetime) -> str | None:
    offset = local.utcoffset()
    if offset is None:
        return None
    return _ZONES.get(int(offset.total_seconds() // 3600))


def _week(tenant: TenantInfo, phrases: Phrases) -> str:
    days = []
    for number, key in enumerate(hours.DAYS):
        name = weekday_name(number, phrases.language)
        span = tenant.business_hours.get(key)
        if span:
            days.append(f"{name} {span['open']}–{span['close']}")
        else:
            days.append(f"{name} {phrases('closed_day')}")
    return ", ".join(days)
