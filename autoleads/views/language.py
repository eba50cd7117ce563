"""The language and the time zone of a page: those of the tenant whose host it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import g

from autoleads.models import User
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import DEFAULT_LANGUAGE, Phrases

DEFAULT_ZONE = ZoneInfo("Asia/Jakarta")


def current_language() -> str:
    """Return the user's language, else the tenant's; Indonesian at a host without a tenant."""
    user: User | None = g.get("current_user")
    if user is not None and user.language is not None:
        return user.language
    tenant = _current_tenant()
    return tenant.locale if tenant else DEFAULT_LANGUAGE


def current_zone() -> ZoneInfo:
    """Return the tenant's time zone; that of Jakarta at a host without one."""
    tenant = _current_tenant()
    return tenant.zone if tenant else DEFAULT_ZONE


def translate(key: str, **values: object) -> str:
    """Return a phrase in the language of the page; templates call it `t`."""
    return Phrases(current_language())(key, **values)


def _current_tenant() -> TenantInfo | None:
    tenant: TenantInfo | None = g.get("tenant")
    return tenant
