"""The cache of tenants: shared by processes through Redis, and working without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import redis
from flask import Flask
from sqlalchemy import Engine, text

from autoleads.circuit_breaker import PAUSE_SECONDS
from autoleads.dev.redis import RedisServer
from autoleads.extensions import installed
from autoleads.services.installation import Installation
from autoleads.services.tenants import TenantCache, TenantInfo, cache, records
from autoleads.services.tenants.shared_cache import PREFIX
from tests.conftest import MakeApp
from tests.support.clock import Clock
from tests.support.factories import Dealer, make_dealer

pytestmark = pytest.mark.slow

KEY = "slug:dealer-a"
HOST = "dealer-a.autoleads.test"
NewProcess = Callable[..., TenantCache]


@pytest.fixture
def shared(redis_server: RedisServer) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_server.url, decode_responses=True) as client:
        yield client


@pytest.fixture
def redis_key(live_app: Flask) -> str:
    """The key that the tenant has in Redis."""
    with live_app.app_context():
        return Installation().key(PREFIX + KEY)


@pytest.fixture
def new_process(
    live_app: Flask, live_dealer: Dealer, redis_server: RedisServer
) -> Iterator[NewProcess]:
    """Returns the cache of a process that has just started."""

    def make(clock: Clock | None = None) -> TenantCache:
        now = clock.monotonic if clock else time.monotonic
        return TenantCache(("autoleads.test",), redis_server.url, Installation(), now)

    with live_app.app_context():
        yield make


def find(process: TenantCache) -> TenantInfo:
    tenant = process.find(HOST)
    assert tenant
    return tenant


def test_tenant_read_by_one_process_is_only_confirmed_by_another(
    new_process: NewProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = find(new_process())
    monkeypatch.delattr(records, "find_by_slug")

    assert find(new_process()) == tenant


def test_stale_tenant_in_redis_is_read_again(
    new_process: NewProcess, owner_engine: Engine, shared: redis.Redis, redis_key: str
) -> None:
    find(new_process())
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET status = 'suspended'"))

    assert find(new_process()).status == "suspended"
    assert '"suspended"' in str(shared.get(redis_key))


def test_older_tenant_that_a_slow_process_stores_is_not_used(
    new_process: NewProcess, owner_engine: Engine, shared: redis.Redis, redis_key: str
) -> None:
    find(new_process())
    older = shared.get(redis_key)
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET name = 'New'"))
    find(new_process())

    shared.set(redis_key, str(older))

    assert find(new_process()).name == "New"


def test_tenant_in_redis_expires(
    new_process: NewProcess, shared: redis.Redis, redis_key: str
) -> None:
    find(new_process())

    assert 0 < shared.ttl(redis_key) <= 300


@pytest.mark.parametrize(
    "stored", ["", "{", "null", "[]", "{}", '{"id": 1}', '{"id": 1, "colour": "red"}']
)
def test_tenant_in_another_shape_is_read_again(
    new_process: NewProcess, shared: redis.Redis, stored: str, redis_key: str
) -> None:
    shared.set(redis_key, stored)

    assert find(new_process()).slug == "dealer-a"


def test_forget_deletes_the_tenant_from_redis(
    new_process: NewProcess, shared: redis.Redis, redis_key: str
) -> None:
    process = new_process()
    process.forget(find(process))

    assert shared.exists(redis_key) == 0


def test_unknown_hosts_take_no_more_than_the_maximum_of_entries(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "find_by_domain", lambda domain: None)
    process = installed(app, TenantCache)
    with app.app_context():
        for number in range(cache.MAX_ENTRIES + 10):
            process.find(f"x{number}.example.com")

    assert len(process._entries) == cache.MAX_ENTRIES


@pytest.fixture
def served(make_app: MakeApp, redis_server: RedisServer) -> Dealer:
    return make_dealer(make_app(redis_url=redis_server.url, rate_limits_enabled=True), "dealer-a")


def request_uncached(dealer: Dealer) -> None:
    """Send a request for which this process has nothing cached."""
    installed(dealer.app, TenantCache).clear()
    assert dealer.public.get("/api/tenant").status_code == 200


@pytest.mark.parametrize("fault", ["kill", "pause"])
def test_requests_succeed_while_redis_is_down_and_few_of_them_try_it(
    served: Dealer, redis_server: RedisServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    request_uncached(served)
    getattr(redis_server, fault)()

    for _ in range(20):
        request_uncached(served)

    # A request that tries Redis waits for the timeout; then the circuit is open for some seconds.
    assert 1 <= caplog.text.count("tenant cache: redis failed") <= 3
    assert served.owner.patch("/api/admin/tenant", json={"city": "Solo"}).status_code == 200
    readiness = served.app.test_client().get("/readyz").get_json()
    assert readiness["error"]["message"] == "Not ready: cache."


def test_redis_is_used_again_after_the_pause(
    new_process: NewProcess, redis_server: RedisServer, shared: redis.Redis, redis_key: str
) -> None:
    clock = Clock()
    process = new_process(clock)
    redis_server.pause()
    find(process)
    redis_server.resume()
    assert shared.exists(redis_key) == 0

    process.clear()
    clock.sleep(PAUSE_SECONDS)
    find(process)

    assert shared.exists(redis_key) == 1
