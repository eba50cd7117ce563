"""The views of all providers' webhooks; the hook `resolve_device` has set `g.webhook`."""

from __future__ import annotations

from flask import Response, g

from autoleads.extensions import db
from autoleads.hooks.rate_limits import within_device_limit
from autoleads.http.responses import success
from autoleads.schemas.webhook import OutcomeOut
from autoleads.services import messages


def take_message() -> Response:
    """Store a message; above the rate limit it gets no auto-reply."""
    may_auto_reply = within_device_limit()
    outcome = messages.process_message(g.tenant, g.webhook, may_auto_reply=may_auto_reply)
    db.session.commit()
    return success(OutcomeOut.render(outcome))


def take_status() -> Response:
    """Apply the new status of a message that was sent."""
    outcome = messages.process_status(g.tenant, g.webhook)
    db.session.commit()
    return success(OutcomeOut.render(outcome))


def take_connection() -> Response:
    """Apply a connection event of the device."""
    outcome = messages.process_connection(g.tenant, g.webhook)
    db.session.commit()
    return success(OutcomeOut.render(outcome))
