"""The public reads: responses that depend on the tenant and the question alone.

The views and the front layer serve the same ones, so both give the same bytes.
"""

from __future__ import annotations

from uuid import UUID

from autoleads.hooks.response_cache import CachedResponse, cacheable
from autoleads.schemas.car_facets import FacetsOut
from autoleads.schemas.car_queries import CarFilters, CarQuery
from autoleads.schemas.tenants import TenantOut
from autoleads.services import cars
from autoleads.services.tenants import TenantInfo


class CarMoved(Exception):
    """The car that was asked for has another slug by now."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


def list_cars(tenant: TenantInfo, version: UUID, query: CarQuery) -> CachedResponse:
    """Return a page of the available cars."""
    page = cars.read_page(tenant, version, query.search(), query.page, query.limit)
    return cacheable(page.items, page)


def count_facets(tenant: TenantInfo, _: UUID, query: CarFilters) -> CachedResponse:
    """Return what the available cars can be filtered by."""
    return cacheable(FacetsOut.render(cars.facets(tenant, query.search())))


def show_car(tenant: TenantInfo, _: UUID, slug: str) -> CachedResponse:
    """Return a car that is available, booked or sold.

    Raises:
        NotFound: the tenant has no such car, or customers may not see it.
        CarMoved: the car has another slug by now.
    """
    car = cars.read_car(tenant, slug)
    if car.slug != slug.lower():
        raise CarMoved(car.slug)
    return cacheable(car.json)


def show_tenant(tenant: TenantInfo, _version: UUID, _argument: None) -> CachedResponse:
    """Return the dealer's public details."""
    return cacheable(TenantOut.render(tenant))
