"""Remembers the claims of tokens whose signature was checked, until they expire.

A client sends one access token for 15 minutes, a browser one cookie for weeks; checking them was a
fifth of a small request. Whether the session still lives is asked of the database each time.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from cachetools import LRUCache

MAX_TOKENS = 2_000

Kind = Literal["api", "panel"]
Claims = Mapping[str, Any]


class VerifiedTokens:
    """Holds claims by a digest of their token, for each kind apart; each application has one."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._claims: LRUCache[tuple[Kind, bytes], Claims] = LRUCache(MAX_TOKENS)
        self._lock = threading.Lock()

    def read(self, kind: Kind, token: str, verify: Callable[[str], Claims]) -> Claims:
        """Return the claims of a token, remembered or verified now.

        Raises whatever `verify` raises; that is never remembered.
        """
        # Expired ones and those of another kind are verified again, and refused there.
        key = (kind, hashlib.sha256(token.encode()).digest())
        with self._lock:
            claims = self._claims.get(key)
        if claims is not None and claims["exp"] > self._clock():
            return claims
        claims = verify(token)
        if isinstance(claims.get("exp"), int):
            with self._lock:
                self._claims[key] = claims
        return claims

    def __len__(self) -> int:
        return len(self._claims)
