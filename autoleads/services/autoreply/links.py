"""Addresses in what buyers are sent: they have no host to be relative to."""

from __future__ import annotations

from urllib.parse import urljoin

from autoleads.extensions import current
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo


class Links:
    """The public addresses of tenants; `pattern` has `{}` for the slug of one without a domain."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def of(self, tenant: TenantInfo) -> str:
        return f"https://{tenant.domain}" if tenant.domain else self._pattern.format(tenant.slug)


def car_link(tenant: TenantInfo, car: Car) -> str:
    """The page of a car, for people."""
    return f"{current(Links).of(tenant)}/cars/{car.slug}"


def cover_photo(tenant: TenantInfo, car: Car) -> str | None:
    """The public address of a car's first photo."""
    return urljoin(current(Links).of(tenant), car.photos[0].url) if car.photos else None
