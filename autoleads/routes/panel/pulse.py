"""The beat that open pages listen to."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import db
from autoleads.hooks.panel_session import renew_session
from autoleads.services import leads

bp = Blueprint("pulse", __name__, url_prefix="/pulse")


@bp.get("")
def show() -> BaseResponse:
    """Say by the tag alone whether anything has moved."""
    response = Response(status=204)
    response.set_etag(leads.pulse(g.tenant))
    renew_session(response)
    db.session.commit()
    return response.make_conditional(request)
