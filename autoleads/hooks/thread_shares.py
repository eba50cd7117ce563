"""Bound the threads that one tenant or one device may use, so that the others are served.

A contact that is locked for long, or a slow query of one tenant, then costs the others nothing.
Without `WEB_THREADS`, which gunicorn's configuration sets, nothing is bound.
"""

from __future__ import annotations

import threading
from collections import Counter

from flask import g

from autoleads.errors import ServiceUnavailable
from autoleads.extensions import current


class ThreadShares:
    """Counts the threads in use by key; each application has one."""

    def __init__(self, threads: int | None) -> None:
        self._threads = threads
        self._in_use: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, key: str, share: float) -> bool:
        """Count a thread for a key; return False if that would be more than the share of all."""
        if self._threads is None:
            return True
        with self._lock:
            if self._in_use[key] >= max(1, int(self._threads * share)):
                return False
            self._in_use[key] += 1
        return True

    def give_back(self, key: str) -> None:
        """Count a thread less for a key."""
        if self._threads is None:
            return
        with self._lock:
            self._in_use[key] -= 1
            if self._in_use[key] <= 0:
                del self._in_use[key]


TENANTS_SHARE = 0.75


def tenant_key(tenant_id: int) -> str:
    """Return the key that the threads of a tenant are counted by."""
    return f"tenant {tenant_id}"


def take_tenants_share() -> None:
    """Let a tenant's requests use three quarters of the threads."""
    _take(tenant_key(g.tenant.id), TENANTS_SHARE)


def take_devices_share() -> None:
    """Let the webhooks of a device use half of the threads; refused ones are posted again."""
    _take(f"device {g.webhook.device.id}", 0.5)


def give_back_share(_: BaseException | None) -> None:
    """Give back what this request took, at its end."""
    key: str | None = g.pop("thread_share", None)
    if key is not None:
        current(ThreadShares).give_back(key)


def _take(key: str, share: float) -> None:
    if not current(ThreadShares).take(key, share):
        raise ServiceUnavailable("too_many_waiting")
    g.thread_share = key
