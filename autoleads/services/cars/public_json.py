"""The JSON of a car as the public sees it, made when the car is written and stored in its row.

`schemas.cars.CarOut` describes it. What belongs to the tenant and not to the car is left out, so
that a new domain or number rewrites no car: control characters, which JSON never has, mark those
places. The id is left out too, because a new car has none yet.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from autoleads.database.rows import for_update, update_in_background
from autoleads.extensions import current, db
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo, TenantUrls
from autoleads.text.moments import utc_text
from autoleads.text.phone import whatsapp_url
from autoleads.text.phrases import Phrases
from autoleads.text.plate import plate_parity, plate_region, plate_region_name
from autoleads.text.rupiah import format_rupiah, format_rupiah_short

SHAPE = 1
"""The number of this shape; that of another release is not shown. Raise it with every change."""

SITE = "\x01"
"""Stands before the path of a photo in a store of our own."""
CHAT, NAME_END, CODE_END = "\x02", "\x03", "\x04"
"""Stand around the name of the car and its code, which the link to a chat has."""

BATCH = 500

_CHAT_LINK = re.compile(f'"{CHAT}[^"]*"')


def show(tenant: TenantInfo, car: Car) -> dict[str, Any]:
    """Return the JSON object of a car."""
    shown: dict[str, Any] = orjson.loads(fill(tenant, marked_json(car)))
    return shown


def marked_json(car: Car) -> str:
    """Return the JSON of a car, with marks."""
    return f'{{"id":{car.id},{_without_id(car)}'


def fill(tenant: TenantInfo, marked: str) -> str:
    """Return JSON of any number of cars, with the tenant's details in place of the marks."""
    filled = marked.replace(SITE, current(TenantUrls).site(tenant))
    if tenant.whatsapp_number is None:
        return _CHAT_LINK.sub("null", filled)
    said = Phrases(tenant.locale)("chat_about_car", car=CHAT, code=NAME_END)
    before, _, rest = whatsapp_url(tenant.whatsapp_number, said).partition(quote(CHAT))
    between, _, after = rest.partition(quote(NAME_END))
    for mark, text in ((CHAT, before), (NAME_END, between), (CODE_END, after)):
        filled = filled.replace(mark, text)
    return filled


def store_missing(tenant: TenantInfo) -> int:
    """Store the JSON of the cars that have none of this shape; return how many there were.

    Such are those that a statement by hand or another release has changed. Their version stays.
    """
    stored = 0
    missing = Car.public_json.is_(None) | Car.public_json_shape.is_distinct_from(SHAPE)
    query = select(Car).where(Car.tenant_id == tenant.id, missing).order_by(Car.id)
    while found := db.session.scalars(for_update(query.limit(BATCH))).all():
        for car in found:
            update_in_background(
                Car,
                Car.tenant_id == tenant.id,
                Car.id == car.id,
                public_json=_without_id(car),
                public_json_shape=SHAPE,
            )
        stored += len(found)
        db.session.expunge_all()
    return stored


def _without_id(car: Car) -> str:
    """Return the JSON to store, without the opening brace and the id."""
    plate = car.plate_number
    region = plate_region(plate) if plate else None
    name, code = quote(car.public_name, safe=""), quote(car.display_code, safe="")
    shown = {
        "displayCode": car.display_code,
        "publicName": car.public_name,
        "slug": car.slug,
        "brand": car.brand,
        "model": car.model,
        "variant": car.variant,
        "year": car.year,
        "price": car.price,
        "priceFormatted": format_rupiah(car.price),
        "priceShort": format_rupiah_short(car.price),
        "creditPrice": car.credit_price,
        "creditPriceFormatted": format_rupiah(car.credit_price) if car.credit_price else None,
        "km": car.km,
        "transmission": car.transmission,
        "fuelType": car.fuel_type,
        "bodyType": car.body_type,
        "color": car.color,
        "engineCc": car.engine_cc,
        "seats": car.seats,
        "features": car.features,
        "conditionNotes": car.condition_notes,
        "description": car.description,
        "status": car.status,
        "plateRegion": region,
        "plateRegionName": plate_region_name(region) if region else None,
        "plateParity": plate_parity(plate) if plate else None,
        "taxDueOn": car.tax_due_on,
        "ownerNumber": car.owner_number,
        "photos": _photos(car),
        "whatsappUrl": orjson.Fragment(f'"{CHAT}{name}{NAME_END}{code}{CODE_END}"'),
        "createdAt": utc_text(car.created_at),
        "updatedAt": utc_text(car.updated_at),
        "soldAt": utc_text(car.sold_at) if car.sold_at else None,
    }
    return orjson.dumps(shown).decode()[1:]


def _photos(car: Car) -> list[dict[str, Any]]:
    return [
        {
            "url": _address(photo.url),
            "thumbnailUrl": _address(photo.thumbnail_url),
            "width": photo.width,
            "height": photo.height,
        }
        for photo in car.photos
    ]


def _address(url: str) -> str | orjson.Fragment:
    """Return the address of a photo; one in our own store begins with the tenant's site."""
    if not url.startswith("/"):
        return url
    text = orjson.dumps(url).decode()
    return orjson.Fragment(f'"{SITE}{text[1:]}')


@event.listens_for(db.session, "before_flush")
def store_json(session: Session, *_: Any) -> None:
    """Store the JSON of each car that is about to be inserted or changed."""
    now = datetime.now(UTC)
    for row in session.new | session.dirty:
        if not isinstance(row, Car) or not session.is_modified(row):
            continue
        row.created_at = row.created_at or now
        row.updated_at = now
        row.public_json = _without_id(row)
        row.public_json_shape = SHAPE
