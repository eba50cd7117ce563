"""A failed server is called again after a pause."""

from __future__ import annotations

from autoleads.circuit_breaker import PAUSE_SECONDS, CircuitBreaker
from tests.support.clock import Clock


def test_the_circuit_is_open_for_some_seconds_after_a_failure() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock.monotonic)
    breaker.trip()

    clock.sleep(PAUSE_SECONDS - 0.1)
    assert breaker.is_open
    clock.sleep(0.1)
    assert not breaker.is_open


def test_the_circuit_is_closed_until_a_failure() -> None:
    assert not CircuitBreaker().is_open


def test_each_failure_starts_the_pause_again() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock.monotonic)
    breaker.trip()
    clock.sleep(PAUSE_SECONDS)

    breaker.trip()

    assert breaker.is_open
