"""Adding a car, and changing one."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.conditional import version_of_form
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.car_sheet import AS_WRITTEN
from autoleads.schemas.cars import CarIn, CarPatch
from autoleads.services import cars
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.car_form import CarForm
from autoleads.views.panel.car_preview import car_preview

bp = Blueprint("car_form", __name__, url_prefix="/cars")


@bp.get("/new")
@roles("owner", "admin")
def new() -> Response:
    """Show the form of a new car."""
    return _form(None)


@bp.post("/new")
@roles("owner", "admin")
def create() -> BaseResponse:
    """Add a car, as a draft or public at once."""
    try:
        new_car = read_form(CarIn, AS_WRITTEN).new_car()
        car = cars.create(g.tenant, new_car, by=g.current_user)
    except AutoLeadsError as problem:
        return _form(None, problem)
    db.session.commit()
    return go_to("panel.car_form.edit", "car_saved", car_id=car.id)


@bp.get("/preview")
@roles("owner", "admin")
def preview() -> Response:
    """Tell how prices and a plate will read to customers, as they are typed."""
    return jsonify(car_preview(g.tenant, request.args, Phrases(current_language())))


@bp.get("/<int:car_id>")
@roles("owner", "admin")
def edit(car_id: int) -> Response:
    """Show the form of a car."""
    return _form(car_id)


@bp.post("/<int:car_id>")
@roles("owner", "admin")
def update(car_id: int) -> BaseResponse:
    """Change a car, unless somebody else has changed it meanwhile."""
    expected = version_of_form()
    try:
        changes = read_form(CarPatch, AS_WRITTEN, clears=True).changes()
        cars.update(g.tenant, car_id, changes, by=g.current_user, expected_versions=expected)
    except AutoLeadsError as problem:
        return _form(car_id, problem)
    db.session.commit()
    return go_to("panel.car_form.edit", "car_saved", car_id=car_id)


def _form(car_id: int | None, problem: AutoLeadsError | None = None) -> Response:
    """Show the form; after a problem with what was typed, and with its status."""
    typed = request.form.to_dict() if problem else None
    if problem is not None:
        db.session.rollback()
    car = None if car_id is None else cars.get(g.tenant, car_id)
    page = CarForm.of(g.tenant, car, Phrases(current_language()), typed=typed, problem=problem)
    status = status_of(problem) if problem else 200
    return show_page("panel/car_form.html", status, active="cars", page=page)
