"""Typed pages for the templates, phrases in the tenant's language, and filters."""

from __future__ import annotations

from flask import Flask, g
from jinja2 import StrictUndefined

from autoleads.views.filters import FILTERS
from autoleads.views.language import current_language, translate
from autoleads.views.panel import filters as panel_filters


def init_app(app: Flask) -> None:
    """Give an application's templates their filters and phrases.

    A name that a template uses and is not given is an error, not an empty string.
    """
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.filters.update(panel_filters.FILTERS)
    app.jinja_env.globals.update(
        t=translate, language=current_language, csrf_token=lambda: g.panel_token.csrf
    )
