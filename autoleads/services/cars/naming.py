"""The names of a car: its public name, its slug, its search words and its display code.

Names are unique in a tenant, so callers hold the tenant's lock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from autoleads.database.prepared import PreparedStatement
from autoleads.errors import Conflict
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo
from autoleads.text.search import search_text
from autoleads.text.slug import slugify

NAME_COLUMNS = frozenset({"brand", "model", "variant", "year", "display_code"})
"""The columns that names are made of."""

MAX_NUMBER = 99_999_999

LAST_NUMBER = PreparedStatement(
    """
    SELECT max(CAST(substr(code, 2) AS integer)) FROM (
        SELECT display_code FROM cars
        WHERE tenant_id = :tenant_id AND display_code BETWEEN :first AND :last
        UNION ALL
        SELECT from_value #>> '{}' FROM car_events
        WHERE tenant_id = :tenant_id AND field = 'displayCode'
          AND from_value #>> '{}' BETWEEN :first AND :last
    ) AS codes (code)
    """,
    {"tenant_id": "bigint", "first": "text", "last": "text"},
)
TAKEN_SLUGS = PreparedStatement(
    """
    SELECT slug FROM car_slugs
    WHERE tenant_id = :tenant_id AND car_id <> :car_id
      AND (slug = :base OR slug BETWEEN :base || '-0' AND :base || '-99999999')
    """,
    {"tenant_id": "bigint", "base": "text", "car_id": "bigint"},
)
RECORD_SLUGS = PreparedStatement(
    """
    INSERT INTO car_slugs (tenant_id, car_id, slug)
    SELECT :tenant_id, car_id, slug FROM unnest(:car_ids, :slugs) AS named (car_id, slug)
    ON CONFLICT (tenant_id, slug) DO NOTHING
    """,
    {"tenant_id": "bigint", "car_ids": "bigint[]", "slugs": "text[]"},
)


class Names:
    """Gives the cars of one transaction their names, with few queries for many cars."""

    def __init__(self, tenant: TenantInfo, reserved: Collection[str] = ()) -> None:
        """Prepare to name cars; `reserved` codes are those that some of them bring along."""
        self._tenant = tenant
        self._reserved = set(reserved)
        self._last_numbers: dict[str, int] = {}
        self._taken_slugs: dict[str, set[str]] = {}
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
        if base not in self._taken_slugs:
            self._taken_slugs[base] = _taken_slugs(self._tenant, base, car_id)
        taken = self._taken_slugs[base] | self._given
        slug = next(slug for slug in _numbered(base) if slug not in taken)
        self._given.add(slug)
        return slug


def record_slugs(tenant: TenantInfo, cars: Sequence[Car]) -> None:
    """Reserve the slugs for the cars for good, save those that they had formerly."""
    ids = [car.id for car in cars]
    slugs = [car.slug for car in cars]
    RECORD_SLUGS.execute({"tenant_id": tenant.id, "car_ids": ids, "slugs": slugs})


def _last_number(tenant: TenantInfo, letter: str) -> int:
    """Return the highest number that a code of a letter has or had."""
    of_letter = {"first": f"{letter}0", "last": f"{letter}{MAX_NUMBER}"}
    return LAST_NUMBER.execute({"tenant_id": tenant.id, **of_letter}).scalar() or 0


def _code_letter(brand: str, model: str) -> str:
    """Return the first letter A–Z of the model, else of the brand, else X."""
    first = re.search("[a-z]", slugify(model, "") + slugify(brand, ""))
    return first[0].upper() if first else "X"


def _numbered(base: str) -> Iterator[str]:
    """Yield `base`, `base-2`, `base-3` and so on."""
    yield base
    for number in count(2):
        yield f"{base}-{number}"


def _taken_slugs(tenant: TenantInfo, base: str, car_id: int) -> set[str]:
    """Return `base` and its numbered forms that another car has or had."""
    parameters = {"tenant_id": tenant.id, "base": base, "car_id": car_id}
    return set(TAKEN_SLUGS.execute(parameters).scalars())
