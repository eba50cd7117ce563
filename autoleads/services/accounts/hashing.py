"""Password hashes: argon2id, computed by at most four threads at once, since each takes 19 MiB."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

MAX_LENGTH = 128
STRONG = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For tests."""


class Passwords:
    """Hashes and verifies passwords with one argon2 profile."""

    def __init__(self, hasher: PasswordHasher = STRONG) -> None:
        self._slots = threading.BoundedSemaphore(4)
        self._hasher = hasher
        # Well formed, and of no password: to compute one would delay each start.
        profile = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
        self._dummy_hash = f"$argon2id$v=19${profile}${'A' * 22}${'A' * 43}"

    def hash(self, password: str) -> str:
        with self._slots:
            return self._hasher.hash(password)

    def verify(self, password_hash: str | None, password: str) -> bool:
        """Return whether the password belongs to the hash.

        Without a hash the result is False after the same time, so that the time tells nothing.
        """
        with self._slots:
            try:
                matches = self._hasher.verify(
                    password_hash or self._dummy_hash, password[:MAX_LENGTH]
                )
            except (Argon2Error, InvalidHashError):
                return False
        return matches and password_hash is not None and len(password) <= MAX_LENGTH

    def still_matches(self, password_hash: str | None, password: str, *, verified: str) -> bool:
        """Return whether a password that belongs to the hash `verified` belongs to this one too."""
        return password_hash == verified or self.verify(password_hash, password)

    def needs_rehash(self, password_hash: str) -> bool:
        """Return whether the hash was made with another profile than this one."""
        return self._hasher.check_needs_rehash(password_hash)
