"""Counters in the process: exact between threads, bounded, and without threads of their own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from autoleads.hooks.limit_storage import SMALLEST_SWEEP, ProcessStorage
from tests.support.clock import Clock

MINUTE = 60


def storage(clock: Clock) -> ProcessStorage:
    return ProcessStorage(clock=clock.monotonic)


def test_the_scheme_names_it() -> None:
    assert isinstance(storage_from_string("process://"), ProcessStorage)


def test_a_redis_may_be_named_by_its_socket() -> None:
    counters = storage_from_string("shared://", redis_url="unix:///nowhere/redis.sock")

    assert [counters.incr("a", MINUTE), counters.get("a")] == [1, 1]


def test_a_window_ends_a_minute_after_it_began() -> None:
    clock = Clock()
    counters = storage(clock)

    assert [counters.incr("a", MINUTE) for _ in range(3)] == [1, 2, 3]
    clock.sleep(59)
    assert (counters.get("a"), counters.incr("a", MINUTE)) == (3, 4)
    ends = counters.get_expiry("a")
    clock.sleep(1.1)
    assert counters.get("a") == 0
    assert counters.incr("a", MINUTE) == 1
    assert counters.get_expiry("a") > ends


def test_parallel_counts_are_exact_and_start_no_thread() -> None:
    counters = ProcessStorage()
    limiter = FixedWindowRateLimiter(counters)
    limit = parse("100/minute")
    threads = threading.active_count()
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: limiter.hit(limit, "a"), range(400)))
        assert threading.active_count() <= threads + 8

    assert sum(allowed) == 100


def test_expired_keys_take_no_memory() -> None:
    clock = Clock()
    counters = storage(clock)
    for number in range(20 * SMALLEST_SWEEP):
        counters.incr(f"key {number}", MINUTE)
        clock.sleep(1)

    assert len(counters._windows) <= SMALLEST_SWEEP


def test_keys_whose_window_is_open_are_never_dropped() -> None:
    counters = storage(Clock())
    for number in range(5 * SMALLEST_SWEEP):
        counters.incr(f"key {number}", MINUTE)

    assert {counters.get(f"key {number}") for number in range(5 * SMALLEST_SWEEP)} == {1}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40)), max_size=60))
def test_counts_equal_those_of_a_plain_list(steps: list[tuple[str, int]]) -> None:
    clock = Clock()
    counters = storage(clock)
    began: dict[str, float] = {}
    counts: dict[str, int] = {}
    for key, wait in steps:
        clock.sleep(wait)
        now = clock.monotonic()
        if key not in began or now >= began[key] + MINUTE:
            began[key], counts[key] = now, 0
        counts[key] += 1
        assert counters.incr(key, MINUTE) == counts[key]


def test_keys_can_be_forgotten() -> None:
    counters = storage(Clock())
    counters.incr("a", MINUTE)
    counters.incr("b", MINUTE)

    counters.clear("a")
    assert (counters.get("a"), counters.get("b")) == (0, 1)
    assert counters.reset() == 1
    assert (counters.get("b"), counters.check()) == (0, True)
