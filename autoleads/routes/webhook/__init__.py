"""The webhooks of the WhatsApp providers, one file for each; its blueprint has the provider's name.

Whatever fails on our side is a 503 with Retry-After, so that the provider posts it again.
"""

from __future__ import annotations

from flask import Blueprint
from werkzeug.exceptions import HTTPException

from autoleads.errors import AutoLeadsError
from autoleads.hooks.bounded_threads import require_devices_share
from autoleads.hooks.rate_limits import exempt_from_public_limit
from autoleads.hooks.webhook_device import resolve_device
from autoleads.http.error_handlers import handle_error, handle_http_error, handle_webhook_error
from autoleads.routes.webhook import fonnte

bp = Blueprint("webhook", __name__, url_prefix="/webhook")
exempt_from_public_limit(bp)
bp.before_request(resolve_device)
bp.before_request(require_devices_share)
bp.register_error_handler(AutoLeadsError, handle_error)
bp.register_error_handler(HTTPException, handle_http_error)
bp.register_error_handler(Exception, handle_webhook_error)

bp.register_blueprint(fonnte.bp)
