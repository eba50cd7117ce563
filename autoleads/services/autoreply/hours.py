"""Opening hours in the dealer's own time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from autoleads.services.tenants import TenantInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours_on(tenant: TenantInfo, day: date) -> tuple[time, time] | None:
    """When the dealer opens and closes that day; None when he stays closed."""
    hours = tenant.business_hours.get(DAYS[day.weekday()])
    return (
        (time.fromisoformat(hours["open"]), time.fromisoformat(hours["close"])) if hours else None
    )


def are_known(tenant: TenantInfo) -> bool:
    """Whether the dealer gave any hours: one who gave none is never called closed."""
    return any(tenant.business_hours.values())


def closed_since(tenant: TenantInfo, now: datetime) -> datetime | None:
    """When the dealer closed; None while he is open or gave no hours."""
    if not are_known(tenant):
        return None
    local = now.astimezone(tenant.zone)
    for days_ago in range(8):
        day = local.date() - timedelta(days=days_ago)
        hours = hours_on(tenant, day)
        if hours is None:
            continue
        opens, closes = (datetime.combine(day, clock, tenant.zone) for clock in hours)
        if opens <= local < closes:
            return None
        if closes <= local:
            return closes
    return local - timedelta(days=7)


def next_opening(tenant: TenantInfo, now: datetime) -> datetime | None:
    """The first opening after now, in the dealer's zone."""
    local = now.astimezone(tenant.zone)
    for days_ahead in range(8):
        day = local.date() + timedelta(days=days_ahead)
        hours = hours_on(tenant, day)
        if hours and (opens := datetime.combine(day, hours[0], tenant.zone)) > local:
            return opens
    return None
