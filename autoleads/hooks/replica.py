"""Read from a replica what it is known to have.

A replica may lag. It is read only if it has the catalogue's version that the primary has: so a
customer sees a change at once, and what is cached under a version is never older than it.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from flask import g
from sqlalchemy.exc import DBAPIError

from autoleads.circuit_breaker import CircuitBreaker
from autoleads.database.direct import DirectDatabase
from autoleads.database.tenant_scope import enter_tenant, replica_scope
from autoleads.extensions import current, db
from autoleads.services import cars
from autoleads.services.tenants import TenantInfo

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")


class Replicas:
    """The names of the read replicas, used in turn; each application has one such object.

    One that fails is left out for some seconds.
    """

    def __init__(self, names: Sequence[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._breakers = {name: CircuitBreaker(clock) for name in names}
        self._turns = itertools.count()

    def __len__(self) -> int:
        return len(self._breakers)

    def usable(self) -> Iterator[str]:
        """Yield those that may be tried, beginning with another one each time."""
        names = list(self._breakers)
        first = next(self._turns) % len(names) if names else 0
        for name in names[first:] + names[:first]:
            if self._breakers[name].admits():
                yield name

    def report_failure(self, name: str, error: DBAPIError) -> None:
        """Leave a replica out for some seconds."""
        if self._breakers[name].trip():
            details = {"replica": name, "reason": type(error.orig).__name__}
            log.warning("replica fails; doing without it", extra=details)

    def report_success(self, name: str) -> None:
        """Use a replica for all requests again."""
        if self._breakers[name].close():
            log.warning("replica responds again", extra={"replica": name})


def read_near(tenant: TenantInfo, version: UUID | None, read: Callable[[], T]) -> T:
    """Call a function that only reads, on a replica that has a version of the tenant's catalogue.

    If no replica has it, or the one that has it fails meanwhile, it reads from the primary.
    """
    replicas = current(Replicas)
    for name in replicas.usable():
        try:
            found = cars.read_version(current(DirectDatabase), tenant, replica=name)
            replicas.report_success(name)
            if found is not None and found == version:
                with replica_scope(name):
                    return read()
        except DBAPIError as error:
            # Also an error of the statement: the replica may not have a new column yet.
            replicas.report_failure(name, error)
            enter_tenant(tenant.id)
            db.engines[name].dispose()
    return read()


def prefers_replica(view: Callable[P, T]) -> Callable[P, T]:
    """Let a view that only reads the tenant's catalogue read it from a replica."""

    @wraps(view)
    def read(*arguments: P.args, **options: P.kwargs) -> T:
        call = partial(view, *arguments, **options)
        if not current(Replicas):
            return call()
        return read_near(g.tenant, cars.find_catalogue_version(g.tenant), call)

    return read
