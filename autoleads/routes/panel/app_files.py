"""What makes the panel an app on a phone: its manifest, its service worker, its offline page.

They carry nothing of a dealer's but the name, and are open, because a browser asks for them by
itself.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, render_template, url_for

from autoleads.hooks.auth import public_endpoint

ICON_SIZES = (192, 512)

bp = Blueprint("app_files", __name__)


@bp.get("/manifest.webmanifest")
@public_endpoint
def manifest() -> Response:
    """Describe the app that a phone may put on its home screen."""
    icons = [
        {
            "src": url_for("static", filename=f"icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICON_SIZES
    ]
    response = jsonify(
        name=g.tenant.name,
        short_name=g.tenant.name[:12],
        start_url=url_for("panel.today.show"),
        scope="/admin/",
        display="standalone",
        background_color="#f3f5f6",
        theme_color="#0a7c66",
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/sw.js")
@public_endpoint
def service_worker() -> Response:
    """Send the script that shows notifications, and a page where there is no signal."""
    return Response(render_template("panel/sw.js"), mimetype="text/javascript")


@bp.get("/offline")
@public_endpoint
def offline() -> Response:
    """Show the page for where there is no signal."""
    return Response(render_template("panel/offline.html", tenant=g.tenant))
