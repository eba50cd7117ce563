"""The scenarios that `benchmarks.compare` measures: each is an endless iterator of requests."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from autoleads.dev.trials.http_client import request
from autoleads.dev.trials.traffic import (
    Target,
    repeating_lists,
    unique_numbers,
    webhook_messages,
)

WRITING_DEALERS = 10
CARS_PER_DEALER = 8
Car = dict[str, Any]
CAR: Car = {
    "brand": "Toyota",
    "model": "Avanza",
    "year": 2021,
    "price": 185_000_000,
    "km": 42_000,
    "transmission": "manual",
    "fuelType": "petrol",
    "bodyType": "mpv",
    "color": "Putih",
    "plateNumber": "B 1234 XYZ",
    "engineCc": 1329,
    "seats": 7,
    "description": "Servis rutin, pajak panjang.",
    "features": ["ABS", "Airbag"],
    "status": "available",
}


def unique_lists(target: Target) -> Iterator[bytes]:
    """Lists of cars that no cache can serve, since no two requests are alike."""
    for number in unique_numbers:
        host = target.dealers[number % len(target.dealers)].host
        # Every car costs more than this, so that all requests find the same cars.
        yield request("GET", host, f"/api/cars?{target.words.min_price}={number}")


def details(target: Target) -> Iterator[bytes]:
    """One car at a time: eight cars of every dealer."""
    requests = []
    for dealer in target.dealers:
        _, cars = target.fetch("GET", dealer.host, f"/api/cars?limit={CARS_PER_DEALER}")
        for car in cars:
            requests.append(request("GET", dealer.host, f"/api/cars/{car['slug']}"))
    random.Random(1).shuffle(requests)
    return itertools.cycle(requests)


def revalidations(target: Target) -> Iterator[bytes]:
    """The first page again, by clients that have it; a product without tags sends it whole."""
    path = "/api/cars?page=1"
    requests = []
    for dealer in target.dealers:
        response, _ = target.fetch("GET", dealer.host, path)
        known = {}
        if etag := response.headers["ETag"]:
            known["If_None_Match"] = etag
        requests.append(request("GET", dealer.host, path, b"", **known))
    return itertools.cycle(requests)


def facets(target: Target) -> Iterator[bytes]:
    requests = [request("GET", dealer.host, "/api/cars/facets") for dealer in target.dealers]
    return itertools.cycle(requests)


def new_cars(target: Target) -> Iterator[bytes]:
    """New cars, each with a code and a name of its own, by the admins of ten dealers in turn."""
    admins = []
    for dealer in target.dealers[:WRITING_DEALERS]:
        admins.append((dealer.host, f"Bearer {target.log_in(dealer.host, dealer.number)}"))
    for number in unique_numbers:
        host, bearer = admins[number % len(admins)]
        own = {"displayCode": f"P{number:08}", "variant": f"G {number}"}
        body = json.dumps(CAR | target.words.new_car | own).encode()
        yield request("POST", host, "/api/admin/cars", body, Authorization=bearer)


SCENARIOS: dict[str, Callable[[Target], Iterator[bytes]]] = {
    "list": repeating_lists,
    "list-new": unique_lists,
    "detail": details,
    "revalidate": revalidations,
    "facets": facets,
    "webhook": webhook_messages,
    "create": new_cars,
}
DEFAULT = [name for name in SCENARIOS if name != "facets"]
"""Those that the products we compare ourselves with have too."""
WRITING = ("webhook", "create")
