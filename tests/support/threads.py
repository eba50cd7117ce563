"""Calls that happen at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def run_at_once(number: int, call: Callable[[int], T]) -> list[T]:
    """Call a function with 0, 1 … in as many threads, together; return the results in order."""
    together = threading.Barrier(number)

    def run(index: int) -> T:
        together.wait()
        return call(index)

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(run, range(number)))
