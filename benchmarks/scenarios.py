"""The scenarios that `benchmarks.load` measures: each is an endless iterator of requests."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator

from autoleads.dev.trials.dealers import ADMIN, PASSWORD
from autoleads.dev.trials.http_client import request
from autoleads.dev.trials.traffic import (
    Target,
    repeating_lists,
    unique_numbers,
    webhook_messages,
)

WRITING_DEALERS = 10
CAR = {
    "brand": "Toyota",
    "model": "Avanza",
    "variant": "1.3 G",
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
        yield request("GET", host, f"/api/cars?minPrice={number}")


def details(target: Target) -> Iterator[bytes]:
    """One car at a time: 100 addresses of every dealer."""
    _, cars = target.fetch("GET", target.dealers[0].host, "/api/cars?limit=100")
    requests = [
        request("GET", dealer.host, f"/api/cars/{car['slug']}")
        for dealer in target.dealers
        for car in cars
    ]
    random.Random(1).shuffle(requests)
    return itertools.cycle(requests)


def revalidations(target: Target) -> Iterator[bytes]:
    """The first page again, by clients that have it in their cache."""
    path = "/api/cars?page=1"
    requests = []
    for dealer in target.dealers:
        response, _ = target.fetch("GET", dealer.host, path)
        etag = response.headers["ETag"]
        requests.append(request("GET", dealer.host, path, If_None_Match=etag))
    return itertools.cycle(requests)


def facets(target: Target) -> Iterator[bytes]:
    requests = [request("GET", dealer.host, "/api/cars/facets") for dealer in target.dealers]
    return itertools.cycle(requests)


def new_cars(target: Target) -> Iterator[bytes]:
    """New cars, by the admins of ten dealers in turn."""
    body = json.dumps(CAR).encode()
    credentials = {"email": ADMIN, "password": PASSWORD}
    requests = []
    for dealer in target.dealers[:WRITING_DEALERS]:
        _, session = target.fetch("POST", dealer.host, "/api/admin/auth/login", credentials)
        bearer = f"Bearer {session['accessToken']}"
        requests.append(request("POST", dealer.host, "/api/admin/cars", body, Authorization=bearer))
    return itertools.cycle(requests)


SCENARIOS: dict[str, Callable[[Target], Iterator[bytes]]] = {
    "list": repeating_lists,
    "unique": unique_lists,
    "detail": details,
    "304": revalidations,
    "facets": facets,
    "webhook": webhook_messages,
    "create": new_cars,
}
WRITING = ("webhook", "create")
