"""Absolute addresses for messages, which have no host that they could be relative to."""

from __future__ import annotations

from urllib.parse import urljoin

from autoleads.extensions import current
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo, TenantUrls


def car_link(tenant: TenantInfo, car: Car) -> str:
    """Return the address of a car's page."""
    return f"{current(TenantUrls).site(tenant)}/cars/{car.slug}"


def cover_photo(tenant: TenantInfo, car: Car) -> str | None:
    """Return the address of a car's first photo."""
    if not car.photos:
        return None
    return urljoin(current(TenantUrls).site(tenant), car.photos[0].url)
