"""The list of chats."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel_queries import ChatQuery
from autoleads.views.panel.chat_list import ChatList

bp = Blueprint("chat", __name__, url_prefix="/chat")


@bp.get("")
def index() -> Response:
    """List the chats of one view, those who wait first."""
    query = read_query(ChatQuery)
    page = ChatList.of(g.tenant, g.current_user, query.search(), query.page)
    return show_page("panel/chat.html", active="chat", page=page)
