"""Edits that are based on what somebody read."""

from __future__ import annotations

from typing import Protocol

from autoleads.errors import PreconditionFailed


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


def require_version(row: Versioned, expected: int | None) -> None:
    """None expects nothing; the row must be locked.

    Raises:
        PreconditionFailed: the row has another version by now.
    """
    if expected is not None and row.version != expected:
        raise PreconditionFailed
