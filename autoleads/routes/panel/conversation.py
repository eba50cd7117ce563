"""One conversation, and everything that is done in it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError, Conflict, ValidationError
from autoleads.extensions import db
from autoleads.hooks.forms import read_form, read_query
from autoleads.http.error_handlers import status_of
from autoleads.http.files import send_kept_file
from autoleads.routes.panel.rendering import go_back, go_to, show_page
from autoleads.schemas.panel import AssigneeForm, FollowUpForm, ReplyForm, StatusForm
from autoleads.schemas.panel_queries import ConversationQuery
from autoleads.schemas.timeline import NoteIn
from autoleads.services import autoreply, leads, messages
from autoleads.services.autoreply import Topic
from autoleads.services.leads import LeadChanges
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.conversation import Composer, ConversationPage
from autoleads.views.panel.frame import Undo

bp = Blueprint("conversation", __name__, url_prefix="/chat/<int:lead_id>")


@bp.get("")
def show(lead_id: int) -> Response:
    """Show a conversation, with a draft where one is asked for."""
    query = read_query(ConversationQuery)
    composer = _draft(lead_id, query.draft) if query.draft else None
    return _page(lead_id, composer, until=query.until, asks_reason=query.ask == "lost")


@bp.post("/messages")
def reply(lead_id: int) -> BaseResponse:
    """Send a reply, once; ask first where a colleague has replied or the customer opted out."""
    try:
        form = read_form(ReplyForm)
        messages.reply(g.tenant, g.current_user, lead_id, form.to_new_reply())
    except (Conflict, ValidationError) as problem:
        return _refused(lead_id, problem)
    db.session.commit()
    return _back(lead_id)


@bp.post("/messages/<int:message_id>/retry")
def retry(lead_id: int, message_id: int) -> BaseResponse:
    """Send a message again that failed or whose delivery is unknown."""
    messages.retry(g.tenant, g.current_user, lead_id, message_id)
    db.session.commit()
    return _back(lead_id)


@bp.get("/messages/<int:message_id>/file")
def show_file(lead_id: int, message_id: int) -> Response:
    """Send the file of a message."""
    return send_kept_file(messages.get_file(g.tenant, g.current_user, lead_id, message_id))


@bp.post("/claim")
def claim(lead_id: int) -> BaseResponse:
    """Take a lead that nobody has; tell who was faster."""
    try:
        leads.claim(g.tenant, g.current_user, lead_id)
    except Conflict as problem:
        by = problem.values.get("user_id")
        return go_to("panel.chat.index", problem.phrase, view="free", by=by)
    db.session.commit()
    return _back(lead_id, "claimed")


@bp.post("/assign")
def assign(lead_id: int) -> BaseResponse:
    """Give a lead to a colleague, or back."""
    form = read_form(AssigneeForm)
    leads.assign(g.tenant, g.current_user, lead_id, form.user_id)
    db.session.commit()
    return _back(lead_id, "assigned")


@bp.post("/answered")
def answered(lead_id: int) -> BaseResponse:
    """Record that the customer was answered elsewhere."""
    leads.mark_answered_elsewhere(g.tenant, g.current_user, lead_id)
    db.session.commit()
    return _back(lead_id, "marked_answered")


@bp.post("/status")
def change_status(lead_id: int) -> BaseResponse:
    """Move a lead; ask for the reason of a lost one."""
    form = read_form(StatusForm)
    if form.status == "lost" and not form.lost_reason:
        return go_to("panel.conversation.show", lead_id=lead_id, ask="lost", _anchor="about")
    reason = form.lost_reason if form.status == "lost" else None
    former = leads.get_visible(g.tenant, g.current_user, lead_id).status
    changes = LeadChanges(status=form.status, lost_reason=reason)
    leads.update(g.tenant, g.current_user, lead_id, changes)
    db.session.commit()
    return _back(lead_id, "status_changed", Undo(lead_id, former))


@bp.post("/follow-up")
def change_follow_up(lead_id: int) -> BaseResponse:
    """Set when to come back to the customer."""
    at = read_form(FollowUpForm).moment(g.tenant.zone, datetime.now(UTC))
    leads.update(g.tenant, g.current_user, lead_id, LeadChanges(follow_up_at=at))
    db.session.commit()
    return _back(lead_id, "follow_up_set" if at else "follow_up_done")


@bp.post("/notes")
def add_note(lead_id: int) -> BaseResponse:
    """Add a note that customers never see."""
    form = read_form(NoteIn)
    leads.add_note(g.tenant, g.current_user, lead_id, form.text)
    db.session.commit()
    return _back(lead_id, "note_added")


def _page(
    lead_id: int,
    composer: Composer | None,
    status: int = 200,
    *,
    until: int | None = None,
    asks_reason: bool = False,
) -> Response:
    page = ConversationPage.of(
        g.tenant,
        g.current_user,
        lead_id,
        Phrases(current_language()),
        composer=composer,
        until=until,
        asks_reason=asks_reason,
    )
    return show_page("panel/conversation.html", status, active="chat", page=page)


def _draft(lead_id: int, topic: Topic) -> Composer:
    text = autoreply.draft_reply(g.tenant, g.current_user, lead_id, topic, datetime.now(UTC))
    db.session.rollback()  # the turn was locked to be read
    return Composer(text=text or "", is_draft=True)


def _refused(lead_id: int, problem: AutoLeadsError) -> Response:
    """Show the page again with what was typed, what is in the way, and what came meanwhile."""
    db.session.rollback()
    composer = Composer(text=request.form.get("text", ""), problem=problem)
    return _page(lead_id, composer, status_of(problem))


def _back(lead_id: int, said: str | None = None, undo: Undo | None = None) -> BaseResponse:
    """Return to the page that the form came from, by default this conversation."""
    page = "panel.conversation.show"
    return go_back(said, page, undo=undo, lead_id=lead_id, _anchor="akhir")
