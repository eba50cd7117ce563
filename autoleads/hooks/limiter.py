"""Flask-Limiter, with a short way for what most requests count.

The extension resolves its limits for each request, which takes longer than most views. What is
counted here goes to its storage under its keys; it takes over when a limit is exceeded.

- While Redis fails each process counts for itself, see `SharedStorage`. The extension's fallback
  would end with a ping that succeeds, and a full Redis responds to pings.
- The storage belongs to the extension, not to the application: one per process.
- The extension's own headers are off: they would come with every response, cost two more reads of
  Redis each, and reach other clients through shared caches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from flask import Flask, current_app, g, request
from flask_limiter import ExemptionScope, Limiter, RequestLimit
from limits import RateLimitItem, parse_many
from sqlalchemy.exc import OperationalError

from autoleads.extensions import current, installed
from autoleads.hooks.client_address import client_address, parse_address
from autoleads.hooks.limit_storage import ProcessStorage as ProcessStorage  # `process://`
from autoleads.hooks.limit_storage import SharedStorage as SharedStorage  # `shared://`
from autoleads.services.installation import Installation
from config import Config

COUNTED = "autoleads.counted"
"""In the environment of a request that was counted before Flask."""
OF_APPLICATION = "global"
"""Flask-Limiter's scope of application limits."""


@dataclass(frozen=True)
class LimitStatus:
    """An exceeded limit, for the headers of the response."""

    limit: int
    remaining: int
    reset: int
    """Epoch seconds."""


def settings() -> Config:
    """Return the settings of the current application."""
    config: Config = current_app.config["AUTOLEADS"]
    return config


def of_installation(identify: Callable[[], str]) -> Callable[[], str]:
    """Return a key function whose keys in Redis no other installation has."""

    @wraps(identify)
    def key() -> str:
        if settings().redis_url is None:
            return identify()
        try:
            return current(Installation).key(identify())
        except OperationalError:
            return identify()

    return key


client_ip = of_installation(client_address)


def _remember_status(exceeded: RequestLimit) -> None:
    g.limit_status = LimitStatus(exceeded.limit.amount, exceeded.remaining, exceeded.reset_at)


class AppLimiter(Limiter):
    """Counts the public limit itself, and asks the extension when that is exceeded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._exempt_endpoints: dict[str | None, bool] = {}

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if in_middleware and self._is_exempt_or_within():
            return
        super()._check_request_limit(callable_name, in_middleware)

    def _is_exempt_or_within(self) -> bool:
        if COUNTED in request.environ or self._is_exempt(request.endpoint):
            return True
        app: Any = current_app
        return count_public_request(app, request.remote_addr or "")

    def _is_exempt(self, endpoint: str | None) -> bool:
        """Return whether an endpoint is exempt from the public limit."""
        if endpoint not in self._exempt_endpoints:
            app: Any = current_app
            scope = self.limit_manager.exemption_scope(app, endpoint, request.blueprint)
            self._exempt_endpoints[endpoint] = bool(scope & ExemptionScope.APPLICATION)
        return self._exempt_endpoints[endpoint]


limiter = AppLimiter(
    key_func=client_ip,
    application_limits=[lambda: settings().limits.public],
    # The extension does not count requests without an endpoint.
    request_identifier=lambda: request.endpoint or "unknown path",
    on_breach=_remember_status,
)
limiter.request_filter(lambda: not settings().rate_limits_enabled)


def count_public_request(app: Flask, remote_address: str) -> bool:
    """Count a request as the extension would; return False if it should do that itself.

    So it is above the limit, and until the installation's id is known.
    """
    config: Config = app.config["AUTOLEADS"]
    address = parse_address(remote_address)
    key: str | None = address
    if config.redis_url is not None:
        key = installed(app, Installation).known_key(address)
    return key is not None and count(config, config.limits.public, key, OF_APPLICATION)


def count(config: Config, limits: str, key: str, scope: str) -> bool:
    """Count as the extension would; return False if it should do that itself."""
    if not config.rate_limits_enabled:
        return True
    return all(limiter.limiter.hit(item, key, scope) for item in _parse_limits(limits))


@lru_cache
def _parse_limits(text: str) -> list[RateLimitItem]:
    return sorted(parse_many(text))
