"""The time per page of small and large dealers, of few and many: median milliseconds, and ratios.

Public pages are asked so that no cache can serve them, one request after another.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Iterator
from statistics import median

from autoleads.dev.trials.dealers import Volume, fill
from autoleads.dev.trials.deployment import DOMAIN, deployment
from autoleads.dev.trials.http_client import request, send_once
from autoleads.dev.trials.traffic import Target, unique_numbers
from benchmarks import results
from benchmarks.growth import LEADS_SLUG, Growth, big_slug, grow, many_slug

PER_PAGE = 20
SORTS = ("newest", "price", "-price", "year", "-year", "km", "-km")
NEAR = [f"page={page}&sort={sort}" for sort in SORTS for page in range(1, 10)]
"""The first pages of one search, each of which is asked for once."""
CAR_PAGES = {
    "page of a known total": "/api/cars?{near}",
    "first page": "/api/cars?minPrice={n}",
    "by brand": "/api/cars?brand=Toyota&minPrice={n}",
    "by color": "/api/cars?color=Merah&minPrice={n}",
    "cheapest first": "/api/cars?sort=price&minPrice={n}",
    "q of a model": "/api/cars?q=avanza&minPrice={n}",
    "q of nothing": "/api/cars?q=zzzzz&minPrice={n}",
    "deep page": "/api/cars?page={deep}&minPrice={n}",
    "facets": "/api/cars/facets?minPrice={n}",
    "admin: stock": "/api/admin/cars",
}
LEAD_PAGES = {
    "leads": "/api/admin/leads",
    "leads, waiting first": "/api/admin/leads?sort=waiting",
    "leads, by name": "/api/admin/leads?q=Pembeli%20333",
    "leads, deep page": "/api/admin/leads?page={deep}",
    "lead figures": "/api/admin/leads/stats",
}
LEAD_PAGE = 2000
Figures = dict[str, dict[str, float]]
"""Milliseconds by page and size."""


class Clock:
    """Measures pages of one deployment."""

    def __init__(self, target: Target, seconds: float) -> None:
        self._target = target
        self._seconds = seconds
        self._tokens: dict[str, str] = {}

    def page(self, slug: str, path: str, **words: int) -> float:
        """Return the median milliseconds of a page of one dealer."""
        host = f"{slug}.{DOMAIN}"
        headers = {}
        if "/admin/" in path:
            headers["Authorization"] = f"Bearer {self._token(host)}"
        requests = (
            request(
                "GET",
                host,
                path.format(n=number, near=NEAR[number % len(NEAR)], **words),
                b"",
                **headers,
            )
            for number in unique_numbers
        )
        return self._median(requests, len(NEAR) if "{near}" in path else 300)

    def dealers_in_turn(self, slugs: list[str]) -> float:
        """Return the median milliseconds of first pages of random dealers."""
        dice = random.Random(1)
        path = CAR_PAGES["first page"]
        requests = (
            request("GET", f"{dice.choice(slugs)}.{DOMAIN}", path.format(n=number))
            for number in unique_numbers
        )
        return self._median(requests)

    def _median(self, requests: Iterator[bytes], most: int = 300) -> float:
        """Return the median milliseconds of so many requests, or of as many as there is time."""
        times = []
        deadline = time.monotonic() + self._seconds
        for sent in itertools.islice(requests, most):
            outcome = send_once(self._target.port, sent)
            if list(outcome.statuses) != [200]:
                raise RuntimeError(f"{dict(outcome.statuses)}: {sent.splitlines()[0].decode()}")
            times.append(outcome.latencies[0] * 1000)
            if len(times) > 3 and time.monotonic() > deadline:
                break
        return median(times[1:])

    def _token(self, host: str) -> str:
        if host not in self._tokens:
            self._tokens[host] = self._target.log_in(host)
        return self._tokens[host]


def measure(clock: Clock, growth: Growth, small: Volume) -> Figures:
    figures: Figures = {}
    for name, path in CAR_PAGES.items():
        figures[name] = {}
        for cars in growth.cars:
            deep = max(1, cars // PER_PAGE * 2 // 5)
            figures[name][f"{cars:,} cars"] = clock.page(big_slug(cars), path, deep=deep)
    for name, path in LEAD_PAGES.items():
        last = -(-small.leads // PER_PAGE)
        deep = min(LEAD_PAGE, growth.leads // PER_PAGE)
        figures[name] = {
            f"{small.leads:,} leads": clock.page("dealer0", path, deep=last),
            f"{growth.leads:,} leads": clock.page(LEADS_SLUG, path, deep=deep),
        }
    few, many = growth.dealers
    figures["dealers in turn"] = {
        f"{few:,} dealers": clock.dealers_in_turn([f"dealer{n}" for n in range(few)]),
        f"{many:,} dealers": clock.dealers_in_turn([many_slug(n) for n in range(many - few)]),
    }
    return figures


def ratios(times: dict[str, float]) -> list[float]:
    """Return each time over that of the smallest size."""
    first, *larger = times.values()
    return [time / first for time in larger]


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    add = parser.add_argument
    add("--cars", nargs="+", type=int, default=list(Growth.cars), help="of one dealer, sizes")
    add("--dealers", nargs=2, type=int, default=list(Growth.dealers), help="few and many")
    add("--leads", type=int, default=Growth.leads, help="of one dealer")
    add("--seconds", type=float, default=1.5, help="per page and size, at most (1.5)")
    results.add_output(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    growth = Growth(tuple(options.cars), tuple(options.dealers), options.leads)
    small = Volume(dealers=growth.dealers[0], leads=400, messages=800)
    with deployment() as deployed:
        target = Target(deployed.port, fill(deployed, small), small.leads)
        started = time.monotonic()
        grow(deployed, growth)
        print(f"rows added in {time.monotonic() - started:.0f} s", flush=True)
        deployed.start_web(workers=1)
        figures = measure(Clock(target, options.seconds), growth, small)
    for name, times in figures.items():
        shown = ", ".join(f"{size} {time:.1f} ms" for size, time in times.items())
        print(f"{name:<22}{shown}; × {ratios(times)[-1]:.2f}")
    largest = {"× the smallest": [ratios(times)[-1] for times in figures.values()]}
    chart = results.bars("Time at the largest size over the smallest", figures, largest)
    results.write(options.output, "scale", {"milliseconds": figures}, chart)


if __name__ == "__main__":
    main()
