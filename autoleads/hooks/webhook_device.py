"""Which device a gateway's request is about; the host does not matter here."""

from __future__ import annotations

from flask import g, request

from autoleads.database.tenant_scope import enter_tenant, platform_scope
from autoleads.errors import NotFound, Unauthorized
from autoleads.gateways.fonnte.body import find_secret, parse_body
from autoleads.services import devices

MAX_BODY = 256 * 1024


def resolve_device() -> None:
    """Read the body, find the device by the secret in the path, else in the body, and put its dealer in force.

    Raises:
        NotFound: the path's secret is no device's.
        Unauthorized: neither path nor body has a secret, or the body's is no device's.
    """
    request.max_content_length = MAX_BODY
    g.payload = parse_body(request.get_data())
    in_path: str | None = (request.view_args or {}).get("secret")
    g.secret = in_path or find_secret(g.payload or {})
    with platform_scope():
        found = devices.find_by_secret(g.secret) if g.secret else None
    if found is None:
        raise NotFound if in_path else Unauthorized
    g.device, g.tenant = found
    enter_tenant(g.tenant.id)
