"""Cars found by id, slug or display code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Select, select

from autoleads.database.rows import for_update, get_or_404
from autoleads.errors import NotFound
from autoleads.extensions import db
from autoleads.models import Car, CarSlug
from autoleads.models.car import CarStatus
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat.lexicon import NAMES_LIKE_CODES
from autoleads.text.codes import CarCode, find_codes, possible_codes

PUBLIC_STATUSES: tuple[CarStatus, ...] = ("available", "booked", "sold")
"""The statuses of cars that customers may see."""

SLUG = re.compile(r"[a-z0-9-]{1,100}")


def get(tenant: TenantInfo, car_id: int) -> Car:
    """Return a car of any status.

    Raises:
        NotFound: the tenant has no such car.
    """
    return get_or_404(_by_id(tenant, car_id))


def get_locked(tenant: TenantInfo, car_id: int) -> Car:
    """Return a car of any status, locked until the end of the transaction.

    Raises:
        NotFound: the tenant has no such car.
    """
    return get_or_404(for_update(_by_id(tenant, car_id)))


def get_by_slug(tenant: TenantInfo, slug: str) -> Car:
    """Return the public car that has or had a slug, in upper or lower case.

    Raises:
        NotFound: the tenant has no such car, or customers may not see it.
    """
    car = find_by_slug(tenant, slug)
    if car is None:
        raise NotFound
    return car


def find_by_slug(tenant: TenantInfo, slug: str) -> Car | None:
    """Return the public car that has or had a slug, in upper or lower case, or None."""
    slug = slug.lower()
    if not SLUG.fullmatch(slug):
        return None
    query = (
        select(Car)
        .join(CarSlug, (CarSlug.tenant_id == Car.tenant_id) & (CarSlug.car_id == Car.id))
        .where(Car.tenant_id == tenant.id, Car.status.in_(PUBLIC_STATUSES), CarSlug.slug == slug)
    )
    return db.session.scalar(query)


def find_by_codes(tenant: TenantInfo, codes: Sequence[str]) -> dict[str, Car]:
    """Return the public cars of some display codes (`A01`) by code, in the order of the codes."""
    if not codes:
        return {}
    query = select(Car).where(
        Car.tenant_id == tenant.id,
        Car.status.in_(PUBLIC_STATUSES),
        Car.display_code.in_(codes),
    )
    found = {car.display_code: car for car in db.session.scalars(query)}
    return {code: found[code] for code in codes if code in found}


def codes_in(tenant: TenantInfo, text: str) -> list[CarCode]:
    """Return the codes that a text mentions; bare ones if a car that customers may see has them.

    The name of a model, such as C200, never counts as a bare code.
    """
    possible = [code for code in possible_codes(text) if code not in NAMES_LIKE_CODES]
    if not possible:
        return find_codes(text)
    query = select(Car.display_code).where(
        Car.tenant_id == tenant.id,
        Car.status.in_(PUBLIC_STATUSES),
        Car.display_code.in_(possible),
    )
    return find_codes(text, frozenset(db.session.scalars(query)))


def _by_id(tenant: TenantInfo, car_id: int) -> Select[Car]:
    return select(Car).where(Car.tenant_id == tenant.id, Car.id == car_id)
