"""A clock that moves only when a test says so."""

from __future__ import annotations


class Clock:
    """Has the two functions of the module `time` that the product uses."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
