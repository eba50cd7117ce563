"""The start page of the platform's own host."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from autoleads.database.tenant_scope import platform_scope
from autoleads.errors import NotFound
from autoleads.services import tenants
from autoleads.text.host import parse_host
from config import Config

bp = Blueprint("start", __name__)


@bp.get("/")
def index() -> str:
    """Greet a person; on a development machine, list the dealers."""
    config: Config = current_app.config["AUTOLEADS"]
    if config.env == "development":
        with platform_scope():
            return render_template("docs/dealers.html", dealers=tenants.index(), config=config)
    _check_host(config.base_domain)
    return render_template("docs/start.html", base_domain=config.base_domain)


def _check_host(base_domain: str) -> None:
    """Raise NotFound unless the request's host is the platform's own."""
    host = parse_host(request.environ.get("HTTP_HOST", ""))
    if host not in (base_domain, f"www.{base_domain}"):
        raise NotFound
