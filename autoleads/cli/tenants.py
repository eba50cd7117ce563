"""`flask tenants`: dealers."""

from __future__ import annotations

from typing import Any

import click

from autoleads.cli.dealers import get_dealer, host_of
from autoleads.cli.output import OperatorGroup, checked, json_option, show, show_json, show_table
from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import current, db
from autoleads.models.tenant import TENANT_STATUSES, TenantStatus
from autoleads.schemas.base import utc_text
from autoleads.schemas.tenants import TenantIn
from autoleads.services import tenants
from autoleads.services.tenants import TenantCache, TenantInfo

group = OperatorGroup("tenants", help="Dealers.")


@group.command()
@click.option("--slug", required=True, help="The label under the base domain.")
@click.option("--name", required=True)
@click.option(
    "--status", type=click.Choice(["trial", "active"]), default="trial", show_default=True
)
@click.option("--trial-days", type=click.IntRange(1, 3650), default=14, show_default=True)
@click.option("--domain", help="The dealer's own host name.")
@click.option(
    "--whatsapp", "whatsapp_number", metavar="+62…", help="The number buyers are sent to."
)
@json_option
def create(as_json: bool, trial_days: int, status: TenantStatus, **options: str | None) -> None:
    """Create a dealer."""
    data = checked(TenantIn, **options)
    with platform_scope():
        tenant = tenants.create(data.new_tenant(), status=status, trial_days=trial_days)
        db.session.commit()
    current(TenantCache).forget(tenant)
    show(_summary(tenant), as_json)


@group.command("list")
@json_option
def index(as_json: bool) -> None:
    """List all dealers."""
    with platform_scope():
        rows = [{**_summary(tenant), **_details(tenant)} for tenant in tenants.index()]
    if as_json:
        show_json({"tenants": rows})
    else:
        show_table(rows)


@group.command()
@click.argument("slug")
@click.argument("status", type=click.Choice(TENANT_STATUSES))
@json_option
def set_status(slug: str, status: TenantStatus, as_json: bool) -> None:
    """Open or close a dealer."""
    tenant = get_dealer(slug)
    with platform_scope():
        tenant = tenants.set_status(tenant, status)
        db.session.commit()
    current(TenantCache).forget(tenant)
    show(_summary(tenant), as_json)


def _summary(tenant: TenantInfo) -> dict[str, Any]:
    return {"id": tenant.id, "slug": tenant.slug, "status": tenant.status, "host": host_of(tenant)}


def _details(tenant: TenantInfo) -> dict[str, Any]:
    ends = tenant.trial_ends_at if tenant.status == "trial" else None
    return {
        "name": tenant.name,
        "domain": tenant.domain,
        "trialEndsAt": utc_text(ends) if ends else None,
    }
