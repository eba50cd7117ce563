"""Photos of cars: made small, without their metadata, in the order the team wants."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db, install
from autoleads.hooks import uploads
from autoleads.models import Car, DeletedFile
from autoleads.services import deleted_files
from autoleads.services.storage import Storage
from autoleads.worker import maintenance
from tests.conftest import MakeApp
from tests.support.factories import Api, Dealer, make_car, make_dealer
from tests.support.lead_api import data

pytestmark = pytest.mark.slow

GPS = 0x8825
ORIENTATION = 0x0112


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "navy").save(output, kind, **options)
    return output.getvalue()


def upload(api: Api, car: Car, *contents: bytes, name: str = "foto.jpg") -> TestResponse:
    files = [(io.BytesIO(content), name) for content in contents]
    return api.post(f"/api/admin/cars/{car.id}/photos", data={"file": files})


def shown(dealer: Dealer, car: Car) -> list[dict[str, Any]]:
    photos: list[dict[str, Any]] = data(dealer.public.get(f"/api/cars/{car.slug}"))["photos"]
    return photos


def fetch(dealer: Dealer, address: str) -> TestResponse:
    return dealer.public.get(address.partition(".test:8000")[2])


@pytest.fixture
def car(dealer_a: Dealer) -> Car:
    return make_car(dealer_a)


def test_a_photo_is_public_in_three_sizes_of_two_kinds(dealer_a: Dealer, car: Car) -> None:
    [added] = data(upload(dealer_a.admin, car, picture()), 201)

    [photo] = shown(dealer_a, car)
    assert photo == {key: value for key, value in added.items() if key != "id"}
    assert (photo["width"], photo["height"]) == (1600, 800)
    assert photo["url"].startswith(f"http://{dealer_a.host}:8000/photos/")
    for size in (1600, 800, 320):
        for kind, ending in (("JPEG", "jpg"), ("WEBP", "webp")):
            response = fetch(dealer_a, photo["url"].replace("-1600.jpg", f"-{size}.{ending}"))
            with Image.open(io.BytesIO(response.data)) as image:
                assert (image.format, max(image.size)) == (kind, size)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_photos_carry_no_metadata_and_stand_upright(dealer_a: Dealer, car: Car) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[2] = (6.0, 12.0, 30.0)
    [photo] = data(upload(dealer_a.owner, car, picture(exif=exif)), 201)

    with Image.open(io.BytesIO(fetch(dealer_a, photo["url"]).data)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (800, 1600)
    assert (photo["width"], photo["height"]) == (800, 1600)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_the_content_decides_not_the_name(dealer_a: Dealer, car: Car, kind: str) -> None:
    assert upload(dealer_a.owner, car, picture(kind), name="x.gif").status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200, id="heic"),
        pytest.param(picture("GIF"), id="gif"),
        pytest.param(picture()[:5000], id="cut off"),
        pytest.param(picture("PNG", (9000, 9000)), id="81 megapixels"),
        pytest.param(b"no photo", id="text"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_is_stored(
    dealer_a: Dealer, car: Car, content: bytes
) -> None:
    response = upload(dealer_a.owner, car, picture(), content)

    assert response.status_code == 415
    assert shown(dealer_a, car) == []


def test_a_photo_above_the_limit_is_refused(
    dealer_a: Dealer, car: Car, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture()
    monkeypatch.setattr(uploads, "MAX_PHOTO", len(content) - 1)

    assert upload(dealer_a.owner, car, content).status_code == 413


def test_a_form_without_a_photo_is_told(dealer_a: Dealer, car: Car) -> None:
    response = dealer_a.owner.post(f"/api/admin/cars/{car.id}/photos", data={"note": "x"})

    assert response.status_code == 422
    assert response.get_json()["error"]["details"] == [{"field": "file", "message": "is required"}]


def test_the_twenty_first_photo_is_409(dealer_a: Dealer, car: Car) -> None:
    small = picture(size=(40, 30))
    assert upload(dealer_a.owner, car, *[small] * 20).status_code == 201

    assert upload(dealer_a.owner, car, small).status_code == 409
    assert len(shown(dealer_a, car)) == 20


def test_photos_are_ordered_and_removed(dealer_a: Dealer, car: Car) -> None:
    path = f"/api/admin/cars/{car.id}/photos"
    added = data(upload(dealer_a.owner, car, *[picture(size=(n, 30)) for n in (40, 50, 60)]), 201)
    first, second, third = (photo["id"] for photo in added)

    dealer_a.owner.patch(path, json={"order": [third, first, second]})
    dealer_a.owner.delete(f"{path}/{first}")

    assert [photo["width"] for photo in shown(dealer_a, car)] == [60, 50]
    for wrong in ([], [third], [third, second, first], [third, third]):
        assert dealer_a.owner.patch(path, json={"order": wrong}).status_code == 422


def test_the_files_of_a_removed_photo_go_after_a_day(dealer_a: Dealer, car: Car) -> None:
    upload(dealer_a.owner, car, picture())
    [photo] = shown(dealer_a, car)
    dealer_a.owner.delete(f"/api/admin/cars/{car.id}/photos/{own_ids(dealer_a, car)[0]}")

    delete_files(dealer_a)
    assert fetch(dealer_a, photo["url"]).status_code == 200

    with dealer_a.app.app_context(), platform_scope():
        a_day = timedelta(days=1, seconds=1)
        db.session.execute(update(DeletedFile).values(due_at=DeletedFile.due_at - a_day))
        db.session.commit()
    delete_files(dealer_a)
    for address in (photo["url"], photo["thumbnailUrl"], photo["url"].replace("jpg", "webp")):
        assert fetch(dealer_a, address).status_code == 404


def test_photos_of_a_public_bucket_are_shown_from_there(
    dealer_a: Dealer, car: Car, tmp_path: Path
) -> None:
    install(dealer_a.app, Storage(f"file://{tmp_path}", "https://cdn.example.com"))
    upload(dealer_a.owner, car, picture())

    [photo] = shown(dealer_a, car)
    name = photo["url"].removeprefix("https://cdn.example.com/")
    assert (tmp_path / name).is_file()
    dealer_a.owner.delete(f"/api/admin/cars/{car.id}/photos/{own_ids(dealer_a, car)[0]}")

    with dealer_a.app.app_context(), platform_scope():
        assert name in db.session.scalars(select(DeletedFile.name)).all()


def test_files_stay_queued_while_the_store_is_away(dealer_a: Dealer, car: Car) -> None:
    with dealer_a.app.app_context(), platform_scope():
        deleted_files.delete_later(["ab/cd"])
        db.session.commit()
    install(dealer_a.app, Storage(None))

    delete_files(dealer_a)

    with dealer_a.app.app_context(), platform_scope():
        assert db.session.scalars(select(DeletedFile.name)).all() == ["ab/cd"]


def own_ids(dealer: Dealer, car: Car) -> list[int]:
    photos = data(dealer.owner.get(f"/api/admin/cars/{car.id}"))["photos"]
    return [photo["id"] for photo in photos]


def delete_files(dealer: Dealer) -> None:
    with dealer.app.app_context():
        maintenance.delete_files()


def test_a_photo_moves_the_version_of_its_car(dealer_a: Dealer, car: Car) -> None:
    before = dealer_a.owner.get(f"/api/admin/cars/{car.id}").headers["ETag"]
    listed = dealer_a.public.get("/api/cars").headers["ETag"]

    upload(dealer_a.owner, car, picture())

    assert dealer_a.owner.get(f"/api/admin/cars/{car.id}").headers["ETag"] != before
    assert dealer_a.public.get("/api/cars").headers["ETag"] != listed


def test_only_those_who_write_the_stock_of_this_dealer(
    dealer_a: Dealer, dealer_b: Dealer, car: Car
) -> None:
    [photo] = data(upload(dealer_a.owner, car, picture()), 201)
    path = f"/api/admin/cars/{car.id}/photos"

    assert upload(dealer_a.sales, car, picture()).status_code == 403
    assert upload(dealer_b.owner, car, picture()).status_code == 404
    assert dealer_b.owner.patch(path, json={"order": [photo["id"]]}).status_code == 404
    assert dealer_b.owner.delete(f"{path}/{photo['id']}").status_code == 404


def test_without_a_store_photos_are_refused_with_the_reason(make_app: MakeApp) -> None:
    dealer = make_dealer(make_app(photo_store=None), "dealer-a")

    response = upload(dealer.owner, make_car(dealer), picture())

    assert response.status_code == 503
    assert response.get_json()["error"]["message"] == "No store for photos is set (PHOTO_STORE)."


@pytest.mark.parametrize("name", ["..%2Fx.jpg", "ab/x-320.jpg", f"ab/{'c' * 30}-320.jpg", "ab"])
def test_other_names_are_404(dealer_a: Dealer, name: str) -> None:
    assert dealer_a.public.get(f"/photos/{name}").status_code == 404
