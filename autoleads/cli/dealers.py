"""Dealers as the operator names them, and where they live."""

from __future__ import annotations

from flask import current_app

from autoleads.database.tenant_scope import platform_scope
from autoleads.schemas.devices import WebhookUrlsOut
from autoleads.services import tenants
from autoleads.services.tenants import TenantInfo
from config import Config


def get_dealer(slug: str) -> TenantInfo:
    """
    Raises:
        NotFound: there is no dealer of that slug.
    """
    with platform_scope():
        return tenants.get_by_slug(slug)


def host_of(tenant: TenantInfo) -> str:
    """The host under the base domain; the dealer's own domain comes on top of it."""
    return f"{tenant.slug}.{_config().base_domain}"


def origin_of(tenant: TenantInfo) -> str:
    """The dealer's address without a path: https, but on a developer's machine."""
    config = _config()
    return (
        f"https://{host_of(tenant)}"
        if config.is_production
        else f"http://{host_of(tenant)}:{config.port}"
    )


def hooks_of(secret: str) -> dict[str, str]:
    """`{webhookUrl, statusUrl, deviceUrl, secret}` of a device."""
    return WebhookUrlsOut.of(secret).to_json()


def _config() -> Config:
    config: Config = current_app.config["AUTOLEADS"]
    return config
