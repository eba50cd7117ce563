"""Cars from a spreadsheet: the template, the upload, the dry run, and doing it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import (
    AutoLeadsError,
    Conflict,
    PayloadTooLarge,
    UnsupportedMediaType,
    ValidationError,
    invalid,
)
from autoleads.extensions import db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form
from autoleads.hooks.sheets import MAX_REQUEST, read_sheet
from autoleads.hooks.uploads import takes_files
from autoleads.http.error_handlers import status_of
from autoleads.models import CarImport
from autoleads.routes.panel.rendering import go_to, send_file, show_page
from autoleads.schemas.car_plan import plan_import
from autoleads.schemas.car_sheet import fields_of_headings, read_row
from autoleads.schemas.car_template import car_template
from autoleads.schemas.panel import ImportForm
from autoleads.services import cars
from autoleads.services.cars import PlannedRow
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.car_import import ImportPage

HEADINGS_WITHIN = 10
"""The first rows may be a title; the headings come within so many."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("car_import", __name__, url_prefix="/cars")


@bp.get("/template.xlsx")
@roles("owner", "admin")
def template() -> Response:
    """Send the workbook to fill in."""
    return send_file("template.xlsx", car_template(Phrases(current_language())), XLSX)


@bp.get("/import")
@roles("owner", "admin")
def new() -> Response:
    """Ask for a file."""
    return show_page("panel/car_upload.html", active="cars", problem=None)


@bp.post("/import")
@takes_files(MAX_REQUEST)
@roles("owner", "admin")
def create() -> BaseResponse:
    """Read a file and keep its rows, to be looked at before anything is stored."""
    try:
        rows = _read_rows()
    except (PayloadTooLarge, UnsupportedMediaType, ValidationError) as problem:
        return _refused(problem)
    name = request.files["file"].filename or ""
    kept = cars.save_import(g.tenant, g.current_user, name, rows)
    db.session.commit()
    return go_to("panel.car_import.show", import_id=kept.id)


@bp.get("/import/<int:import_id>")
@roles("owner", "admin")
def show(import_id: int) -> Response:
    """Show what the rows would do."""
    kept = cars.get_import(g.tenant, g.current_user, import_id)
    return _page(kept, plan_import(g.tenant, kept.rows))


@bp.post("/import/<int:import_id>")
@roles("owner", "admin")
def confirm(import_id: int) -> BaseResponse:
    """Do it: all rows, or, if the form says so, all but the wrong ones."""
    skips_wrong = read_form(ImportForm).skip_wrong
    kept = cars.get_import(g.tenant, g.current_user, import_id)
    planned = plan_import(g.tenant, kept.rows)
    if not skips_wrong and any(row.state == "wrong" for row in planned):
        return _page(kept, planned, Conflict("rows_wrong"))
    cars.import_cars(g.tenant, kept, planned, by=g.current_user)
    db.session.commit()
    return go_to("panel.cars.index", "cars_imported")


def _page(
    kept: CarImport, planned: Sequence[PlannedRow], problem: AutoLeadsError | None = None
) -> Response:
    page = ImportPage.of(kept, planned, Phrases(current_language()))
    status = status_of(problem) if problem else 200
    return show_page("panel/car_import.html", status, active="cars", page=page, problem=problem)


def _read_rows() -> list[dict[str, object]]:
    """Return the rows of the file that are not empty, each with its number in the file."""
    sheet = read_sheet()
    for first, row in enumerate(sheet[:HEADINGS_WITHIN]):
        fields = fields_of_headings(row)
        if fields is None:
            continue
        cells = [read_row(fields, line) for line in sheet[first + 1 :]]
        rows = [{"number": n, "values": v} for n, v in enumerate(cells, first + 2) if v]
        if not rows:
            raise invalid("file", "sheet_empty")
        return rows
    raise invalid("file", "headings_missing")


def _refused(problem: AutoLeadsError) -> Response:
    db.session.rollback()
    return show_page("panel/car_upload.html", status_of(problem), active="cars", problem=problem)
