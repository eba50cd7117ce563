"""Opening hours in the tenant's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from autoleads.services.tenants import TenantInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours_on(tenant: TenantInfo, day: date) -> tuple[time, time] | None:
    """Return when the showroom opens and closes on a day; None if it stays closed."""
    hours = tenant.business_hours.get(DAYS[day.weekday()])
    if not hours:
        return None
    return time.fromisoformat(hours["open"]), time.fromisoformat(hours["close"])


def are_known(tenant: TenantInfo) -> bool:
    """Return whether any hours are set; a showroom without any is never called closed."""
    return any(tenant.business_hours.values())


def closed_since(tenant: TenantInfo, now: datetime) -> datetime | None:
    """Return when the showroom closed; None while it is open or if its hours are unknown."""
    if not are_known(tenant):
        return None
    local = now.astimezone(tenant.zone)
    for days_ago in range(8):
        day = local.date() - timedelta(days=days_ago)
        hours = hours_on(tenant, day)
        if hours is None:
            continue
        opens_at = datetime.combine(day, hours[0], tenant.zone)
        closes_at = datetime.combine(day, hours[1], tenant.zone)
        if opens_at <= local < closes_at:
            return None
        if closes_at <= local:
            return closes_at
    return local - timedelta(days=7)


def next_opening(tenant: TenantInfo, now: datetime) -> datetime | None:
    """Return the first opening after now, in the tenant's time zone."""
    local = now.astimezone(tenant.zone)
    for days_ahead in range(8):
        day = local.date() + timedelta(days=days_ahead)
        hours = hours_on(tenant, day)
        if hours is None:
            continue
        opens_at = datetime.combine(day, hours[0], tenant.zone)
        if opens_at > local:
            return opens_at
    return None
