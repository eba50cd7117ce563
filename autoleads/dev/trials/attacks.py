"""Attacks on a web process: slow clients, a locked row, a frozen database.

Each reports how many good requests were answered within a second while it went on.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from autoleads.dev import postgres
from autoleads.dev.trials.dealers import Dealer, Volume, fill
from autoleads.dev.trials.deployment import Deployment, deployment

GOOD_REQUESTS = 20
LIMIT_SECONDS = 1.0
SLOW_CLIENTS = 64
RETRIES = 60
VOLUME = Volume(dealers=2, cars=5, leads=1, messages=1)
BUYER = "6281290001111"


@dataclass(frozen=True)
class Answered:
    """Good requests, and how many of them were answered within the limit."""

    attack: str
    requests: int
    in_time: int


def run_attacks() -> list[Answered]:
    """Start one web process and attack it in each way."""
    with deployment() as deployed:
        attacked, other = fill(deployed, VOLUME)
        deployed.start_web(workers=1)
        target = Target(deployed, attacked, other)
        return [
            target.measure("half-sent heads", target.half_sent_heads),
            target.measure("half-sent bodies", target.half_sent_bodies),
            target.measure("slow readers", target.slow_readers),
            target.measure("locked contact", target.locked_contact),
            target.measure("frozen database (/healthz)", target.frozen_database, "/healthz"),
        ]


@dataclass(frozen=True)
class Target:
    """A deployment with a dealer who is attacked and another one who is to be served."""

    deployed: Deployment
    attacked: Dealer
    other: Dealer

    def measure(
        self, name: str, attack: Callable[[], AbstractContextManager[None]], path: str = "/api/cars"
    ) -> Answered:
        """Send good requests, one after another, while the attack goes on."""
        with attack():
            time.sleep(0.5)
            in_time = sum(self._is_answered(path) for _ in range(GOOD_REQUESTS))
        time.sleep(0.5)
        return Answered(name, GOOD_REQUESTS, in_time)

    @contextmanager
    def half_sent_heads(self) -> Iterator[None]:
        with self._clients(b"GET /api/cars HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            yield

    @contextmanager
    def half_sent_bodies(self) -> Iterator[None]:
        head = f"POST {self._webhook()} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
        with self._clients(head.encode() + b'{"sender": '):
            yield

    @contextmanager
    def slow_readers(self) -> Iterator[None]:
        request = f"GET /api/cars?limit=100 HTTP/1.1\r\nHost: {self.attacked.host}\r\n\r\n"
        with self._clients(request.encode() * 20, receive_buffer=2048):
            yield

    @contextmanager
    def locked_contact(self) -> Iterator[None]:
        """Lock a buyer's contact, as in a forgotten terminal, while the gateway posts retries."""
        self._post_message(0)
        dsn = self.deployed.server.superuser_dsn
        with (
            closing(psycopg2.connect(dsn, dbname=postgres.DATABASE)) as terminal,
            terminal.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 FROM contacts WHERE phone = %s FOR UPDATE", [f"+{BUYER}"])
            with ThreadPoolExecutor(RETRIES) as gateway:
                for number in range(1, RETRIES + 1):
                    gateway.submit(self._post_message, number)
                yield
                terminal.rollback()

    @contextmanager
    def frozen_database(self) -> Iterator[None]:
        """Stop all of PostgreSQL's processes while requests of two dealers wait for it."""
        pids = self._database_processes()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            with ThreadPoolExecutor(32) as visitors:
                for _ in range(32):
                    visitors.submit(self._is_answered, "/api/cars", self.attacked.host)
                yield
                _continue(pids)
        finally:
            _continue(pids)

    def _database_processes(self) -> list[int]:
        """Return the server's main process and those of its clients."""
        clients = self.deployed.query(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid()"
        )
        pids = [int(pid) for (pid,) in clients]
        stat = Path(f"/proc/{pids[0]}/stat").read_text()
        return [int(stat.rpartition(")")[2].split()[1]), *pids]

    @contextmanager
    def _clients(self, sent: bytes, receive_buffer: int | None = None) -> Iterator[None]:
        with ExitStack() as opened:
            for _ in range(SLOW_CLIENTS):
                client = opened.enter_context(socket.socket())
                if receive_buffer:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
                client.connect(("127.0.0.1", self.deployed.port))
                client.settimeout(1)
                client.sendall(sent)
            yield

    def _webhook(self) -> str:
        return f"/webhook/fonnte/{self.attacked.secret}"

    def _post_message(self, number: int) -> None:
        payload = {"sender": BUYER, "message": f"Halo {number}", "inboxid": number + 1}
        headers = {"Content-Type": "application/json"}
        with closing(self._connect(timeout=20)) as connection:
            try:
                connection.request("POST", self._webhook(), json.dumps(payload).encode(), headers)
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):
                return

    def _is_answered(self, path: str, host: str | None = None) -> bool:
        started = time.monotonic()
        with closing(self._connect(timeout=LIMIT_SECONDS)) as connection:
            try:
                connection.request("GET", path, headers={"Host": host or self.other.host})
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException):
                return False
        return response.status == http.HTTPStatus.OK and time.monotonic() - started < LIMIT_SECONDS

    def _connect(self, timeout: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.deployed.port, timeout=timeout)


def _continue(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
