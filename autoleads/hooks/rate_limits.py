"""Rate limits, counted before the work is done; `hooks.limiter` counts them.

- The public limit holds for every path that is not exempt, known or not.
- Limits of views are decorators below `endpoint`: they are counted after the tenant is found and
  the body is checked, so their keys may use both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, g, request
from flask_limiter import ExemptionScope, RateLimitExceeded

from autoleads.hooks.limiter import client_ip, count, limiter, of_installation, settings
from autoleads.schemas.accounts import LoginIn
from autoleads.schemas.base import MAX_EMAIL, clean_email
from config import Limits

ADMIN_WRITES = "admin writes"
WEBHOOKS = "webhook"

View = TypeVar("View", bound=Callable[..., Any])


@of_installation
def _account() -> str:
    """Return the tenant and the e-mail address of a login."""
    if request.is_json:
        email = LoginIn.model_validate(request.get_json()).email
    else:
        email = clean_email(request.form.get("email", ""))[:MAX_EMAIL]
    return f"{g.tenant.id}:{email}"


def _account_and_ip() -> str:
    return f"{_account()} {client_ip()}"


@of_installation
def _current_user() -> str:
    return f"{g.tenant.id}:{g.current_user.id}"


@of_installation
def _device() -> str:
    return str(g.webhook.device.id)


def _limits() -> Limits:
    return settings().limits


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
    lambda: _limits().admin_write, ADMIN_WRITES, key_func=_current_user
)
_limit_by_device = limiter.shared_limit(lambda: _limits().webhook, WEBHOOKS, key_func=_device)
_limit_probes = limiter.shared_limit(lambda: _limits().probe, "probe")


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
    if request.method not in ("POST", "PUT", "PATCH", "DELETE") or not g.get("current_user"):
        return
    if count(settings(), _limits().admin_write, _current_user(), ADMIN_WRITES):
        return
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
    if count(settings(), _limits().webhook, _device(), WEBHOOKS):
        return True
    try:
        with _limit_by_device:
            return True
    except RateLimitExceeded:
        return False
