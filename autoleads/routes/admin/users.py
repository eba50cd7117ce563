"""The team."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for

from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import etag, expected_versions
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created, no_content, paginated, success
from autoleads.schemas.base import PageQuery
from autoleads.schemas.users import NewUserOut, UserIn, UserOut, UserPatch
from autoleads.services import accounts, leads

bp = Blueprint("users", __name__, url_prefix="/users")


@bp.get("")
@endpoint("Team", PageOf[UserOut])
@roles("owner", "admin")
def index(query: PageQuery) -> Response:
    """List the team."""
    page = accounts.list_users(g.tenant, query.page, query.limit)
    return paginated([UserOut.render(user) for user in page.items], page)


@bp.post("")
@endpoint("Team", NewUserOut, status=201, errors=(409,))
@roles("owner")
def create(json: UserIn) -> Response:
    """Add a user; without a password the response has a one-time link."""
    user = accounts.create_user(g.tenant, json.new_user(), by=g.current_user)
    db.session.commit()
    data = UserOut.render(user)
    data["passwordLink"] = None
    if json.password is None:
        data["passwordLink"] = accounts.one_time_link(request.host_url.rstrip("/"), user)
    return created(data, url_for("admin.users.show", user_id=user.id), headers=etag(user))


@bp.get("/<int:user_id>")
@endpoint("Team", UserOut)
@roles("owner")
def show(user_id: int) -> Response:
    """Show a user."""
    user = accounts.get_user(g.tenant, user_id)
    return success(UserOut.render(user), headers=etag(user))


@bp.patch("/<int:user_id>")
@endpoint("Team", UserOut, errors=(409, 412))
@roles("owner")
def update(user_id: int, json: UserPatch) -> Response:
    """Change a user."""
    user = accounts.update_user(
        g.tenant,
        user_id,
        json.changes(),
        by=g.current_user,
        expected_versions=expected_versions(),
    )
    db.session.commit()
    return success(UserOut.render(user), headers=etag(user))


@bp.delete("/<int:user_id>")
@endpoint("Team", status=204, errors=(409,))
@roles("owner")
def remove(user_id: int) -> Response:
    """Remove a user; their leads become unassigned."""
    accounts.remove_user(g.tenant, user_id, by=g.current_user)
    leads.unassign_all(g.tenant, user_id, by=g.current_user)
    db.session.commit()
    return no_content()
