"""The cache of dealers that processes share in Redis, and that none of them needs."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from flask import Flask
from sqlalchemy import Engine, text

from autoleads.dev.redis import RedisServer
from autoleads.extensions import installed
from autoleads.services import tenants
from autoleads.services.tenants import TenantInfo, records
from autoleads.services.tenants.cache import TenantCache
from tests.conftest import MakeApp
from tests.support.clock import Clock
from tests.support.factories import Dealer, make_dealer

KEY = "autoleads:tenant:2:slug:dealer-a"
HOST = "dealer-a.autoleads.test"
NewProcess = Callable[..., TenantCache]


@pytest.fixture
def shared(redis_server: RedisServer) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_server.url, decode_responses=True) as client:
        yield client


@pytest.fixture
def new_process(
    live_app: Flask, live_dealer: Dealer, redis_server: RedisServer
) -> Iterator[NewProcess]:
    """Makes the directory of a process that has just started."""

    def make(clock: Clock | None = None) -> TenantCache:
        now = clock.monotonic if clock else time.monotonic
        return TenantCache(("autoleads.test",), redis_server.url, now)

    with live_app.app_context():
        yield make


def find(process: TenantCache) -> TenantInfo:
    tenant = process.find(HOST)
    assert tenant
    return tenant


def test_an_entry_of_another_process_is_confirmed_by_version(
    new_process: NewProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = find(new_process())
    monkeypatch.delattr(tenants, "find_by_slug")

    assert find(new_process()) == read


def test_a_stale_shared_copy_is_never_served(
    new_process: NewProcess, owner_engine: Engine, shared: redis.Redis
) -> None:
    find(new_process())
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET status = 'suspended'"))

    assert find(new_process()).status == "suspended"
    assert shared.hget(KEY, "version") == "2"


def test_a_slow_refill_does_not_replace_a_newer_copy(
    new_process: NewProcess,
    owner_engine: Engine,
    shared: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = find(new_process())
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE tenants SET name = 'New'"))
    find(new_process())
    monkeypatch.setattr(records, "find_by_slug", lambda slug: dataclasses.replace(old))

    new_process()._confirm("slug:dealer-a", None)

    assert shared.hget(KEY, "version") == "2"
    assert "New" in (shared.hget(KEY, "tenant") or "")


def test_a_shared_copy_ends_by_itself(new_process: NewProcess, shared: redis.Redis) -> None:
    find(new_process())

    assert 0 < shared.ttl(KEY) <= 300


@pytest.mark.parametrize(
    "written", ["", "{", "null", "[]", "{}", '{"id": 1}', '{"id": 1, "colour": "red"}']
)
def test_entries_of_another_release_are_ignored(
    new_process: NewProcess, shared: redis.Redis, written: str
) -> None:
    shared.hset(KEY, mapping={"version": "1", "tenant": written})

    assert find(new_process()).slug == "dealer-a"


def test_forgetting_reaches_redis(new_process: NewProcess, shared: redis.Redis) -> None:
    process = new_process()
    process.forget(find(process))

    assert shared.exists(KEY) == 0


@pytest.fixture
def served(make_app: MakeApp, redis_server: RedisServer) -> Dealer:
    return make_dealer(make_app(redis_url=redis_server.url, rate_limits_enabled=True), "dealer-a")


def ask_anew(dealer: Dealer) -> None:
    """A request for which nothing is kept in the process."""
    installed(dealer.app, TenantCache).clear()
    assert dealer.public.get("/api/tenant").status_code == 200


@pytest.mark.parametrize("fault", ["kill", "pause"])
def test_with_redis_killed_or_frozen_few_requests_try_it_and_none_fails(
    served: Dealer, redis_server: RedisServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    ask_anew(served)
    getattr(redis_server, fault)()

    for _ in range(20):
        ask_anew(served)

    # One that tries it waits for the time-out; then it is left alone for some seconds.
    assert 1 <= caplog.text.count("tenant cache: redis failed") <= 3
    assert served.owner.patch("/api/admin/tenant", json={"city": "Solo"}).status_code == 200
    assert (
        served.app.test_client().get("/readyz").get_json()["error"]["message"]
        == "Not ready: cache."
    )


def test_redis_is_used_again_once_it_is_back(
    new_process: NewProcess, redis_server: RedisServer, shared: redis.Redis
) -> None:
    clock = Clock()
    process = new_process(clock)
    redis_server.pause()
    find(process)
    redis_server.resume()
    assert shared.exists(KEY) == 0

    process.clear()
    clock.sleep(5.1)
    find(process)

    assert shared.exists(KEY) == 1
