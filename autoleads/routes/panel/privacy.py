"""One person's data: found by their number, downloaded, erased."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form, read_query
from autoleads.routes.panel.rendering import go_to, send_file, show_page
from autoleads.schemas.panel import EraseForm
from autoleads.schemas.panel_queries import PersonQuery
from autoleads.services import privacy
from autoleads.views.panel.privacy import PrivacyPage

bp = Blueprint("privacy", __name__, url_prefix="/settings/privacy")


@bp.get("")
@roles("owner")
def index() -> Response:
    """Look for a person by their number."""
    page = PrivacyPage.of(g.tenant, read_query(PersonQuery).phone)
    return show_page("panel/settings/privacy.html", active="settings", page=page)


@bp.get("/<int:contact_id>/data.json")
@roles("owner")
def export(contact_id: int) -> Response:
    """Send everything that is stored about a person."""
    data = privacy.export_person(g.tenant, contact_id, by=g.current_user)
    db.session.commit()
    written = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    return send_file(f"data-{contact_id}.json", written, "application/json")


@bp.post("/<int:contact_id>/erase")
@roles("owner")
def erase(contact_id: int) -> BaseResponse:
    """Erase a person, for good."""
    read_form(EraseForm)
    privacy.erase_person(g.tenant, contact_id, by=g.current_user)
    db.session.commit()
    return go_to("panel.privacy.index", "person_erased")
