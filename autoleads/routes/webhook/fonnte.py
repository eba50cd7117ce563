"""Fonnte's three hooks; samples of what they carry stand with their parsers."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.extensions import db
from autoleads.hooks.rate_limits import within_device_limit
from autoleads.http.openapi import endpoint
from autoleads.http.responses import success
from autoleads.schemas.webhook import OutcomeOut
from autoleads.services import messages

bp = Blueprint("fonnte", __name__, url_prefix="/fonnte")


@bp.post("")
@endpoint("Gateway", OutcomeOut, errors=(401, 413), login=False)
def message_with_secret() -> Response:
    """Take in a message whose body carries the secret."""
    return _take_message()


@bp.post("/<secret>")
@endpoint("Gateway", OutcomeOut, errors=(413,), login=False)
def message(secret: str) -> Response:
    """Take in a message."""
    return _take_message()


@bp.post("/<secret>/status")
@endpoint("Gateway", OutcomeOut, errors=(413,), login=False)
def status(secret: str) -> Response:
    """Take in what became of a message that was sent."""
    outcome = messages.process_status(g.tenant, g.device, g.payload)
    db.session.commit()
    return success(OutcomeOut.render(outcome))


@bp.post("/<secret>/device")
@endpoint("Gateway", OutcomeOut, errors=(413,), login=False)
def device(secret: str) -> Response:
    """Take in that a device was linked, or lost its link."""
    outcome = messages.process_connection(g.tenant, g.device, g.payload)
    db.session.commit()
    return success(OutcomeOut.render(outcome))


def _take_message() -> Response:
    # Above the limit a message is stored all the same, only not answered.
    may_answer = within_device_limit()
    outcome = messages.process_message(
        g.tenant, g.device, g.secret, g.payload, may_answer=may_answer
    )
    db.session.commit()
    return success(OutcomeOut.render(outcome))
