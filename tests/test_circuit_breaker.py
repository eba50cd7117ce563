"""A failed server is tried again after a pause, by one caller."""

from __future__ import annotations

from autoleads.circuit_breaker import PAUSE_SECONDS, CircuitBreaker
from tests.support.clock import Clock


def test_nobody_calls_for_some_seconds_after_a_failure() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock.monotonic)
    breaker.trip()

    clock.sleep(PAUSE_SECONDS - 0.1)
    assert not breaker.admits()
    clock.sleep(0.1)
    assert breaker.admits()


def test_all_call_until_a_failure() -> None:
    breaker = CircuitBreaker()

    assert [breaker.admits() for _ in range(3)] == [True] * 3


def test_after_the_pause_one_caller_tries_for_all() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock.monotonic)
    breaker.trip()
    clock.sleep(PAUSE_SECONDS)

    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.close()
    assert [breaker.admits() for _ in range(3)] == [True] * 3


def test_each_failure_starts_the_pause_again() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock.monotonic)
    breaker.trip()
    clock.sleep(PAUSE_SECONDS)

    breaker.trip()

    assert not breaker.admits()


def test_the_first_failure_and_the_recovery_are_told_apart() -> None:
    breaker = CircuitBreaker()

    assert [breaker.close(), breaker.trip(), breaker.trip()] == [False, True, False]
    assert [breaker.close(), breaker.close()] == [True, False]
