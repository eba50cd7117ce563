"""Notifications of a browser: turned on, turned off, tried."""

from __future__ import annotations

from flask import Blueprint, g
from werkzeug.wrappers import Response as BaseResponse

from autoleads.extensions import current, db
from autoleads.gateways.web_push import WebPush
from autoleads.hooks.forms import read_form
from autoleads.routes.panel.rendering import go_to
from autoleads.schemas.push import EndpointForm, SubscriptionForm
from autoleads.services import notifications

bp = Blueprint("push", __name__, url_prefix="/push")


@bp.post("")
def create() -> tuple[str, int]:
    """Let a browser take notifications, or change which."""
    form = read_form(SubscriptionForm)
    notifications.subscribe(g.tenant, g.current_user, form.new_subscription())
    db.session.commit()
    return "", 204


@bp.delete("")
def delete() -> tuple[str, int]:
    """End the notifications of a browser."""
    form = read_form(EndpointForm)
    notifications.unsubscribe(g.tenant, g.current_user, form.endpoint)
    db.session.commit()
    return "", 204


@bp.post("/trial")
def send_trial() -> BaseResponse:
    """Send a notification to the user's own browsers."""
    trials = [
        notifications.trial_notification(g.tenant, g.current_user, found)
        for found in notifications.subscriptions_of(g.tenant, g.current_user)
    ]
    # The push services may take seconds: no transaction stays open meanwhile.
    db.session.commit()
    push = current(WebPush)
    results = {
        trial.subscription_id: push.send(trial.subscription, trial.payload, trial.topic)
        for trial in trials
    }
    gone = [id_ for id_, result in results.items() if result == "gone"]
    notifications.end_subscriptions(g.tenant, gone)
    db.session.commit()
    was_sent = "sent" in results.values()
    return go_to("panel.account.edit", "push_sent" if was_sent else "push_not_sent")
