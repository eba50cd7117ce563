"""What gateways post. Every request passes this hook; whatever fails on our side asks for a retry, so that nothing is lost."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.exceptions import HTTPException

from autoleads.errors import AutoLeadsError
from autoleads.hooks.device import resolve_device
from autoleads.http.error_handlers import answer_error, answer_http_error, answer_not_stored
from autoleads.routes.webhook import fonnte

bp = Blueprint("webhook", __name__, url_prefix="/webhook")
bp.before_request(resolve_device)
bp.register_error_handler(AutoLeadsError, answer_error)
bp.register_error_handler(HTTPException, answer_http_error)
bp.register_error_handler(Exception, answer_not_stored)

bp.register_blueprint(fonnte.bp)
