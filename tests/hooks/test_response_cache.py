"""Public responses are cached, and still the request after any change shows the change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, delete, text, update

from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db, installed
from autoleads.hooks.response_cache import (
    CAPACITY,
    ENTRY_OVERHEAD,
    CachedResponse,
    Key,
    ResponseCache,
)
from autoleads.models import Car, CarPhoto
from autoleads.services import cars, tenants
from autoleads.services.cars import CarChanges
from autoleads.services.cars.catalogue import VERSION
from autoleads.services.cars.lookup import get_locked
from autoleads.services.tenants import TenantChanges
from config import Config
from tests.conftest import MakeApp
from tests.support.factories import AVANZA, Dealer, make_car, make_dealer
from tests.support.statements import recorded_statements

SLUG = "toyota-avanza-g-2021"
PATHS = ("/api/cars", "/api/cars?sort=price", f"/api/cars/{SLUG}")


@pytest.fixture
def elsewhere(live_config: Config) -> Iterator[Engine]:
    """The connections of another process."""
    engine = create_engine(live_config.database_url)
    yield engine
    engine.dispose()


@contextmanager
def acting(dealer: Dealer) -> Iterator[None]:
    """Work for the dealer, as a route does, and commit."""
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        yield
        db.session.commit()


def photo(dealer: Dealer, car: Car, name: str = "1") -> CarPhoto:
    address = f"https://media.test/{name}.webp"
    sizes = {"width": 1600, "height": 1200}
    return CarPhoto(
        tenant_id=dealer.tenant.id,
        car_id=car.id,
        position=1,
        url=address,
        thumbnail_url=address,
        **sizes,
    )


def version(dealer: Dealer) -> UUID:
    with dealer.app.app_context(), tenant_scope(dealer.tenant.id):
        found = cars.find_catalogue_version(dealer.tenant)
    assert found is not None
    return found


def shown(dealer: Dealer, path: str = "/api/cars", **options: Any) -> Any:
    return dealer.public.get(path, **options).get_json()["data"]


def run(engine: Engine, dealer: Dealer, statement: str) -> Any:
    """Execute and commit; the first value, where rows come back."""
    with engine.begin() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :id, true)"), {"id": str(dealer.tenant.id)}
        )
        done = connection.execute(text(statement))
        return done.scalar() if done.returns_rows else None


CHANGES_BY_THE_TEAM: dict[str, Callable[[Dealer, Car], object]] = {
    "price": lambda dealer, car: dealer.admin.patch(
        f"/api/admin/cars/{car.id}", json={"price": 1_000_000}
    ),
    "status": lambda dealer, car: dealer.admin.patch(
        f"/api/admin/cars/{car.id}", json={"status": "booked"}
    ),
    "slug": lambda dealer, car: dealer.admin.patch(
        f"/api/admin/cars/{car.id}", json={"variant": "E"}
    ),
    "archive": lambda dealer, car: dealer.admin.delete(f"/api/admin/cars/{car.id}"),
    "whatsapp": lambda dealer, car: dealer.owner.patch(
        "/api/admin/tenant", json={"whatsappNumber": "081311112222"}
    ),
}


@pytest.mark.parametrize("change", CHANGES_BY_THE_TEAM.values(), ids=CHANGES_BY_THE_TEAM)
def test_changes_by_the_team_are_in_the_next_response(
    dealer_a: Dealer, change: Callable[[Dealer, Car], object]
) -> None:
    car = make_car(dealer_a)
    before = {path: dealer_a.public.get(path) for path in PATHS}

    change(dealer_a, car)

    for path, response in before.items():
        assert response.status_code == 200
        now = dealer_a.public.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert now.status_code != 304
        assert now.text != response.text


CHANGES_OF_ROWS: dict[str, str] = {
    "price": "UPDATE cars SET price = price + 1",
    "status": "UPDATE cars SET status = 'sold'",
    "slug": "UPDATE cars SET slug = 'another'",
    "a photo more": (
        "INSERT INTO car_photos (tenant_id, car_id, position, url, thumbnail_url, width, height)"
        " SELECT tenant_id, id, 2, 'https://a.test/2', 'https://a.test/2', 1, 1 FROM cars"
    ),
    "a photo turned": "UPDATE car_photos SET width = height, height = width",
    "a photo less": "DELETE FROM car_photos",
    "whatsapp number": "UPDATE tenants SET whatsapp_number = '+628990001111'",
}


@pytest.mark.parametrize("statement", CHANGES_OF_ROWS.values(), ids=CHANGES_OF_ROWS)
def test_changes_by_another_process_are_in_the_next_response(
    live_dealer: Dealer, elsewhere: Engine, statement: str
) -> None:
    car = make_car(live_dealer)
    with acting(live_dealer):
        db.session.add(photo(live_dealer, car))
    before = [live_dealer.public.get(path).text for path in PATHS]
    assert [live_dealer.public.get(path).text for path in PATHS] == before

    run(elsewhere, live_dealer, statement)

    assert not [
        old
        for path, old in zip(PATHS, before, strict=True)
        if live_dealer.public.get(path).text == old
    ]


def test_changes_are_in_the_next_response_after_the_commit_only(
    live_dealer: Dealer,
) -> None:
    car = make_car(live_dealer)
    with acting(live_dealer):
        cars.update(live_dealer.tenant, car.id, CarChanges(price=99_000_000))
        db.session.add(photo(live_dealer, car))
        db.session.flush()
        with ThreadPoolExecutor(1) as buyer:
            assert [c["price"] for c in buyer.submit(shown, live_dealer).result()] == [AVANZA.price]
    assert [(c["price"], len(c["photos"])) for c in shown(live_dealer)] == [(99_000_000, 1)]

    with acting(live_dealer):
        db.session.execute(delete(CarPhoto).where(CarPhoto.tenant_id == live_dealer.tenant.id))
        db.session.execute(
            update(Car).where(Car.tenant_id == live_dealer.tenant.id).values(price=98_000_000)
        )
    assert [(c["price"], len(c["photos"])) for c in shown(live_dealer)] == [(98_000_000, 0)]


def test_a_rollback_restores_the_version(live_dealer: Dealer) -> None:
    car = make_car(live_dealer)
    before = version(live_dealer)
    with live_dealer.app.app_context(), tenant_scope(live_dealer.tenant.id):
        cars.update(live_dealer.tenant, car.id, CarChanges(price=1_000_000))
        db.session.rollback()

    assert version(live_dealer) == before
    assert [c["price"] for c in shown(live_dealer)] == [AVANZA.price]


def test_a_change_leaves_the_catalogues_of_other_tenants(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    car = make_car(dealer_a)
    before = version(dealer_a), version(dealer_b)
    with acting(dealer_a):
        cars.update(dealer_a.tenant, car.id, CarChanges(km=1))

    assert version(dealer_a) != before[0]
    assert version(dealer_b) == before[1]


def test_the_same_query_at_two_tenants_is_cached_apart(dealer_a: Dealer, dealer_b: Dealer) -> None:
    make_car(dealer_a, color="Merah")
    make_car(dealer_b, color="Putih")

    for path in PATHS * 2:
        assert (
            "Merah" in dealer_a.public.get(path).text,
            "Merah" in dealer_b.public.get(path).text,
        ) == (True, False)


def test_the_catalogue_is_deleted_with_its_tenant(
    live_dealer: Dealer, owner_engine: Engine
) -> None:
    make_car(live_dealer)
    run(owner_engine, live_dealer, f"DELETE FROM tenants WHERE id = {live_dealer.tenant.id}")

    with live_dealer.app.app_context(), platform_scope():
        assert cars.find_catalogue_version(live_dealer.tenant) is None
    assert live_dealer.public.get("/api/cars").status_code == 404


def test_page_links_have_the_host_and_query_of_the_request(app: Flask) -> None:
    dealer = make_dealer(app, "dealer-c", domain="mobil.example.com")
    for _ in range(3):
        make_car(dealer)

    for host in (dealer.host, "mobil.example.com", dealer.host):
        response = dealer.public.get(f"/api/cars?limit=2&utm={host}", headers={"Host": host})
        assert (
            f'<http://{host}/api/cars?utm={host}&page=2&limit=2>; rel="next"'
            in response.headers["Link"]
        )
        assert response.headers["X-Total-Count"] == "3"


def test_headers_of_one_request_are_not_cached(dealer_a: Dealer) -> None:
    make_car(dealer_a)

    ids = [
        dealer_a.public.get("/api/cars", headers={"X-Request-ID": name}).headers["X-Request-ID"]
        for name in "ab"
    ]

    assert ids == ["a", "b"]
    assert dealer_a.public.get("/api/cars", headers={"Origin": "https://x.test"}).headers[
        "Access-Control-Allow-Origin"
    ]


def test_a_cached_response_costs_one_read_of_the_version(live_dealer: Dealer) -> None:
    make_car(live_dealer)
    for path in (*PATHS, "/api/cars/facets"):
        first = live_dealer.public.get(path)
        with recorded_statements(live_dealer.app) as asked:
            again = live_dealer.public.get(path)
            unchanged = live_dealer.public.get(
                path, headers={"If-None-Match": first.headers["ETag"]}
            )

        assert (again.status_code, again.data, again.headers["ETag"]) == (
            200,
            first.data,
            first.headers["ETag"],
        )
        assert (unchanged.status_code, unchanged.data) == (304, b"")
        assert [statement.split()[1] for statement in asked] == [VERSION.name, VERSION.name]


@pytest.mark.parametrize(
    "same",
    [
        (
            "/api/cars?brand=toyota&maxPrice=9",
            "/api/cars?maxPrice=9&brand=TOYOTA",
            "/api/cars?brand=Toyota&maxPrice=09",
        ),
        ("/api/cars?color=hitam&color=putih", "/api/cars?color=PUTIH&color=hitam&color=putih"),
        ("/api/cars?bodyType=suv&bodyType=mpv", "/api/cars?bodyType=MPV&bodyType=suv"),
        ("/api/cars?q=avanza", "/api/cars?q=AVANZA", "/api/cars?q=%20avanza%20"),
        (
            "/api/cars",
            "/api/cars?page=1&limit=20&sort=newest",
            "/api/cars?utm_source=x",
            "/api/cars?brnad=toyota",
        ),
        (f"/api/cars/{SLUG}", f"/api/cars/{SLUG.upper()}", f"/api/cars/{SLUG}?x=1"),
        ("/api/cars/facets?brand=toyota", "/api/cars/facets?brand=Toyota&page=2"),
    ],
)
def test_equal_queries_in_other_spellings_are_cached_once(
    dealer_a: Dealer, same: tuple[str, ...]
) -> None:
    make_car(dealer_a)
    cache = installed(dealer_a.app, ResponseCache)
    before = len(cache)

    bodies = {dealer_a.public.get(path).data for path in same}

    assert len(bodies) == 1
    assert len(cache) == before + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/api/cars?brand=toyota", "/api/cars?model=toyota"),
        ("/api/cars?minPrice=1", "/api/cars?maxPrice=1"),
        ("/api/cars", "/api/cars?page=2"),
        ("/api/cars?q=avanza", "/api/cars/facets?q=avanza"),
        ("/api/cars?brand=toyota&brand=x", "/api/cars?brand=toyota,x"),
    ],
)
def test_different_queries_have_different_responses(dealer_a: Dealer, one: str, other: str) -> None:
    make_car(dealer_a)

    for _ in range(2):
        assert dealer_a.public.get(one).data != dealer_a.public.get(other).data


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/cars?page=0", 422), ("/api/cars/none", 404), (f"/api/cars/{SLUG}", 301)],
)
def test_only_200_responses_are_cached(dealer_a: Dealer, path: str, status: int) -> None:
    car = make_car(dealer_a)
    with acting(dealer_a):
        cars.update(dealer_a.tenant, car.id, CarChanges(variant="E"))
    cache = installed(dealer_a.app, ResponseCache)
    before = len(cache)

    assert [dealer_a.public.get(path).status_code for _ in range(2)] == [status] * 2
    assert len(cache) == before


def test_a_suspended_tenant_gets_no_cached_response(dealer_a: Dealer) -> None:
    make_car(dealer_a)
    assert dealer_a.public.get("/api/cars").status_code == 200
    with dealer_a.app.app_context(), platform_scope():
        tenants.set_status(dealer_a.tenant, "suspended")
        db.session.commit()

    assert dealer_a.public.get("/api/cars").status_code == 403


def test_the_cache_is_bounded_and_drops_the_least_recently_used() -> None:
    cache = ResponseCache(capacity=10 * (ENTRY_OVERHEAD + 1_000))
    keys = [Key(1, uuid4(), "x" * 100) for _ in range(50)]
    for key in keys:
        cache.store(key, CachedResponse(b"y" * 900, ""))
        cache.find(keys[0])

    assert [key in (keys[0], *keys[-9:]) for key in keys] == [
        cache.find(key) is not None for key in keys
    ]

    cache.store(keys[1], CachedResponse(b"y" * 10 * (ENTRY_OVERHEAD + 1_000), ""))
    assert cache.find(keys[1]) is None
    assert len(cache) == 10


def test_a_reader_sees_everything_committed_before_the_request(
    live_dealer: Dealer, elsewhere: Engine
) -> None:
    car = make_car(live_dealer, km=0, price=1_000_000)
    ends = time.monotonic() + 2
    committed, lock = [0], threading.Lock()
    change = f"UPDATE cars SET km = km + 1, price = price + 1 WHERE id = {car.id} RETURNING km"

    def write() -> int:
        written = 0
        while time.monotonic() < ends:
            km = run(elsewhere, live_dealer, change)
            with lock:
                committed[0] = max(committed[0], km)
            written += 1
            time.sleep(0.01)
        return written

    def read(path: str) -> int:
        reads = 0
        while time.monotonic() < ends:
            least = committed[0]
            found = shown(live_dealer, path)
            seen = found[0] if isinstance(found, list) else found
            assert seen["km"] >= least
            assert seen["price"] == 1_000_000 + seen["km"]
            reads += 1
        return reads

    with ThreadPoolExecutor(20) as threads:
        writers = [threads.submit(write) for _ in range(4)]
        readers = [threads.submit(read, PATHS[n % len(PATHS)]) for n in range(16)]
        assert sum(writer.result() for writer in writers) == committed[0]
        assert min(reader.result() for reader in readers) > 0
    assert shown(live_dealer)[0]["km"] == committed[0]


def test_concurrent_writes_to_a_catalogue_do_not_deadlock(
    live_dealer: Dealer,
) -> None:
    stock = [make_car(live_dealer) for _ in range(4)]
    tenant = live_dealer.tenant
    barrier = threading.Barrier(50)

    def act(n: int) -> None:
        car = stock[n % len(stock)]
        barrier.wait()
        for turn in range(3):
            with acting(live_dealer):
                match n % 5:
                    case 0:
                        cars.create(tenant, AVANZA)
                    case 1:
                        price = 1_000_000 + n * 10 + turn
                        cars.update(tenant, car.id, CarChanges(price=price))
                    case 2:
                        cars.update(tenant, car.id, CarChanges(variant=f"{n} {turn}"))
                    case 3:
                        get_locked(tenant, car.id)
                        db.session.add(photo(live_dealer, car, f"{n}-{turn}"))
                    case _:
                        tenants.update(tenant, TenantChanges(city=f"{n} {turn}"))

    with ThreadPoolExecutor(50) as threads:
        assert list(threads.map(act, range(50))) == [None] * 50

    found = shown(live_dealer, "/api/cars?limit=100")
    assert len(found) == len(stock) + 30
    assert sum(len(car["photos"]) for car in found) == 30


def test_the_processes_of_a_host_share_the_memory_for_responses(make_app: MakeApp) -> None:
    cache = installed(make_app(web_processes=4), ResponseCache)
    entry = CachedResponse(bytes(CAPACITY // 10), etag='"1"')

    for number in range(4):
        cache.store(Key(1, UUID(int=number), "list_cars"), entry)

    assert len(cache) == 2


def test_pages_and_orders_of_a_search_share_its_total(dealer_a: Dealer) -> None:
    for number in range(3):
        make_car(dealer_a, variant=f"G{number}")

    def ask(query: str) -> tuple[int, bool]:
        """Return the total of a search, and whether the cars were counted for it."""
        with recorded_statements(dealer_a.app) as statements:
            response = dealer_a.public.get(f"/api/cars?{query}")
        is_counted = any("count(*)" in statement for statement in statements)
        return response.get_json()["meta"]["total"], is_counted

    assert ask("limit=2") == (3, True)
    assert ask("limit=2&page=2") == (3, False)
    assert ask("limit=1&sort=price") == (3, False)
    assert ask("brand=honda") == (0, True)

    make_car(dealer_a, variant="baru")
    assert ask("limit=2&page=2") == (4, True)
