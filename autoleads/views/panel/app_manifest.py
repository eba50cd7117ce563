"""The panel as a phone knows it, once it is on the home screen."""

from __future__ import annotations

from typing import Any

from flask import url_for

from autoleads.services.tenants import TenantInfo

ICON_SIZES = (192, 512)
SHORT_NAME = 12
"""The letters that fit under an icon."""


def app_manifest(tenant: TenantInfo) -> dict[str, Any]:
    """Return the web app manifest of a dealer's panel."""
    return {
        "name": tenant.name,
        "short_name": tenant.name[:SHORT_NAME],
        "start_url": url_for("panel.today.show"),
        "scope": "/admin/",
        "display": "standalone",
        "background_color": "#f3f5f6",
        "theme_color": "#0a7c66",
        "icons": [_icon(size) for size in ICON_SIZES],
    }


def _icon(size: int) -> dict[str, str]:
    return {
        "src": url_for("static", filename=f"icon-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "any maskable",
    }
