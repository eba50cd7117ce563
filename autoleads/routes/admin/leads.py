"""Leads."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from autoleads.extensions import db
from autoleads.hooks.conditional import etag, expected_versions
from autoleads.http.envelope import PageOf
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created, paginated, success
from autoleads.schemas.leads import (
    AssignIn,
    LeadIn,
    LeadOut,
    LeadPatch,
    LeadQuery,
    LeadStatsOut,
)
from autoleads.schemas.timeline import NoteIn, TimelineEntryOut
from autoleads.services import leads

bp = Blueprint("leads", __name__, url_prefix="/leads")


@bp.get("")
@endpoint("Leads", PageOf[LeadOut])
def index(query: LeadQuery) -> Response:
    """List leads; salespeople see their own and the unassigned ones."""
    page = leads.search(g.tenant, g.current_user, query.to_search(), query.page, query.limit)
    return paginated([LeadOut.render(lead) for lead in page.items], page)


@bp.post("")
@endpoint("Leads", LeadOut, status=201, errors=(409,))
def create(json: LeadIn) -> Response:
    """Enter a lead; 409 if the customer has an open one."""
    lead = leads.create(g.tenant, g.current_user, json.to_new_lead())
    db.session.commit()
    return created(
        LeadOut.render(lead), url_for("admin.leads.show", lead_id=lead.id), headers=etag(lead)
    )


@bp.get("/stats")
@endpoint("Leads", LeadStatsOut)
def stats() -> Response:
    """Return figures about the leads that the user may see."""
    return success(LeadStatsOut.render(leads.stats(g.tenant, g.current_user)))


@bp.get("/<int:lead_id>")
@endpoint("Leads", LeadOut)
def show(lead_id: int) -> Response:
    """Show a lead."""
    lead = leads.get_visible(g.tenant, g.current_user, lead_id)
    return success(LeadOut.render(lead), headers=etag(lead))


@bp.patch("/<int:lead_id>")
@endpoint("Leads", LeadOut, errors=(409, 412))
def update(lead_id: int, json: LeadPatch) -> Response:
    """Change a lead; closing it ends its follow-up and the customer's wait."""
    lead = leads.update(
        g.tenant, g.current_user, lead_id, json.to_changes(), expected_versions=expected_versions()
    )
    db.session.commit()
    return success(LeadOut.render(lead), headers=etag(lead))


@bp.post("/<int:lead_id>/assign")
@endpoint("Leads", LeadOut)
def assign(lead_id: int, json: AssignIn) -> Response:
    """Assign a lead, or unassign it; salespeople may take one, or give their own back."""
    lead = leads.assign(g.tenant, g.current_user, lead_id, json.user_id)
    db.session.commit()
    return success(LeadOut.render(lead), headers=etag(lead))


@bp.post("/<int:lead_id>/claim")
@endpoint("Leads", LeadOut, errors=(409,))
def claim(lead_id: int) -> Response:
    """Take an unassigned lead; 409 if a colleague was faster."""
    lead = leads.claim(g.tenant, g.current_user, lead_id)
    db.session.commit()
    return success(LeadOut.render(lead), headers=etag(lead))


@bp.post("/<int:lead_id>/answered")
@endpoint("Leads", LeadOut)
def answered(lead_id: int) -> Response:
    """Record that the customer was answered elsewhere, for instance by telephone."""
    lead = leads.mark_answered_elsewhere(g.tenant, g.current_user, lead_id)
    db.session.commit()
    return success(LeadOut.render(lead), headers=etag(lead))


@bp.post("/<int:lead_id>/notes")
@endpoint("Leads", TimelineEntryOut, status=201)
def add_note(lead_id: int, json: NoteIn) -> Response:
    """Add a note to the timeline of a lead."""
    entry = leads.add_note(g.tenant, g.current_user, lead_id, json.text)
    db.session.commit()
    return created(
        TimelineEntryOut.render(entry, {}), url_for("admin.leads.history", lead_id=lead_id)
    )


@bp.get("/<int:lead_id>/timeline")
@endpoint("Leads", list[TimelineEntryOut])
def history(lead_id: int) -> Response:
    """List the timeline of a lead, oldest entry first."""
    events = leads.list_events(g.tenant, g.current_user, lead_id)
    users = leads.users_in_events(g.tenant, events)
    return success([TimelineEntryOut.render(event, users) for event in events])
