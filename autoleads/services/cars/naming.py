"""What a car is called: its public name, its address, its display code."""

from __future__ import annotations

import re
from itertools import count, islice

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

LAST_NUMBER = 99_999_999
CANDIDATES = 100


def assign_names(tenant: TenantInfo, car: Car) -> None:
    """Make name, address and search words follow the car's columns; the caller holds the stock's lock."""
    car.public_name = " ".join(filter(None, (car.brand, car.model, car.variant, str(car.year))))
    car.slug = _free_slug(tenant, slugify(car.public_name), car.id or 0)
    car.search_text = search_text(
        brand=car.brand, model=car.model, variant=car.variant, code=car.display_code, year=car.year
    )


def keep_slug(tenant: TenantInfo, car: Car) -> None:
    """Remember the slug for good; one that the car had before is its own already."""
    kept = insert(CarSlug).values(tenant_id=tenant.id, car_id=car.id, slug=car.slug)
    db.session.execute(kept.on_conflict_do_nothing(index_elements=["tenant_id", "slug"]))


def next_code(tenant: TenantInfo, brand: str, model: str) -> str:
    """The next code of the car's letter, such as `A07`; a number that any car ever had is passed over.

    Raises:
        Conflict: the letter has no numbers left.
    """
    letter = _letter(brand, model)
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
    last = db.session.scalar(select(func.max(cast(func.substr(codes.c.code, 2), Integer)))) or 0
    if last >= LAST_NUMBER:
        raise Conflict(f"No numbers are left for {letter}: give a displayCode.")
    return f"{letter}{last + 1:02}"


def _letter(brand: str, model: str) -> str:
    """The first letter A–Z of the model, else of the brand, else X."""
    letters = re.findall("[a-z]", f"{slugify(model, '')}{slugify(brand, '')}x")
    return str(letters[0]).upper()


def _free_slug(tenant: TenantInfo, base: str, car_id: int) -> str:
    """`base`, or the first of `base-2`, `base-3` … that no other car has or had."""
    numbered = (base if n == 1 else f"{base}-{n}" for n in count(1))
    while True:
        candidates = list(islice(numbered, CANDIDATES))
        others = select(CarSlug.slug).where(
            CarSlug.tenant_id == tenant.id, CarSlug.slug.in_(candidates), CarSlug.car_id != car_id
        )
        # The car itself is saved once, when all its names are known.
        with db.session.no_autoflush:
            taken = set(db.session.scalars(others))
        if free := [slug for slug in candidates if slug not in taken]:
            return free[0]
