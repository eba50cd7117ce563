"""The installation that a process belongs to: two may share one Redis."""

from __future__ import annotations

from autoleads.database.direct import DirectDatabase
from autoleads.extensions import current


class Installation:
    """Reads the random id of the database, once in the life of the process."""

    def __init__(self) -> None:
        self._id: str | None = None

    def key(self, name: str) -> str:
        """Return a name for Redis that no other installation has.

        Raises:
            OperationalError: the id is not known yet, and the database is down.
        """
        return f"autoleads:{self._read_id()}:{name}"

    def known_key(self, name: str) -> str | None:
        """Return the same as `key`, or None if the id is not known yet."""
        return self.key(name) if self._id else None

    def _read_id(self) -> str:
        if self._id is None:
            row = current(DirectDatabase).fetch_row("SELECT id FROM installation")
            assert row is not None  # a migration inserted it
            self._id = row[0].hex
        return self._id
