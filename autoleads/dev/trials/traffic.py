"""Requests of shoppers and of the gateway, as endless iterators of bytes."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from autoleads.dev.trials.dealers import ADMIN, PASSWORD, Dealer, known_phone
from autoleads.dev.trials.http_client import request

LIST_QUERIES = (
    "page=1",
    "page=1",
    "page=2",
    "page=3",
    "brand=Toyota",
    "{min_price}=150000000&{max_price}=300000000",
    "sort={cheapest_first}",
)

unique_numbers = itertools.count(1)
"""Shared by all iterators, so that no message or query is sent twice."""


@dataclass(frozen=True)
class Words:
    """The words of our API; another product that is measured beside it may have its own."""

    min_price: str = "minPrice"
    max_price: str = "maxPrice"
    cheapest_first: str = "price"
    webhook: str = "/webhook/fonnte/{secret}"
    token_field: str = "accessToken"  # noqa: S105
    """The field of a login's response."""
    admin: str = ADMIN
    """The e-mail address of an admin; `{number}` is the dealer's."""
    password: str = PASSWORD
    new_car: dict[str, Any] = field(default_factory=dict)
    """Fields of a new car that are called otherwise than ours."""


@dataclass(frozen=True)
class Target:
    """A running deployment, filled with dealers."""

    port: int
    dealers: list[Dealer]
    leads: int
    """The number of leads of each dealer."""
    words: Words = field(default_factory=Words)

    def fetch(
        self, method: str, host: str, path: str, body: object = None
    ) -> tuple[http.client.HTTPResponse, Any]:
        """Send one request and return the response with the `data` of its body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            headers = {"Host": host, "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response, json.load(response)["data"]

    def log_in(self, host: str, number: int = 0) -> str:
        """Return the access token of the admin of a dealer, who has this number."""
        email = self.words.admin.format(number=number)
        credentials = {"email": email, "password": self.words.password}
        _, session = self.fetch("POST", host, "/api/admin/auth/login", credentials)
        token: str = session[self.words.token_field]
        return token


def repeating_lists(target: Target) -> Iterator[bytes]:
    """Lists of cars as shoppers ask for them, 7 per dealer, over and over."""
    queries = [query.format_map(vars(target.words)) for query in LIST_QUERIES]
    requests = [
        request("GET", dealer.host, f"/api/cars?{query}")
        for dealer in target.dealers
        for query in queries
    ]
    random.Random(1).shuffle(requests)  # noqa: S311
    return itertools.cycle(requests)


def webhook_messages(target: Target) -> Iterator[bytes]:
    """New messages of customers, three of four from contacts that the dealer knows."""
    for number in unique_numbers:
        dealer = target.dealers[number % len(target.dealers)]
        phone = f"+62857{number:08}"
        if number % 4:
            phone = known_phone(dealer.number, number * 7 % target.leads)
        payload = {
            "device": dealer.label,
            "sender": phone.removeprefix("+"),
            "name": f"Pembeli {number}",
            "message": f"Halo, mobil ini masih ada? ({number})",
            "inboxid": number,
            "timestamp": int(time.time()),
        }
        path = target.words.webhook.format(secret=dealer.secret)
        yield request("POST", "hooks.bench.test", path, json.dumps(payload).encode())
