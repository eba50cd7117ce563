"""`flask demo`: two dealers to try everything with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from autoleads.cli.commands import OperatorCommand
from autoleads.cli.output import json_option, show_json
from autoleads.extensions import current
from autoleads.schemas.devices import WebhookUrlsOut
from autoleads.services.tenants import TenantUrls
from config import Config

if TYPE_CHECKING:
    from autoleads.dev.demo.load import Loaded


@click.command("demo", cls=OperatorCommand)
@click.option("--force", is_flag=True, help="Also in production.")
@json_option
@with_appcontext
def command(force: bool, as_json: bool) -> None:
    """Load two demo dealers with cars, leads and users; safe to run again."""
    # Imported here because no other command and no server needs the demo.
    from autoleads.dev.demo.load import load

    config: Config = current_app.config["AUTOLEADS"]
    if config.is_production and not force:
        raise click.ClickException("This is production: say --force if you mean it.")
    dealers = [_summary(dealer) for dealer in load(config)]
    if as_json:
        show_json({"dealers": dealers})
    else:
        click.echo("\n\n".join(_as_text(dealer) for dealer in dealers))


def _summary(loaded: Loaded) -> dict[str, Any]:
    tenant = loaded.tenant
    urls = current(TenantUrls)
    origin = urls.origin(tenant)
    return {
        "id": tenant.id,
        "slug": tenant.slug,
        "name": tenant.name,
        "host": urls.host(tenant),
        "url": origin,
        "panelUrl": f"{origin}/admin",
        "carsUrl": f"{origin}/api/cars",
        "loginUrl": f"{origin}/api/admin/auth/login",
        "logins": _logins(loaded),
        "device": _device(loaded),
    }


def _logins(loaded: Loaded) -> list[dict[str, str]]:
    logins = []
    for member in loaded.plan.team:
        email = loaded.plan.email(member.who)
        logins.append({"email": email, "role": member.role, "password": loaded.password})
    return logins


def _device(loaded: Loaded) -> dict[str, str]:
    device = {"label": loaded.plan.label}
    if loaded.secret is not None:
        device |= WebhookUrlsOut.of(loaded.secret).to_json()
    return device


def _as_text(dealer: dict[str, Any]) -> str:
    device = dealer["device"]
    webhook = device.get("webhookUrl", "its secret was changed since and is not stored")
    lines = [
        f"{dealer['name']} ({dealer['slug']})",
        f"  panel     {dealer['panelUrl']}",
        f"  cars      {dealer['carsUrl']}",
    ]
    for login in dealer["logins"]:
        lines.append(f"  {login['role']:<9} {login['email']}  {login['password']}")
    lines.append(f"  WhatsApp  {device['label']}")
    lines.append(f"  webhook   {webhook}")
    return "\n".join(lines)
