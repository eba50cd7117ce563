"""Conversations with customers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from autoleads.extensions import db
from autoleads.http.files import send_kept_file
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created, success
from autoleads.models import Message
from autoleads.schemas.messages import MessageIn, MessageOut, MessageQuery
from autoleads.services import messages
from autoleads.services.messages import NewReply

bp = Blueprint("messages", __name__, url_prefix="/leads/<int:lead_id>/messages")


@bp.get("")
@endpoint("Conversation", list[MessageOut])
def index(lead_id: int, query: MessageQuery) -> Response:
    """List the newest messages, or those before one of them; oldest first."""
    page = messages.list_messages(
        g.tenant, g.current_user, lead_id, limit=query.limit, before=query.before
    )
    cars = messages.cars_by_code(g.tenant, page)
    return success([MessageOut.render(g.tenant, message, cars) for message in page])


@bp.post("")
@endpoint("Conversation", MessageOut, status=201, errors=(409,))
def create(lead_id: int, json: MessageIn) -> Response:
    """Reply to the customer; 409 if they have opted out and `confirm` is not true."""
    new_reply = NewReply(text=json.text, origin="api", confirm=json.confirm)
    message = messages.reply(g.tenant, g.current_user, lead_id, new_reply)
    db.session.commit()
    return created(_show(message), url_for("admin.messages.index", lead_id=lead_id))


@bp.post("/<int:message_id>/retry")
@endpoint("Conversation", MessageOut, errors=(409,))
def retry(lead_id: int, message_id: int) -> Response:
    """Send a message again that failed or whose delivery is unknown."""
    message = messages.retry(g.tenant, g.current_user, lead_id, message_id)
    db.session.commit()
    return success(_show(message))


@bp.get("/<int:message_id>/file")
@endpoint("Conversation", bytes)
def show_file(lead_id: int, message_id: int) -> Response:
    """Send the file that came with a message, once it is kept; pictures inline."""
    return send_kept_file(messages.get_file(g.tenant, g.current_user, lead_id, message_id))


def _show(message: Message) -> dict[str, Any]:
    cars = messages.cars_by_code(g.tenant, [message])
    return MessageOut.render(g.tenant, message, cars)
