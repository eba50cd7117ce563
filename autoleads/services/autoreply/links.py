"""Addresses in what buyers are sent: they have no host to be relative to."""

from __future__ import annotations

from urllib.parse import urljoin

from autoleads.models import Car
from autoleads.services.tenants import TenantInfo


class Links:
    """Knows where dealers are reached; `configure` it once per process."""

    def __init__(self) -> None:
        self._pattern = ""

    def configure(self, pattern: str) -> None:
        """`pattern` is the address of a dealer without a domain of his own, with `{}` for his slug."""
        self._pattern = pattern

    def of(self, tenant: TenantInfo) -> str:
        return f"https://{tenant.domain}" if tenant.domain else self._pattern.format(tenant.slug)


links = Links()


def car_link(tenant: TenantInfo, car: Car) -> str:
    """The page of a car, for people."""
    return f"{links.of(tenant)}/cars/{car.slug}"


def cover_photo(tenant: TenantInfo, car: Car) -> str | None:
    """The public address of a car's first photo."""
    return urljoin(links.of(tenant), car.photos[0].url) if car.photos else None
