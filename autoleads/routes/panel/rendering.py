"""How the panel's views answer: with a page, or by going back to one."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from autoleads.text.phrases import panel as phrases
from autoleads.views.panel.frame import Frame


def show_page(template: str, status: int = 200, *, active: str = "", **context: Any) -> Response:
    """Return a page; within its frame, where somebody is logged in."""
    if g.get("current_user"):
        said = request.args.get("said", "")
        toast = said if said in phrases.TOASTS else None
        context["frame"] = Frame.of(g.tenant, g.current_user, active, toast)
    return Response(render_template(template, tenant=g.tenant, **context), status)


def go_to(endpoint: str, said: str | None = None, **values: Any) -> BaseResponse:
    """Lead to a page after something was done; `said` is the phrase that tells it."""
    return redirect(url_for(endpoint, said=said, **values), 303)
