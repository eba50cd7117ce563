"""The names of a car: its public name, its slug, its search words and its display code.

Names are unique in a tenant, so callers hold the tenant's lock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
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


class Names:
    """Gives the cars of one transaction their names, with few queries for many cars."""

    def __init__(self, tenant: TenantInfo, reserved: Collection[str] = ()) -> None:
        """Prepare to name cars; `reserved` codes are those that some of them bring along."""
        self._tenant = tenant
        self._reserved = set(reserved)
        self._last_numbers: dict[str, int] = {}
        self._free_slugs: dict[str, Iterator[str]] = {}
        self._given: set[str] = set()

    def assign(self, car: Car) -> None:
        """Set public name, slug and search words from the other columns of a car."""
        words = [car.brand, car.model, car.variant, str(car.year)]
        car.public_name = " ".join(word for word in words if word)
        car.slug = self._next_slug(slugify(car.public_name), car.id or 0)
        car.search_text = search_text(
            brand=car.brand,
            model=car.model,
            variant=car.variant,
            code=car.display_code,
            year=car.year,
        )

    def next_code(self, brand: str, model: str) -> str:
        """Return the next display code of the car's letter, such as `A07`.

        Numbers that any car has or had are not used again.

        Raises:
            Conflict: the letter has no numbers left.
        """
        letter = _code_letter(brand, model)
        if letter not in self._last_numbers:
            self._last_numbers[letter] = _last_number(self._tenant, letter)
        for number in range(self._last_numbers[letter] + 1, MAX_NUMBER + 1):
            code = f"{letter}{number:02}"
            if code not in self._reserved:
                self._last_numbers[letter] = number
                return code
        raise Conflict("no_numbers_left", letter=letter)

    def _next_slug(self, base: str, car_id: int) -> str:
        """Return `base`, or the first of `base-2`, `base-3` … that no other car has or had."""
        free = self._free_slugs.setdefault(base, _free_slugs(self._tenant, base, car_id))
        slug = next(slug for slug in free if slug not in self._given)
        self._given.add(slug)
        return slug


def record_slugs(tenant: TenantInfo, cars: Sequence[Car]) -> None:
    """Reserve the slugs for the cars for good, save those that they had formerly."""
    slugs = [{"tenant_id": tenant.id, "car_id": car.id, "slug": car.slug} for car in cars]
    statement = insert(CarSlug).on_conflict_do_nothing(index_elements=["tenant_id", "slug"])
    db.session.execute(statement, slugs)


def _last_number(tenant: TenantInfo, letter: str) -> int:
    """Return the highest number that a code of a letter has or had."""
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
    return db.session.scalar(select(func.max(number))) or 0


def _code_letter(brand: str, model: str) -> str:
    """Return the first letter A–Z of the model, else of the brand, else X."""
    first = re.search("[a-z]", slugify(model, "") + slugify(brand, ""))
    return first[0].upper() if first else "X"


def _free_slugs(tenant: TenantInfo, base: str, car_id: int) -> Iterator[str]:
    """Yield those of `base`, `base-2`, `base-3` … that no other car has or had."""
    numbered = (f"{base}-{number}" for number in count(2))
    slugs = chain([base], numbered)
    while True:
        candidates = list(islice(slugs, SLUGS_PER_QUERY))
        taken = _slugs_of_other_cars(tenant, candidates, car_id)
        yield from (slug for slug in candidates if slug not in taken)


def _slugs_of_other_cars(tenant: TenantInfo, slugs: list[str], car_id: int) -> set[str]:
    """Return those of the slugs that belong to other cars."""
    query = select(CarSlug.slug).where(
        CarSlug.tenant_id == tenant.id, CarSlug.slug.in_(slugs), CarSlug.car_id != car_id
    )
    # The car is flushed once, when all its names are set.
    with db.session.no_autoflush:
        return set(db.session.scalars(query))
