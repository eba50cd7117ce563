"""What visitors, the gateway and the team ask for: each scenario is an endless iterator of requests."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from benchmarks.http_load import request
from benchmarks.stock import ADMIN, PASSWORD, Dealer, known_buyer

QUERIES = (
    "page=1",
    "page=1",
    "page=2",
    "page=3",
    "brand=Toyota",
    "minPrice=150000000&maxPrice=300000000",
    "sort=price",
)
WRITING_DEALERS = 10
CAR = {
    "brand": "Toyota", "model": "Avanza", "variant": "1.3 G", "year": 2021, "price": 185_000_000, "km": 42_000,
    "transmission": "manual", "fuelType": "petrol", "bodyType": "mpv", "color": "Putih", "plateNumber": "B 1234 XYZ",
    "engineCc": 1329, "seats": 7, "description": "Servis rutin, pajak panjang.", "features": ["ABS", "Airbag"],
    "status": "available",
}  # fmt: skip

_numbers = itertools.count(1)
"""Never the same twice, in all rounds."""


@dataclass(frozen=True)
class Target:
    """Whom to ask about whom."""

    port: int
    dealers: list[Dealer]
    leads: int
    """Of each dealer; the phones of their buyers are known."""

    def ask(
        self, method: str, host: str, path: str, body: object = None
    ) -> tuple[http.client.HTTPResponse, Any]:
        """One answer and its `data`, for preparing a scenario."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            headers = {"Host": host, "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response, json.load(response)["data"]


def repeating_list(target: Target) -> Iterator[bytes]:
    """Pages, filters and an order as shoppers ask for them: 350 requests that repeat."""
    asked = [
        request("GET", dealer.host, f"/api/cars?{query}")
        for dealer in target.dealers
        for query in QUERIES
    ]
    random.Random(1).shuffle(asked)
    return itertools.cycle(asked)


def unique_list(target: Target) -> Iterator[bytes]:
    """No two requests alike, so that no cache helps; every car is dearer than what is asked for."""
    for number in _numbers:
        host = target.dealers[number % len(target.dealers)].host
        yield request("GET", host, f"/api/cars?minPrice={number}")


def detail(target: Target) -> Iterator[bytes]:
    """One car at a time: 100 addresses of every dealer."""
    _, found = target.ask("GET", target.dealers[0].host, "/api/cars?limit=100")
    asked = [
        request("GET", dealer.host, f"/api/cars/{car['slug']}")
        for dealer in target.dealers
        for car in found
    ]
    random.Random(1).shuffle(asked)
    return itertools.cycle(asked)


def revalidation(target: Target) -> Iterator[bytes]:
    """The first page, by visitors who have it already."""
    asked = []
    for dealer in target.dealers:
        tag = target.ask("GET", dealer.host, "/api/cars?page=1")[0].headers["ETag"]
        asked.append(request("GET", dealer.host, "/api/cars?page=1", If_None_Match=tag))
    return itertools.cycle(asked)


def facets(target: Target) -> Iterator[bytes]:
    return itertools.cycle(
        [request("GET", dealer.host, "/api/cars/facets") for dealer in target.dealers]
    )


def webhook(target: Target) -> Iterator[bytes]:
    """Messages of buyers: three of four from known ones."""
    for number in _numbers:
        place = number % len(target.dealers)
        dealer = target.dealers[place]
        known = number % 4
        sender = known_buyer(place, number * 7 % target.leads) if known else f"+62857{number:08}"
        written = {
            "device": dealer.label,
            "sender": sender.removeprefix("+"),
            "name": f"Pembeli {number}",
            "message": f"Halo, mobil ini masih ada? ({number})",
            "inboxid": number,
            "timestamp": int(time.time()),
        }
        yield request(
            "POST",
            "hooks.bench.test",
            f"/webhook/fonnte/{dealer.secret}",
            json.dumps(written).encode(),
        )


def create(target: Target) -> Iterator[bytes]:
    """New cars, by the admins of ten dealers in turn."""
    login = {"email": ADMIN, "password": PASSWORD}
    asked = []
    for dealer in target.dealers[:WRITING_DEALERS]:
        _, session = target.ask("POST", dealer.host, "/api/admin/auth/login", login)
        bearer = f"Bearer {session['accessToken']}"
        asked.append(
            request(
                "POST",
                dealer.host,
                "/api/admin/cars",
                json.dumps(CAR).encode(),
                Authorization=bearer,
            )
        )
    return itertools.cycle(asked)


SCENARIOS: dict[str, Callable[[Target], Iterator[bytes]]] = {
    "list": repeating_list,
    "unique": unique_list,
    "detail": detail,
    "304": revalidation,
    "facets": facets,
    "webhook": webhook,
    "create": create,
}
WRITING = ("webhook", "create")
