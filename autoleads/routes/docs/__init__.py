"""The description of the API, for programs and for people. Open at any host, without login."""

from __future__ import annotations

from flask import Blueprint

from autoleads.routes.docs import api, start

bp = Blueprint("docs", __name__)

bp.register_blueprint(api.bp)
bp.register_blueprint(start.bp)
