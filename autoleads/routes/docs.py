"""The description of the API, for programs and for people. Open at any host."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template

from autoleads.database.tenant_scope import platform_scope
from autoleads.errors import NotFound
from autoleads.http.openapi import document
from autoleads.http.responses import JSON
from autoleads.routes.docs_page import sections
from autoleads.services import tenants

bp = Blueprint("docs", __name__)


@bp.get("/api/openapi.json")
def openapi() -> Response:
    """The OpenAPI document."""
    return Response(current_app.json.dumps(document()), mimetype=JSON)


@bp.get("/api/docs")
def docs() -> str:
    """The same, to read."""
    spec = document()
    return render_template("docs/index.html", info=spec["info"], sections=sections(spec))


@bp.get("/")
def dealers() -> str:
    """Which dealers exist: in development only, for whoever opens plain localhost."""
    config = current_app.config["AUTOLEADS"]
    if config.env != "development":
        raise NotFound
    with platform_scope():
        return render_template("docs/dealers.html", dealers=tenants.index(), config=config)
