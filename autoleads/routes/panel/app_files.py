"""The manifest, the service worker and the offline page, which make the panel an app.

They carry nothing of a dealer's but the name, and are open, because a browser asks for them by
itself.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, render_template

from autoleads.hooks.auth import public_endpoint
from autoleads.views.panel.app_manifest import app_manifest

bp = Blueprint("app_files", __name__)


@bp.get("/manifest.webmanifest")
@public_endpoint
def manifest() -> Response:
    """Describe the app that a phone may put on its home screen."""
    response = jsonify(app_manifest(g.tenant))
    response.mimetype = "application/manifest+json"
    return response


@bp.get("/sw.js")
@public_endpoint
def service_worker() -> Response:
    """Send the script that shows notifications, and the offline page without a signal."""
    return Response(render_template("panel/sw.js"), mimetype="text/javascript")


@bp.get("/offline")
@public_endpoint
def offline() -> Response:
    """Show the offline page."""
    return Response(render_template("panel/offline.html", tenant=g.tenant))
