"""The device that a webhook is about, found by its secret; the host does not matter here."""

from __future__ import annotations

from flask import g, request

from autoleads.database.tenant_scope import enter_tenant
from autoleads.errors import NotFound, ServiceUnavailable, Unauthorized
from autoleads.extensions import current
from autoleads.gateways import Gateways
from autoleads.hooks.rate_limits import count_probe
from autoleads.http.bodies import read_body
from autoleads.services import devices
from autoleads.services.messages import Webhook

MAX_BODY = 256 * 1024


def resolve_device() -> None:
    """Set `g.webhook` and `g.tenant`, and enter the tenant of the device.

    The blueprint is named after its provider, which reads the body. The secret stands in the path,
    else in the body.

    Raises:
        NotFound: no device has the secret in the path.
        Unauthorized: the request has no secret, or the one in its body is unknown.
        ServiceUnavailable: the tenant moves to another installation; the gateway posts again for
            some minutes, and by then to the other one.
        BadRequest, PayloadTooLarge, UnsupportedMediaType: the body cannot be read.
    """
    provider = current(Gateways).provider(_blueprint_name())
    payload = provider.parse_body(read_body(request, MAX_BODY))
    secret_in_path: str | None = (request.view_args or {}).get("secret")
    secret = secret_in_path or provider.find_secret(payload or {})
    found = devices.find_by_secret(secret) if secret else None
    if secret is None or found is None:
        count_probe()
        raise NotFound if secret_in_path else Unauthorized
    device, g.tenant = found
    if g.tenant.is_moving:
        raise ServiceUnavailable
    g.webhook = Webhook(provider, device, secret, payload)
    enter_tenant(g.tenant.id)


def _blueprint_name() -> str:
    """Return the last part of a nested blueprint's name, such as `webhook.name`."""
    return (request.blueprint or "").rpartition(".")[2]
