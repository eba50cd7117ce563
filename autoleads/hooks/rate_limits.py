"""Rate limits, counted before the work is done, by Flask-Limiter.

- The public limit holds for every path that is not exempt, known or not. Flask-Limiter skips
  requests without an endpoint, so unknown paths get one through `request_identifier`.
- Limits of views are decorators below `endpoint`: they are counted after the tenant is found and
  the body is checked, so their keys may use both.
- While Redis is down each process counts for itself (`in_memory_fallback_enabled`). Any exception
  in a key function would count as a lost Redis too, so a key function must not raise.
- The storage belongs to the extension, not to the application: one per process.
- The extension's own headers are off: they would come with every response, cost two more reads of
  Redis each, and reach other clients through shared caches.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, g, request
from flask_limiter import ExemptionScope, Limiter, RateLimitExceeded, RequestLimit
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from sqlalchemy.exc import OperationalError

from autoleads.extensions import current, installed
from autoleads.hooks.limit_storage import ProcessStorage as ProcessStorage  # `process://`
from autoleads.schemas.accounts import LoginIn
from autoleads.schemas.base import MAX_EMAIL, clean_email
from autoleads.services.installation import Installation
from config import Config, Limits

COUNTED = "autoleads.counted"
"""In the environment of a request that was counted before Flask."""
OF_APPLICATION = "global"
"""Flask-Limiter's scope of application limits."""

View = TypeVar("View", bound=Callable[..., Any])

# Some proxies forward the port as well.
FORWARDED_ADDRESS = re.compile(r"\[(?P<v6>[^\]]+)\](?::[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")


@dataclass(frozen=True)
class LimitStatus:
    """An exceeded limit, for the headers of the response."""

    limit: int
    remaining: int
    reset: int
    """Epoch seconds."""


def _of_installation(identify: Callable[[], str]) -> Callable[[], str]:
    """Return a key function whose keys in Redis no other installation has."""

    @wraps(identify)
    def key() -> str:
        if _config().redis_url is None:
            return identify()
        try:
            return current(Installation).key(identify())
        except OperationalError:
            return identify()

    return key


def client_address() -> str:
    """Return the address of the request's client."""
    return parse_address(request.remote_addr or "")


@lru_cache(4096)
def parse_address(written: str) -> str:
    """Return an address without its port; of IPv6 its /64 network, which one line has alone."""
    forwarded = FORWARDED_ADDRESS.fullmatch(written)
    if forwarded:
        written = forwarded["v6"] or forwarded["v4"]
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


client_ip = _of_installation(client_address)


@_of_installation
def _account() -> str:
    """Return the tenant and the e-mail address of a login."""
    if request.is_json:
        email = LoginIn.model_validate(request.get_json()).email
    else:
        email = clean_email(request.form.get("email", ""))[:MAX_EMAIL]
    return f"{g.tenant.id}:{email}"


def _account_and_ip() -> str:
    return f"{_account()} {client_ip()}"


@_of_installation
def _current_user() -> str:
    return f"{g.tenant.id}:{g.current_user.id}"


@_of_installation
def _device() -> str:
    return str(g.webhook.device.id)


def _config() -> Config:
    config: Config = current_app.config["AUTOLEADS"]
    return config


def _limits() -> Limits:
    return _config().limits


def _remember_status(exceeded: RequestLimit) -> None:
    # Read here, where a Redis that fails just now still makes the extension fall back to memory.
    g.limit_status = LimitStatus(exceeded.limit.amount, exceeded.remaining, exceeded.reset_at)


limiter = Limiter(
    key_func=client_ip,
    application_limits=[lambda: _limits().public],
    request_identifier=lambda: request.endpoint or "unknown path",
    in_memory_fallback_enabled=True,
    on_breach=_remember_status,
)
limiter.request_filter(lambda: not _config().rate_limits_enabled)
limiter.request_filter(lambda: COUNTED in request.environ)

limit_by_ip = limiter.shared_limit(lambda: _limits().login_ip, "login")
"""For passwords and one-time links; by address only: a limit per tenant could lock it out."""

_limit_by_account_and_ip = limiter.shared_limit(
    lambda: _limits().login_account_and_ip, "login", key_func=_account_and_ip
)
_limit_by_account = limiter.shared_limit(
    lambda: _limits().login_account, "login", key_func=_account
)
limit_password_change = limiter.shared_limit(
    lambda: _limits().password_change, "password", key_func=_current_user
)
limit_readiness = limiter.shared_limit(lambda: _limits().readiness, "readiness")

_limit_admin_writes = limiter.shared_limit(
    lambda: _limits().admin_write, "admin writes", key_func=_current_user
)
_limit_by_device = limiter.shared_limit(lambda: _limits().webhook, "webhook", key_func=_device)
_limit_probes = limiter.shared_limit(lambda: _limits().probe, "probe")


def count_public_request(app: Flask, remote_address: str) -> bool:
    """Count a request as the extension would; return False if it should do that itself.

    So it is above the limit, while Redis is down, and until the installation's id is known.
    """
    config: Config = app.config["AUTOLEADS"]
    if not config.rate_limits_enabled:
        return True
    address = parse_address(remote_address)
    key: str | None = address
    if config.redis_url is not None:
        key = installed(app, Installation).known_key(address)
    if key is None or limiter._storage_dead:
        return False
    try:
        return all(
            limiter.limiter.hit(item, key, OF_APPLICATION)
            for item in _parse_limits(config.limits.public)
        )
    except StorageError:
        return False


@lru_cache
def _parse_limits(text: str) -> list[RateLimitItem]:
    return sorted(parse_many(text))


def limit_login(view: View) -> View:
    """Limit logins by address, by account and address, and by account."""
    for limit in (limit_by_ip, _limit_by_account_and_ip, _limit_by_account):
        view = limit(view)  # type: ignore[assignment]
    return view


def exempt_from_public_limit(bp: Blueprint) -> None:
    """Do not count requests to a blueprint and the blueprints in it."""
    limiter.exempt(bp, flags=ExemptionScope.APPLICATION | ExemptionScope.DESCENDENTS)


def limit_admin_writes() -> None:
    """Count a request that changes something, per user.

    Raises:
        RateLimitExceeded: the user is above the limit.
    """
    if request.method in ("POST", "PUT", "PATCH", "DELETE") and g.get("current_user"):
        with _limit_admin_writes:
            return


def count_probe() -> None:
    """Count a request for an unknown host or webhook secret, per address.

    Only these are counted and refused: the gateway's address serves all tenants.

    Raises:
        RateLimitExceeded: the address is above the limit.
    """
    with _limit_probes:
        return


def within_device_limit() -> bool:
    """Count a webhook of the current device; return False above its limit."""
    try:
        with _limit_by_device:
            return True
    except RateLimitExceeded:
        return False
