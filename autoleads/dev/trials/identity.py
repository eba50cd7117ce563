"""Attacks on identity: logins during a reset, and two installations on one Redis.

Each counts what went wrong.
"""

from __future__ import annotations

import http.client
import json
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoleads.dev.redis import start_redis
from autoleads.dev.trials.dealers import ADMIN, PASSWORD, Dealer, Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment

VOLUME = Volume(dealers=1, cars=1, leads=1, messages=1)
ROUNDS = 10
LOGINS = 6
READS = 20
SESSIONS = """
    SELECT count(*) FROM sessions JOIN users
        ON users.tenant_id = sessions.tenant_id AND users.id = sessions.user_id
    WHERE users.email = %s AND sessions.revoked_at IS NULL
"""


@dataclass(frozen=True)
class Wrong:
    """An attack, how often it was tried, and how often it succeeded."""

    attack: str
    tried: int
    wrong: int


@dataclass(frozen=True)
class Team:
    """The API of a dealer's team, as the owner uses it."""

    deployed: Deployment
    dealer: Dealer
    token: str

    @classmethod
    def log_in(cls, deployed: Deployment, dealer: Dealer) -> Team:
        status, data = send(deployed, dealer, "POST", "/api/admin/auth/login", credentials(ADMIN))
        assert status == http.HTTPStatus.OK, data
        return cls(deployed, dealer, data["accessToken"])

    def add_user(self, email: str) -> int:
        body = {"email": email, "name": "Sales", "role": "sales", "password": PASSWORD}
        _, data = self.send("POST", "/api/admin/users", body)
        user_id: int = data["id"]
        return user_id

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        return send(self.deployed, self.dealer, method, path, body, self.token)


def run() -> list[Wrong]:
    with deployment() as deployed:
        [dealer] = fill(deployed, VOLUME)
        deployed.query("UPDATE users SET role = 'owner' WHERE email = %s", ADMIN)
        deployed.start_web(workers=2)
        team = Team.log_in(deployed, dealer)
        results = [_logins_during_a_reset(team), _own_change_against_a_reset(team)]
    results.append(_shared_redis())
    return results


def credentials(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {"email": email, "password": password}


def send(
    deployed: Deployment,
    dealer: Dealer,
    method: str,
    path: str,
    body: Mapping[str, Any] | None = None,
    token: str | None = None,
) -> tuple[int, dict[str, Any]]:
    """Send a request to a dealer; return its status and the data of its response."""
    headers = {"Host": dealer.host, "Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    with closing(http.client.HTTPConnection("127.0.0.1", deployed.port, timeout=30)) as connection:
        connection.request(method, path, json.dumps(body).encode() if body else None, headers)
        response = connection.getresponse()
        content = response.read()
    return response.status, json.loads(content).get("data", {}) if content else {}


def _logins_during_a_reset(team: Team) -> Wrong:
    """Count sessions that were opened with the old password and live on after a reset."""
    alive = 0
    for number in range(ROUNDS):
        email = f"reset{number}@bench.test"
        path = f"/api/admin/users/{team.add_user(email)}"
        with ThreadPoolExecutor(LOGINS + 1) as threads:
            for _ in range(LOGINS):
                threads.submit(
                    send,
                    team.deployed,
                    team.dealer,
                    "POST",
                    "/api/admin/auth/login",
                    credentials(email),
                )
            threads.submit(team.send, "PATCH", path, {"password": "ditetapkan-pemilik"})
        [(sessions,)] = team.deployed.query(SESSIONS, email)
        alive += sessions
    return Wrong("sessions that outlive a reset", ROUNDS * LOGINS, alive)


def _own_change_against_a_reset(team: Team) -> Wrong:
    """Count resets by the owner that an old password's holder overwrote."""
    overwritten = 0
    for number in range(ROUNDS):
        email = f"change{number}@bench.test"
        path = f"/api/admin/users/{team.add_user(email)}"
        _, data = send(
            team.deployed, team.dealer, "POST", "/api/admin/auth/login", credentials(email)
        )
        change = {"currentPassword": PASSWORD, "newPassword": "dipilih-sendiri-1"}
        with ThreadPoolExecutor(2) as threads:
            threads.submit(
                send,
                team.deployed,
                team.dealer,
                "POST",
                "/api/admin/auth/password",
                change,
                data["accessToken"],
            )
            threads.submit(team.send, "PATCH", path, {"password": "ditetapkan-pemilik"})
        status, _ = send(
            team.deployed,
            team.dealer,
            "POST",
            "/api/admin/auth/login",
            credentials(email, "ditetapkan-pemilik"),
        )
        overwritten += status != http.HTTPStatus.OK
    return Wrong("resets overwritten by an old holder", ROUNDS, overwritten)


def _shared_redis() -> Wrong:
    """Count responses that show the tenant of another installation on the same Redis."""
    with (
        tempfile.TemporaryDirectory(prefix="autoleads-redis-") as directory,
        start_redis(Path(directory)) as redis,
        deployment() as first,
        deployment() as second,
    ):
        sides = []
        for number, deployed in enumerate((first, second)):
            deployed.env["REDIS_URL"] = redis.url
            [dealer] = fill(deployed, VOLUME)
            name = f"Installation {number}"
            deployed.query("UPDATE tenants SET name = %s", name)
            deployed.start_web(workers=1)
            sides.append((deployed, dealer, name))
        wrong = 0
        for _ in range(READS):
            for deployed, dealer, name in sides:
                _, data = send(deployed, dealer, "GET", "/api/tenant")
                wrong += data.get("name") != name
        return Wrong("responses of another installation", 2 * READS, wrong)
