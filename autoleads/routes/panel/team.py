"""The team: who is in it, with which role, and who is on leave."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import current, db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import version_of_form
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.tenants import TenantPatch
from autoleads.schemas.users import UserIn, UserPatch
from autoleads.services import accounts, leads, tenants
from autoleads.services.tenants import TenantCache
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.team import InvitationPage, TeamPage, UserPage

bp = Blueprint("team", __name__, url_prefix="/settings/team")


@bp.get("")
@roles("owner")
def index() -> Response:
    """List the team, with the rules by which it gets its leads."""
    page = TeamPage.of(tenants.get(g.tenant.id))
    return show_page("panel/settings/team.html", active="settings", page=page)


@bp.get("/new")
@roles("owner")
def new() -> Response:
    """Show the form of a new user."""
    return _form(None)


@bp.post("/new")
@roles("owner")
def create() -> Response:
    """Add a user, and show the link with which they set their password."""
    try:
        user = accounts.create_user(g.tenant, read_form(UserIn).new_user(), by=g.current_user)
    except AutoLeadsError as problem:
        return _form(None, problem)
    db.session.commit()
    return _invitation(user.id)


@bp.get("/<int:user_id>")
@roles("owner")
def edit(user_id: int) -> Response:
    """Show the form of a user."""
    return _form(user_id)


@bp.post("/<int:user_id>")
@roles("owner")
def update(user_id: int) -> BaseResponse:
    """Change a user, unless somebody else has changed them meanwhile."""
    try:
        changes = read_form(UserPatch, clears=True).changes()
        accounts.update_user(
            g.tenant, user_id, changes, by=g.current_user, expected_versions=version_of_form()
        )
    except AutoLeadsError as problem:
        return _form(user_id, problem)
    db.session.commit()
    return go_to("panel.team.index", "user_saved")


@bp.post("/<int:user_id>/link")
@roles("owner")
def invite(user_id: int) -> Response:
    """Show a link with which a user sets a new password."""
    return _invitation(user_id)


@bp.post("/<int:user_id>/remove")
@roles("owner")
def remove(user_id: int) -> BaseResponse:
    """Remove a user; their open leads become unassigned."""
    try:
        accounts.remove_user(g.tenant, user_id, by=g.current_user)
        leads.unassign_all(g.tenant, user_id, by=g.current_user)
    except AutoLeadsError as problem:
        return _form(user_id, problem)
    db.session.commit()
    return go_to("panel.team.index", "user_removed")


@bp.post("/assignment")
@roles("owner")
def update_assignment() -> BaseResponse:
    """Change how new leads find a salesperson."""
    form = read_form(TenantPatch)
    tenant = tenants.update(g.tenant, form.changes(), form.settings_changes(), by=g.current_user)
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return go_to("panel.team.index", "settings_saved")


def _form(user_id: int | None, problem: AutoLeadsError | None = None) -> Response:
    """Show the form; after a problem with what was typed, and with its status."""
    if problem is not None:
        db.session.rollback()
    typed = request.form.to_dict() if problem else None
    user = None if user_id is None else accounts.get_user(g.tenant, user_id)
    page = UserPage.of(user, Phrases(current_language()), typed, problem)
    status = status_of(problem) if problem else 200
    return show_page("panel/settings/user.html", status, active="settings", page=page)


def _invitation(user_id: int) -> Response:
    user = accounts.get_user(g.tenant, user_id)
    link = accounts.one_time_link(request.host_url.rstrip("/"), user)
    page = InvitationPage(user, link, Phrases(current_language()))
    return show_page("panel/settings/invitation.html", active="settings", page=page)
