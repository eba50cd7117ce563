"""Responses of the panel's views: a page, or the way back to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.text.csv_text import to_csv
from autoleads.views.panel.frame import Frame, Toast, Undo
from autoleads.views.panel.login import safe_target


def show_page(template: str, status: int = 200, *, active: str = "", **context: Any) -> Response:
    """Return a page; within its frame, where somebody is logged in."""
    if g.get("current_user"):
        context["frame"] = Frame.of(g.tenant, g.current_user, active, _find_toast())
    return Response(render_template(template, tenant=g.tenant, **context), status)


def send_csv(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Send rows as a file that a spreadsheet opens, named after the dealer and the day."""
    day = datetime.now(g.tenant.zone).date()
    return send_file(f"{name}-{g.tenant.slug}-{day}.csv", to_csv(rows), "text/csv")


def send_file(name: str, content: str | bytes, mimetype: str) -> Response:
    """Send a file to be stored."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def go_back(
    said: str | None, endpoint: str, *, undo: Undo | None = None, **values: Any
) -> BaseResponse:
    """Lead back to the page that a form came from, if it says which, else to an endpoint.

    The page says what was done, and offers to undo it.
    """
    told: dict[str, Any] = {"said": said, "undo": str(undo) if undo else None, "by": None}
    came_from = safe_target(request.form.get("back"))
    if came_from is None:
        return redirect(url_for(endpoint, **told, **values), 303)
    path, _, query = came_from.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name not in told]
    kept += [(name, value) for name, value in told.items() if value is not None]
    return redirect(f"{path}?{urlencode(kept)}" if kept else path, 303)


def go_to(endpoint: str, said: str | None = None, **values: Any) -> BaseResponse:
    """Lead to a page after something was done; `said` is the phrase that tells it."""
    return redirect(url_for(endpoint, said=said, **values), 303)


def _find_toast() -> Toast | None:
    """Return what the page is to say that was done; see `go_back` and `go_to`."""
    by = request.args.get("by", type=int)
    undo = Undo.parse(request.args.get("undo", ""))
    return Toast.find(g.tenant, request.args.get("said", ""), by=by, undo=undo)
