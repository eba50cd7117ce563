"""The photos of a car: added, ordered and removed; the first is the cover."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from autoleads.errors import Conflict, NotFound, invalid
from autoleads.extensions import current, db
from autoleads.models import Car, CarPhoto
from autoleads.services.cars import images
from autoleads.services.cars.lookup import get, get_locked
from autoleads.services.deleted_files import delete_later
from autoleads.services.storage import Storage
from autoleads.services.tenants import TenantInfo

MAX_PHOTOS = 20
LARGEST = "-1600.jpg"
"""The end of the file that a photo's address names."""
SMALLEST = "-320.jpg"
SHOWN_FOR = timedelta(days=1)
"""For so long the files of a removed photo stay, for pages that still show them."""


def add_photo(tenant: TenantInfo, car_id: int, content: bytes) -> CarPhoto:
    """Add a photo to a car, as its last one.

    Raises:
        NotFound: the tenant has no such car.
        UnsupportedMediaType: it is not a photo that can be read.
        Conflict: the car has as many photos as it may have.
        ServiceUnavailable: the store for photos is missing, or does not respond.
    """
    renditions = images.render(content)
    car = get_locked(tenant, car_id)
    of_car = (CarPhoto.tenant_id == tenant.id) & (CarPhoto.car_id == car.id)
    count, last = db.session.execute(
        select(func.count(), func.max(CarPhoto.position)).where(of_car)
    ).one()
    if count >= MAX_PHOTOS:
        raise Conflict("photos_full")
    name = secrets.token_hex(16)
    stem = f"{name[:2]}/{name[2:]}"
    storage = current(Storage)
    for ending, file in renditions.files.items():
        storage.put(stem + ending, file)
    photo = CarPhoto(
        tenant_id=tenant.id,
        car_id=car.id,
        position=(last or 0) + 1,
        url=storage.public_address(stem + LARGEST),
        thumbnail_url=storage.public_address(stem + SMALLEST),
        width=renditions.width,
        height=renditions.height,
    )
    db.session.add(photo)
    _touch(car)
    return photo


def add_photos(tenant: TenantInfo, car_id: int, contents: Iterable[bytes]) -> list[CarPhoto]:
    """Add photos to a car in their order; they raise what `add_photo` raises."""
    get(tenant, car_id)  # before any of them is read
    return [add_photo(tenant, car_id, content) for content in contents]


def list_photos(tenant: TenantInfo, car_id: int) -> list[CarPhoto]:
    """Return the photos of a car in their order."""
    query = select(CarPhoto).where(CarPhoto.tenant_id == tenant.id, CarPhoto.car_id == car_id)
    return list(db.session.scalars(query.order_by(CarPhoto.position, CarPhoto.id)))


def order_photos(tenant: TenantInfo, car_id: int, photo_ids: Sequence[int]) -> list[CarPhoto]:
    """Put the photos of a car in an order that names each once.

    Raises:
        NotFound: the tenant has no such car.
        ValidationError: the order has other photos than the car.
    """
    car = get_locked(tenant, car_id)
    photos = list_photos(tenant, car.id)
    if sorted(photo_ids) != sorted(photo.id for photo in photos):
        raise invalid("order", "not_its_photos")
    for photo in photos:
        photo.position = photo_ids.index(photo.id) + 1
    _touch(car)
    return sorted(photos, key=lambda photo: photo.position)


def move_photo_forward(tenant: TenantInfo, car_id: int, photo_id: int) -> None:
    """Let a photo change places with the one before it."""
    ids = [photo.id for photo in list_photos(tenant, car_id)]
    if photo_id not in ids:
        raise NotFound
    place = ids.index(photo_id)
    if place > 0:
        ids[place - 1], ids[place] = ids[place], ids[place - 1]
        order_photos(tenant, car_id, ids)


def delete_photo(tenant: TenantInfo, car_id: int, photo_id: int) -> None:
    """Remove a photo from a car; its files stay for a day, for pages that still show them.

    Raises:
        NotFound: the tenant has no such car, or the car no such photo.
    """
    car = get_locked(tenant, car_id)
    of_car = (CarPhoto.tenant_id == tenant.id) & (CarPhoto.car_id == car.id)
    removed = db.session.scalar(
        delete(CarPhoto).where(of_car, CarPhoto.id == photo_id).returning(CarPhoto.url)
    )
    if removed is None:
        raise NotFound
    stem = "/".join(removed.removesuffix(LARGEST).split("/")[-2:])
    delete_later([stem + ending for ending in images.ENDINGS], SHOWN_FOR)
    _touch(car)


def _touch(car: Car) -> None:
    """Give a car a new version, because its photos have changed."""
    db.session.flush()
    db.session.expire(car, ["photos"])
    car.updated_at = datetime.now(UTC)
    db.session.flush()
