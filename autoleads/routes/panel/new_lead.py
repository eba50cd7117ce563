"""A lead that the team enters: somebody who walked in, or telephoned."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import db
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.leads import LeadIn
from autoleads.services import cars, leads
from autoleads.services.cars import CarSearch
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.forms import FormState

CARS_OFFERED = 100
CONVERTERS = {"carIds": lambda written: [written]}

bp = Blueprint("new_lead", __name__, url_prefix="/leads")


@bp.get("/new")
def new() -> Response:
    """Show the form of a new lead."""
    return _page()


@bp.post("/new")
def create() -> BaseResponse:
    """Enter a lead, and go on in its conversation."""
    try:
        data = read_form(LeadIn, CONVERTERS)
        lead = leads.create(g.tenant, g.current_user, data.to_new_lead())
    except AutoLeadsError as problem:
        return _page(problem)
    db.session.commit()
    return go_to("panel.conversation.show", lead_id=lead.id, _anchor="akhir")


def _page(problem: AutoLeadsError | None = None) -> Response:
    form, status = FormState(), 200
    if problem is not None:
        db.session.rollback()
        phrases = Phrases(current_language())
        form = FormState.refused(request.form.to_dict(), problem, phrases)
        status = status_of(problem)
    offered = cars.search(g.tenant, CarSearch(), 1, CARS_OFFERED).items
    return show_page("panel/new_lead.html", status, active="leads", form=form, cars=offered)
