"""Enquiries from the web site."""

from __future__ import annotations

from flask import Blueprint, Response, g

from autoleads.extensions import db
from autoleads.http.openapi import endpoint
from autoleads.http.responses import created
from autoleads.schemas.enquiries import EnquiryIn, EnquiryOut
from autoleads.services import messages

bp = Blueprint("leads", __name__, url_prefix="/leads")


@bp.post("")
@endpoint("Enquiries", EnquiryOut, status=201, login=False)
def create(json: EnquiryIn) -> Response:
    """Ask the dealer to get in touch; a phone with an open lead continues that lead."""
    lead_id = messages.create_enquiry(g.tenant, json.to_new_enquiry())
    db.session.commit()
    return created({"leadId": lead_id})
