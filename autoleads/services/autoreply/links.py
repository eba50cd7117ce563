"""Absolute addresses for messages, which have no host that they could be relative to."""

from __future__ import annotations

from urllib.parse import urljoin

from autoleads.extensions import current
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo


class Links:
    """The public addresses of tenants.

    Args:
        pattern: The address of a tenant without a domain, with `{}` for its slug.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def of(self, tenant: TenantInfo) -> str:
        """Return the address of a tenant's site."""
        if tenant.domain:
            return f"https://{tenant.domain}"
        return self._pattern.format(tenant.slug)


def car_link(tenant: TenantInfo, car: Car) -> str:
    """Return the address of a car's page."""
    return f"{current(Links).of(tenant)}/cars/{car.slug}"


def cover_photo(tenant: TenantInfo, car: Car) -> str | None:
    """Return the address of a car's first photo."""
    if not car.photos:
        return None
    return urljoin(current(Links).of(tenant), car.photos[0].url)
