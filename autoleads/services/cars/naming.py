"""The names of a car: its public name, its slug, its search words and its display code.

Names are unique in a tenant, so callers hold the tenant's lock.
"""

from __future__ import annotations

import re
from itertools import chain, count, islice

from sqlalchemy import Integer, cast, func, select, union_all
from sqlalchemy.dialects.postgresql import insert

from autoleads.errors import Conflict
from autoleads.extensions import db
from autoleads.models import Car, CarEvent, CarSlug
from autoleads.services.tenants import TenantInfo
from autoleads.text.search import search_text
from autoleads.text.slug import slugify

NAME_COLUMNS = frozenset({"brand", "model", "variant", "year", "display_code"})
"""The columns that names are made of."""

MAX_NUMBER = 99_999_999
SLUGS_PER_QUERY = 100


def assign_names(tenant: TenantInfo, car: Car) -> None:
    """Set public name, slug and search words from the other columns of a car."""
    words = [car.brand, car.model, car.variant, str(car.year)]
    car.public_name = " ".join(word for word in words if word)
    car.slug = _find_free_slug(tenant, slugify(car.public_name), car.id or 0)
    car.search_text = search_text(
        brand=car.brand, model=car.model, variant=car.variant, code=car.display_code, year=car.year
    )


def record_slug(tenant: TenantInfo, car: Car) -> None:
    """Reserve the slug for the car for good, if it is not one of its former ones."""
    slug = insert(CarSlug).values(tenant_id=tenant.id, car_id=car.id, slug=car.slug)
    db.session.execute(slug.on_conflict_do_nothing(index_elements=["tenant_id", "slug"]))


def next_code(tenant: TenantInfo, brand: str, model: str) -> str:
    """Return the next display code of the car's letter, such as `A07`.

    Numbers that any car has or had are not used again.

    Raises:
        Conflict: the letter has no numbers left.
    """
    letter = _code_letter(brand, model)
    former_code = CarEvent.from_value[()].astext
    codes = union_all(
        select(Car.display_code.label("code")).where(
            Car.tenant_id == tenant.id, Car.display_code.startswith(letter)
        ),
        select(former_code).where(
            CarEvent.tenant_id == tenant.id,
            CarEvent.field == "displayCode",
            former_code.startswith(letter),
        ),
    ).subquery()
    number = cast(func.substr(codes.c.code, 2), Integer)
    last = db.session.scalar(select(func.max(number))) or 0
    if last >= MAX_NUMBER:
        raise Conflict("no_numbers_left", letter=letter)
    return f"{letter}{last + 1:02}"


def _code_letter(brand: str, model: str) -> str:
    """Return the first letter A–Z of the model, else of the brand, else X."""
    first = re.search("[a-z]", slugify(model, "") + slugify(brand, ""))
    return first[0].upper() if first else "X"


def _find_free_slug(tenant: TenantInfo, base: str, car_id: int) -> str:
    """Return `base`, or the first of `base-2`, `base-3` … that no other car has or had."""
    numbered = (f"{base}-{number}" for number in count(2))
    slugs = chain([base], numbered)
    while True:
        candidates = list(islice(slugs, SLUGS_PER_QUERY))
        taken = _slugs_of_other_cars(tenant, candidates, car_id)
        for slug in candidates:
            if slug not in taken:
                return slug


def _slugs_of_other_cars(tenant: TenantInfo, slugs: list[str], car_id: int) -> set[str]:
    """Return those of the slugs that belong to other cars."""
    query = select(CarSlug.slug).where(
        CarSlug.tenant_id == tenant.id, CarSlug.slug.in_(slugs), CarSlug.car_id != car_id
    )
    # The car is flushed once, when all its names are set.
    with db.session.no_autoflush:
        return set(db.session.scalars(query))
