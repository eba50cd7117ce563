"""The figures that Prometheus reads: what this process counts, added up over all web processes.

Under gunicorn each web process counts in files of its own (`gunicorn.conf.py` makes their
directory), and whichever serves `/metrics` adds them up. A process is known by a number, which the
one that replaces it takes over: it goes on counting in the same files, so that no figure falls
back and no files pile up. Anywhere else the figures are those of the one process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from werkzeug.routing import Map

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.core import GaugeMetricFamily

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
UNKNOWN = "unknown"
"""Stands for paths without a route, and for methods that no route has."""
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8"
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


@dataclass(frozen=True)
class Figure:
    """A figure of the whole platform at the moment of reading."""

    name: str
    help: str
    label: str
    values: dict[str, float]
    """The values by that of the label."""


class Metrics:
    """Counts requests, cached responses and connections; an application has one or none."""

    def __init__(self, rules: Map) -> None:
        # Imported here because it is an optional package, and most processes count nothing.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
        from prometheus_client.multiprocess import MultiProcessCollector

        self.process = "main"
        """The name of this process among those that share the directory."""
        self._rules = rules
        self._series: dict[tuple[str | None, str, int], tuple[Counter, Histogram]] = {}
        self._registry = registry = CollectorRegistry()
        if DIRECTORY in os.environ:
            values.ValueClass = values.MultiProcessValue(  # type: ignore[no-untyped-call]
                partial(getattr, self, "process")
            )
            MultiProcessCollector(self._registry, os.environ[DIRECTORY])  # type: ignore[no-untyped-call]
            registry = CollectorRegistry()
        self._requests = Counter(
            "autoleads_requests",
            "Requests by surface, route, method and status.",
            ("surface", "route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "autoleads_request_seconds",
            "The time that requests took, by route.",
            ("route",),
            buckets=BUCKETS,
            registry=registry,
        )
        lookups = Counter(
            "autoleads_cached_responses",
            "Look-ups of public responses in the cache of the process.",
            ("result",),
            registry=registry,
        )
        self._hits, self._misses = lookups.labels("hit"), lookups.labels("miss")
        self._connections = Gauge(
            "autoleads_database_connections_in_use",
            "Connections that are taken from the pools of the web processes.",
            ("database",),
            registry=registry,
            multiprocess_mode="livesum",
        )

    def count_request(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the rule, or None for a path without one."""
        series = self._series.get((route, method, status))
        if series is None:
            series = self._make_series(route, method, status)
        requests, duration = series
        requests.inc()
        duration.observe(seconds)

    def count_lookup(self, *, is_hit: bool) -> None:
        """Count a look-up in the cache of responses."""
        if is_hit:
            self._hits.inc()
        else:
            self._misses.inc()

    def connections_to(self, database: str) -> Callable[[int], None]:
        """Return the function that sets how many connections to a database this process uses."""
        return self._connections.labels(database).set

    def render(self, figures: Iterable[Figure]) -> bytes:
        """Return what the processes have counted, and the figures of the platform, as text."""
        from prometheus_client import CollectorRegistry, generate_latest

        platform = CollectorRegistry()
        platform.register(_Families(figures))
        return generate_latest(self._registry) + generate_latest(platform)

    def _make_series(
        self, route: str | None, method: str, status: int
    ) -> tuple[Counter, Histogram]:
        """Return what counts a kind of request; a client that invents methods adds no kinds."""
        known = method if method in METHODS else UNKNOWN
        key = (route, known, status)
        if key not in self._series:
            name = route or UNKNOWN
            requests = self._requests.labels(self._surface_of(route), name, known, str(status))
            self._series[key] = (requests, self._seconds.labels(name))
        return self._series[key]

    def _surface_of(self, route: str | None) -> str:
        """Return the name of the package in `routes` that serves a route."""
        for rule in self._rules.iter_rules():
            if rule.rule == route:
                return str(rule.endpoint).partition(".")[0]
        return UNKNOWN


class _Families:
    """Figures as Prometheus's client collects them."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from prometheus_client.core import GaugeMetricFamily

        for figure in self._figures:
            family = GaugeMetricFamily(figure.name, figure.help, labels=[figure.label])
            for label, value in figure.values.items():
                family.add_metric([label], value)
            yield family
