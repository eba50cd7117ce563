"""Whole public answers kept as bytes, under the version of the catalogue that they were made from."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cachetools import LRUCache
from sqlalchemy import bindparam, select

from autoleads.database.tenant_scope import direct_connection
from autoleads.models import Catalogue

CAPACITY = 64 * 1024 * 1024
"""Bytes, in each process."""
OVERHEAD = 2_000
"""Bytes that an entry takes beside its question and its body."""

VERSION = select(Catalogue.version).where(Catalogue.tenant_id == bindparam("tenant_id"))


@dataclass(frozen=True)
class Key:
    """What an answer depends on: equal keys, equal answers."""

    tenant_id: int
    version: UUID
    question: str
    """The endpoint and its checked arguments."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer of status 200."""

    body: bytes
    headers: Mapping[str, str]


class AnswerCache:
    """The answers used last, as many as fit; safe between threads.

    Nobody has to forget anything: answers of past versions are not asked for any more, and make room.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._answers: LRUCache[Key, tuple[KeptAnswer, int]] = LRUCache(capacity, getsizeof=lambda entry: entry[1])
        self._lock = threading.Lock()

    def find(self, key: Key) -> KeptAnswer | None:
        with self._lock:
            entry = self._answers.get(key)
        return entry[0] if entry else None

    def keep(self, key: Key, answer: KeptAnswer) -> None:
        """Keep it, unless it alone is larger than all there is room for."""
        size = OVERHEAD + len(key.question.encode()) + len(answer.body)
        with self._lock:
            if size <= self._answers.maxsize:
                self._answers[key] = (answer, size)

    @property
    def size(self) -> int:
        """Bytes in use."""
        return int(self._answers.currsize)

    def __len__(self) -> int:
        return len(self._answers)


answer_cache = AnswerCache()


def find_version(tenant_id: int) -> UUID | None:
    """The catalogue's present version, in one round trip to where the session would read; None for no such dealer."""
    with direct_connection() as connection:
        return connection.scalar(VERSION, {"tenant_id": tenant_id})
