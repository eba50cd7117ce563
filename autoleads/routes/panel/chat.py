"""The list of chats."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.hooks.forms import read_query
from autoleads.routes.panel.rendering import show_page
from autoleads.schemas.panel import ChatQuery
from autoleads.services.leads import LeadSearch
from autoleads.views.panel.chat_list import ChatList

bp = Blueprint("chat", __name__, url_prefix="/chat")


@bp.get("")
def index() -> Response:
    """List the chats of one view, those who wait first."""
    query = read_query(ChatQuery)
    wanted = LeadSearch(
        view=query.view,
        q=query.q,
        channel=(query.channel,) if query.channel else (),
        source=(query.source,) if query.source else (),
        assigned_to=(query.who,) if query.who else (),
        status=(query.status,) if query.status else (),
        sort="waiting",
    )
    page = ChatList.of(g.tenant, g.current_user, wanted, query.page)
    return show_page("panel/chat.html", active="chat", page=page)
