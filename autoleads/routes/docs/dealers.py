"""The start page of a development machine."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from autoleads.database.tenant_scope import platform_scope
from autoleads.errors import NotFound
from autoleads.services import tenants

bp = Blueprint("dealers", __name__)


@bp.get("/")
def index() -> str:
    """List the dealers, in development only, where plain localhost has no dealer of its own."""
    config = current_app.config["AUTOLEADS"]
    if config.env != "development":
        raise NotFound
    with platform_scope():
        return render_template("docs/dealers.html", dealers=tenants.index(), config=config)
