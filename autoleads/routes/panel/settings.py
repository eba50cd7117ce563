"""The dealer's settings: one form a page, stored at once."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import current, db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import version_of_form
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.tenants import TenantPatch
from autoleads.services import tenants
from autoleads.services.tenants import TenantCache
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.settings import CONVERTERS, SettingsPage

bp = Blueprint("settings", __name__, url_prefix="/settings")

PAGE = "/<any(dealer, hours, answers, credit):section>"


@bp.get("")
@roles("owner")
def start() -> BaseResponse:
    """Lead to the first page of the settings."""
    return redirect(url_for("panel.settings.edit", section="dealer"))


@bp.get(PAGE)
@roles("owner")
def edit(section: str) -> Response:
    """Show one part of the settings."""
    return _page(section)


@bp.post(PAGE)
@roles("owner")
def update(section: str) -> BaseResponse:
    """Change one part of the settings, unless somebody else has changed them meanwhile."""
    try:
        form = read_form(TenantPatch, CONVERTERS, clears=True)
        tenant = tenants.update(
            g.tenant,
            form.changes(),
            form.settings_changes(),
            by=g.current_user,
            expected_versions=version_of_form(),
        )
    except AutoLeadsError as problem:
        return _page(section, problem)
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return go_to("panel.settings.edit", "settings_saved", section=section)


def _page(section: str, problem: AutoLeadsError | None = None) -> Response:
    """Show a page; after a problem with what was typed, and with its status."""
    if problem is not None:
        db.session.rollback()
    typed = request.form.to_dict() if problem else None
    tenant = tenants.get(g.tenant.id)
    page = SettingsPage.of(tenant, section, Phrases(current_language()), typed, problem)
    status = status_of(problem) if problem else 200
    return show_page(f"panel/settings/{section}.html", status, active="settings", page=page)
