"""The webhooks of Fonnte; `gateways/fonnte` reads what they carry."""

from __future__ import annotations

from flask import Blueprint, Response

from autoleads.http.openapi import endpoint
from autoleads.routes.webhook.events import take_connection, take_message, take_status
from autoleads.schemas.webhook import OutcomeOut

bp = Blueprint("fonnte", __name__, url_prefix="/fonnte")


@bp.post("")
@endpoint("Gateway", OutcomeOut, errors=(401, 413, 429, 503), login=False, tenant=False)
def message_with_secret() -> Response:
    """Take in a message whose body carries the secret."""
    return take_message()


@bp.post("/<secret>")
@endpoint("Gateway", OutcomeOut, errors=(404, 413, 429, 503), login=False, tenant=False)
def message(secret: str) -> Response:
    """Take in a message."""
    return take_message()


@bp.post("/<secret>/status")
@endpoint("Gateway", OutcomeOut, errors=(404, 413, 429, 503), login=False, tenant=False)
def status(secret: str) -> Response:
    """Take in the new status of a message that was sent."""
    return take_status()


@bp.post("/<secret>/device")
@endpoint("Gateway", OutcomeOut, errors=(404, 413, 429, 503), login=False, tenant=False)
def device(secret: str) -> Response:
    """Take in that a device was linked, or lost its link."""
    return take_connection()
