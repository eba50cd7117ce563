"""The dealer's own domain: claimed here, served once its DNS record is found."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from autoleads.errors import AutoLeadsError
from autoleads.extensions import current, db
from autoleads.hooks.auth import roles
from autoleads.hooks.forms import read_form
from autoleads.http.error_handlers import status_of
from autoleads.routes.panel.rendering import go_to, show_page
from autoleads.schemas.panel import DomainForm
from autoleads.services import tenants
from autoleads.services.tenants import TenantCache, TenantChanges
from autoleads.text.phrases import Phrases
from autoleads.views.language import current_language
from autoleads.views.panel.domain import DomainPage

bp = Blueprint("domain", __name__, url_prefix="/settings/domain")


@bp.get("")
@roles("owner")
def edit() -> Response:
    """Show the domain, and the record that proves it."""
    return _page()


@bp.post("")
@roles("owner")
def update() -> BaseResponse:
    """Claim a domain, or give it up."""
    try:
        form = read_form(DomainForm, clears=True)
        tenant = tenants.update(g.tenant, TenantChanges(domain=form.domain), by=g.current_user)
    except AutoLeadsError as problem:
        return _page(problem)
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return go_to("panel.domain.edit", "settings_saved")


@bp.post("/verify")
@roles("owner")
def verify() -> BaseResponse:
    """Look the record up; once it is found, the domain is served."""
    try:
        proof = tenants.get_proof(g.tenant)
        # The look-up may take seconds: no transaction stays open meanwhile.
        db.session.commit()
        found = proof.is_found()
        tenant = tenants.record_check(g.tenant, proof, found=found)
    except AutoLeadsError as problem:
        return _page(problem)
    db.session.commit()
    current(TenantCache).forget(g.tenant, tenant)
    return go_to("panel.domain.edit", "domain_found" if found else "domain_not_found")


def _page(problem: AutoLeadsError | None = None) -> Response:
    if problem is not None:
        db.session.rollback()
    typed = request.form.to_dict() if problem else None
    tenant = tenants.get(g.tenant.id)
    page = DomainPage.of(tenant, Phrases(current_language()), typed, problem)
    status = status_of(problem) if problem else 200
    return show_page("panel/settings/domain.html", status, active="settings", page=page)
