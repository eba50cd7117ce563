"""Whatever happens to Redis, requests go on, are limited, and wait for it once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis

from autoleads.circuit_breaker import PAUSE_SECONDS, CircuitBreaker
from autoleads.dev.redis import RedisServer, start_redis
from autoleads.hooks.limiter import limiter
from config import Limits
from tests.conftest import LogLines, MakeApp
from tests.support.clock import Clock
from tests.support.factories import Api, Dealer, make_dealer

pytestmark = pytest.mark.slow

FAILS = "redis fails; counting rate limits here"
RECOVERED = "redis responds again; counting rate limits there"


@dataclass
class Patient:
    """A Redis that a test harms and heals."""

    server: RedisServer
    directory: Path

    @contextmanager
    def administrator(self) -> Iterator[Redis]:
        with Redis.from_url(self.server.url) as client:
            yield client

    def kill(self) -> None:
        self.server.kill()

    def start_again(self) -> None:
        self.server = start_redis(self.directory, self.server.port, self.server.password)

    def freeze(self) -> None:
        self.server.pause()

    def thaw(self) -> None:
        self.server.resume()

    def fill(self) -> None:
        with self.administrator() as client:
            client.config_set("maxmemory", 1)

    def make_room(self) -> None:
        with self.administrator() as client:
            client.config_set("maxmemory", 0)

    def change_password(self) -> None:
        with self.administrator() as client:
            client.config_set("requirepass", "another")
            client.client_kill_filter(_type="normal")

    def change_password_back(self) -> None:
        with Redis(port=self.server.port, password="another") as client:
            client.config_set("requirepass", self.server.password)


@dataclass(frozen=True)
class Fault:
    """A fault of Redis: its beginning, its end, and the reason in the log."""

    begin: Callable[[Patient], None]
    end: Callable[[Patient], None]
    reason: str


FAULTS = {
    "killed": Fault(Patient.kill, Patient.start_again, "ConnectionError"),
    "frozen": Fault(Patient.freeze, Patient.thaw, "TimeoutError"),
    "full": Fault(Patient.fill, Patient.make_room, "OutOfMemoryError"),
    "locked": Fault(Patient.change_password, Patient.change_password_back, "AuthenticationError"),
}
anyhow = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Patient]:
    with ExitStack() as stack:
        patient = Patient(start_redis(tmp_path), tmp_path)
        stack.callback(lambda: patient.server.stop())
        yield patient


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(
    make_app: MakeApp, patient: Patient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Dealer]:
    """A function that starts a process with Redis, whose pauses pass by the test's clock."""

    def started() -> Dealer:
        app = make_app(
            rate_limits_enabled=True,
            limits=Limits(public="6/minute"),
            redis_url=patient.server.url,
        )
        monkeypatch.setattr(limiter.storage, "_breaker", CircuitBreaker(clock.monotonic))
        return make_dealer(app, "dealer-a")

    return started


@pytest.fixture
def dealer(start: Callable[[], Dealer]) -> Dealer:
    return start()


def ask(dealer: Dealer, number: int, ip: str = "10.0.0.1") -> list[int]:
    """Return the statuses of requests that the front layer serves and others that Flask does."""
    paths = ["/api/tenant", "/x"] * (number // 2)
    return [
        dealer.public.get(path, environ_overrides={"REMOTE_ADDR": ip}).status_code for path in paths
    ]


def readiness(app: Flask) -> tuple[int, str]:
    response = Api(app, "x.test").get("/readyz")
    return response.status_code, response.get_data(as_text=True)


def messages(lines: list[dict[str, Any]]) -> list[str]:
    """Return the messages about Redis."""
    return [line["message"] for line in lines if line["message"].startswith("redis")]


@anyhow
def test_each_process_counts_for_itself_while_redis_fails(
    dealer: Dealer, patient: Patient, log_lines: LogLines, fault: Fault
) -> None:
    assert ask(dealer, 4) == [200, 404] * 2
    fault.begin(patient)

    started = time.monotonic()
    assert ask(dealer, 10) == [200, 404] * 3 + [429] * 4
    assert time.monotonic() - started < 1
    [line] = [line for line in log_lines() if line["message"] == FAILS]
    assert line["reason"] == fault.reason


@anyhow
def test_requests_do_not_wait_for_a_redis_that_fails_for_long(
    dealer: Dealer, patient: Patient, clock: Clock, log_lines: LogLines, fault: Fault
) -> None:
    fault.begin(patient)
    ask(dealer, 2)

    for _ in range(3):
        clock.sleep(PAUSE_SECONDS)
        started = time.monotonic()
        ask(dealer, 20)
        assert time.monotonic() - started < 1  # one of them tries Redis
    assert messages(log_lines()) == [FAILS]


@anyhow
def test_health_tells_that_redis_fails_and_that_it_is_back(
    dealer: Dealer, patient: Patient, fault: Fault
) -> None:
    app = dealer.app
    assert readiness(app)[0] == 200
    fault.begin(patient)

    started = time.monotonic()
    status, body = readiness(app)
    assert (status, "cache" in body, "database" in body) == (503, True, False)
    assert Api(app, "x.test").get("/healthz").status_code == 200
    assert time.monotonic() - started < 1.5

    fault.end(patient)
    assert readiness(app)[0] == 200


@anyhow
def test_processes_count_together_again_after_some_seconds(
    dealer: Dealer, patient: Patient, clock: Clock, log_lines: LogLines, fault: Fault
) -> None:
    fault.begin(patient)
    ask(dealer, 2)
    fault.end(patient)
    ask(dealer, 2, "10.0.0.2")
    assert counted(patient, "10.0.0.2") == []

    clock.sleep(PAUSE_SECONDS)
    ask(dealer, 4, "10.0.0.2")

    assert counted(patient, "10.0.0.2") == [b"4"]
    assert messages(log_lines()) == [FAILS, RECOVERED]


@anyhow
def test_a_process_starts_and_limits_while_redis_fails(
    start: Callable[[], Dealer], patient: Patient, fault: Fault
) -> None:
    fault.begin(patient)

    dealer = start()

    assert ask(dealer, 8) == [200, 404] * 3 + [429] * 2


def test_a_flushed_redis_counts_from_the_start(
    dealer: Dealer, patient: Patient, log_lines: LogLines
) -> None:
    ask(dealer, 4)
    with patient.administrator() as client:
        client.flushall()
        client.script_flush()

    assert ask(dealer, 6) == [200, 404] * 3
    assert counted(patient, "10.0.0.1") == [b"6"]
    assert messages(log_lines()) == []


def test_a_redis_that_restarted_between_two_requests_costs_nothing(
    dealer: Dealer, patient: Patient, log_lines: LogLines
) -> None:
    ask(dealer, 4)
    patient.kill()
    patient.start_again()

    assert ask(dealer, 2) == [200, 404]
    assert counted(patient, "10.0.0.1") == [b"2"]
    assert messages(log_lines()) == []


def counted(patient: Patient, ip: str) -> list[Any]:
    """Return the counts of an address in Redis."""
    with patient.administrator() as client:
        return [client.get(key) for key in client.keys(f"*{ip}*")]
