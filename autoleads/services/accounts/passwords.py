"""Password hashes: argon2id, at most four at once, since each takes 19 MiB."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

MAX_LENGTH = 128
STRONG = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Passwords:
    """Hashes and verifies passwords with one argon2 profile; tests take the cheapest."""

    def __init__(self, hasher: PasswordHasher = STRONG) -> None:
        self._slots = threading.BoundedSemaphore(4)
        self._hasher = hasher
        self._dummy = hasher.hash("somebody who does not exist")

    def hash(self, password: str) -> str:
        with self._slots:
            return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether it is the password; takes as long when there is none to compare with."""
        with self._slots:
            try:
                matches = self._hasher.verify(password_hash or self._dummy, password[:MAX_LENGTH])
            except (Argon2Error, InvalidHashError):
                return False
        return matches and password_hash is not None and len(password) <= MAX_LENGTH

    def needs_rehash(self, password_hash: str) -> bool:
        return self._hasher.check_needs_rehash(password_hash)
