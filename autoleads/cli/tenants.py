"""`flask tenants`: the dealers of the platform."""

from __future__ import annotations

import time
from typing import Any

import click
from flask import current_app

from autoleads.cli.commands import OperatorGroup
from autoleads.cli.options import get_tenant, parse_options
from autoleads.cli.output import json_option, show, show_count, show_json, show_table
from autoleads.database.tenant_move import MoveError, move_tenant
from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import current, db
from autoleads.models.tenant import TENANT_STATUSES, TenantStatus
from autoleads.schemas.tenants import TenantIn
from autoleads.services import tenants
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import FRESH_SECONDS, TenantCache, TenantInfo, TenantUrls
from autoleads.text.moments import utc_text
from config import Config, ConfigError
from env_reader import EnvReader

SETTLE_SECONDS = FRESH_SECONDS + 1
"""After these every process knows that a dealer is suspended."""

group = OperatorGroup("tenants", help="Dealers.")


@group.command()
@click.option("--slug", required=True, help="The name of the host under the base domain.")
@click.option("--name", required=True)
@click.option(
    "--status", type=click.Choice(["trial", "active"]), default="trial", show_default=True
)
@click.option("--trial-days", type=click.IntRange(1, 3650), default=14, show_default=True)
@click.option("--domain", help="The dealer's own host name.")
@click.option(
    "--whatsapp", "whatsapp_number", metavar="+62…", help="The number that customers chat with."
)
@json_option
def create(as_json: bool, trial_days: int, status: TenantStatus, **options: str | None) -> None:
    """Create a dealer."""
    data = parse_options(TenantIn, **options)
    with platform_scope():
        tenant = tenants.create(data.new_tenant(), status=status, trial_days=trial_days)
        db.session.commit()
    current(TenantCache).forget(tenant)
    show(_summary(tenant) if as_json else _row(tenant), as_json)
    if tenant.status == "trial" and not as_json:
        click.echo(f"`flask --app wsgi tenants set-status {tenant.slug} active` ends the trial.")


@group.command("list")
@json_option
def index(as_json: bool) -> None:
    """List all dealers."""
    with platform_scope():
        rows = [_row(tenant) for tenant in tenants.index()]
    if as_json:
        show_json({"tenants": rows})
    else:
        show_table(rows)


@group.command()
@click.argument("slug")
@click.argument("status", type=click.Choice(TENANT_STATUSES))
@json_option
def set_status(slug: str, status: TenantStatus, as_json: bool) -> None:
    """Set the status of a dealer."""
    tenant = get_tenant(slug)
    with platform_scope():
        tenant = tenants.set_status(tenant, status)
        db.session.commit()
    current(TenantCache).forget(tenant)
    show(_summary(tenant), as_json)


@group.command()
@click.argument("slug")
@click.option(
    "--to",
    "url",
    required=True,
    metavar="URL",
    callback=lambda context, option, value: _read_url(value),
    help="The other database, with the role that owns its tables.",
)
def move(slug: str, url: str) -> None:
    """Move a dealer to another installation's database, where they have their status again.

    Here they stay, suspended. What waits to be sent becomes `unknown`.
    """
    started = time.monotonic()
    config: Config = current_app.config["AUTOLEADS"]
    encryptor = current(Encryptor)
    try:
        counts = move_tenant(
            slug,
            config.migration_database_url,
            url,
            settle_seconds=SETTLE_SECONDS,
            can_decrypt=lambda token: encryptor.decrypt(token) is not None,
            progress=show_count,
        )
    except MoveError as error:
        raise click.ClickException(str(error)) from error
    seconds = time.monotonic() - started
    click.echo(f"Moved {sum(counts.values())} rows of {len(counts)} tables in {seconds:.1f} s.")
    click.echo(f"{slug} is suspended here. What is left to do: docs/deploy.md, Cells.")


def _read_url(value: str) -> str:
    try:
        url = EnvReader({"--to": value}).database("--to")
    except ConfigError as error:
        raise click.BadParameter(str(error)) from error
    if url is None:
        raise click.BadParameter("must not be empty")
    return url


def _summary(tenant: TenantInfo) -> dict[str, Any]:
    return {
        "id": tenant.id,
        "slug": tenant.slug,
        "status": tenant.status,
        "host": current(TenantUrls).host(tenant),
    }


def _row(tenant: TenantInfo) -> dict[str, Any]:
    ends_at = tenant.trial_ends_at if tenant.status == "trial" else None
    return {
        **_summary(tenant),
        "name": tenant.name,
        "domain": tenant.domain,
        "trialEndsAt": utc_text(ends_at) if ends_at else None,
    }
