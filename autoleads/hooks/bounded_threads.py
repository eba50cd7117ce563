"""Bound the threads that one tenant or one device uses, so that the others are served.

A contact that is locked for long, or a slow query of one tenant, then costs the others nothing.
What is above a share waits without a thread if the server can hold requests back, as ours can for
some seconds (`autoleads.server`). Under any other server, `flask run` and in tests it is refused at
once; and without `WEB_THREADS`, which gunicorn's configuration sets, nothing is bound.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, request

from autoleads.errors import ServiceUnavailable
from autoleads.extensions import find_installed, installed
from autoleads.hooks.thread_shares import HeldBack, ThreadShares, Turn
from autoleads.services.tenants import TenantCache
from autoleads.text.host import parse_host

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CAN_HOLD_BACK = "autoleads.can_hold_back"
"""In the environment: true if the server catches `HeldBack`."""
KEY = "autoleads.thread_key"
"""In the environment: the key that the thread of the request is counted for."""
TURN = "autoleads.turn"
"""In the environment: the wait of a request whose key had no thread left."""

PATHS_OF_TENANTS = ("/api/", "/admin", "/cars/")
PATHS_OF_DEVICES = re.compile("/webhook/[^/]+/(?P<secret>[^/]+)")


class BoundedThreads:
    """A WSGI application around all of ours, so that a request that waits has done nothing yet."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wsgi_app = app.wsgi_app
        self._shares = installed(app, ThreadShares)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        turn: Turn | None = environ.get(TURN)
        if turn is None:
            self._take_share(environ)
        elif turn.has_come:
            environ[KEY] = turn.key
        try:
            return self._wsgi_app(environ, start_response)
        finally:
            key = environ.pop(KEY, None)
            if key is not None:
                self._shares.give_back(key)

    def _take_share(self, environ: WSGIEnvironment) -> None:
        """Count the thread for its tenant or device, or give the request a turn."""
        path: str = environ["PATH_INFO"]
        if path.startswith(PATHS_OF_TENANTS):
            key, limit = self._tenant_key(environ), self._shares.tenants_limit
        elif device := PATHS_OF_DEVICES.match(path):
            key, limit = device_key(device["secret"]), self._shares.devices_limit
        else:
            return
        if self._shares.take(key, limit):
            environ[KEY] = key
        else:
            environ[TURN] = Turn(self._shares, key, limit)

    def _tenant_key(self, environ: WSGIEnvironment) -> str:
        """Return one key for all hosts of a tenant; only its first requests have one by host."""
        raw = environ.get("HTTP_HOST", "")
        host = parse_host(raw)
        tenant = installed(self._app, TenantCache).peek(host) if host else None
        return f"tenant {tenant.id}" if tenant else f"host {raw}"


def device_key(secret: str) -> str:
    """Return the key that the threads of a device are counted by."""
    return f"device {secret}"


def lacks_share(environ: WSGIEnvironment) -> bool:
    """Return whether a request came when the share of its tenant or device was used up."""
    turn: Turn | None = environ.get(TURN)
    return turn is not None and not turn.has_come


def arrived_at(environ: WSGIEnvironment) -> float:
    """Return when a request came, by the performance counter."""
    turn: Turn | None = environ.get(TURN)
    return time.perf_counter() if turn is None else turn.began


def seconds_held(environ: WSGIEnvironment) -> float:
    """Return how long a request was held back."""
    turn: Turn | None = environ.get(TURN)
    return 0.0 if turn is None else turn.waited


def hold_back() -> None:
    """Hold a request back that has no share, if the server can and it has not waited yet.

    Raises:
        HeldBack: the server is to serve it later.
    """
    environ = request.environ
    if lacks_share(environ) and CAN_HOLD_BACK in environ and environ[TURN].may_wait:
        raise HeldBack(environ[TURN])


def require_share() -> None:
    """Refuse a request that got no share of the threads."""
    if lacks_share(request.environ):
        raise ServiceUnavailable("too_many_waiting")


def require_devices_share() -> None:
    """Refuse a webhook that got no share of the threads; its gateway posts it again.

    A secret in the body is known too late to hold the request back.
    """
    require_share()
    shares = find_installed(current_app, ThreadShares)
    if KEY in request.environ or shares is None:
        return
    key = device_key(g.webhook.secret)
    if not shares.take(key, shares.devices_limit):
        raise ServiceUnavailable("too_many_waiting")
    request.environ[KEY] = key
