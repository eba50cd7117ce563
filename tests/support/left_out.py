"""Tests of what not every machine has: left out there, but never where a change is judged."""

from __future__ import annotations

import os

import pytest


def leave_out(
    config: pytest.Config, items: list[pytest.Item], needing: list[pytest.Item], why: str
) -> None:
    """Take the tests that need something out of the run; where a change is judged, fail."""
    if "CI" in os.environ:
        raise pytest.UsageError(why)
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]
