"""`flask demo`: two dealers to try everything with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import with_appcontext

from autoleads.cli.dealers import hooks_of, host_of, origin_of
from autoleads.cli.output import OperatorCommand, json_option, show_json
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
        click.echo("\n\n".join(map(_words, dealers)))


def _summary(loaded: Loaded) -> dict[str, Any]:
    tenant, origin = loaded.tenant, origin_of(loaded.tenant)
    return {
        "id": tenant.id,
        "slug": tenant.slug,
        "name": tenant.name,
        "host": host_of(tenant),
        "url": origin,
        "carsUrl": f"{origin}/api/cars",
        "loginUrl": f"{origin}/api/admin/auth/login",
        "logins": [
            {
                "email": loaded.plan.email(member.who),
                "role": member.role,
                "password": loaded.password,
            }
            for member in loaded.plan.team
        ],
        "device": {
            "label": loaded.plan.label,
            **(hooks_of(loaded.secret) if loaded.secret else {}),
        },
    }


def _words(dealer: dict[str, Any]) -> str:
    device = dealer["device"]
    lines = [
        f"{dealer['name']} ({dealer['slug']})",
        f"  cars      {dealer['carsUrl']}",
        f"  login     {dealer['loginUrl']}",
        *(
            f"  {login['role']:<9} {login['email']}  {login['password']}"
            for login in dealer["logins"]
        ),
        f"  WhatsApp  {device['label']}",
        f"  webhook   {device.get('webhookUrl', 'its secret was changed since and is not stored')}",
    ]
    return "\n".join(lines)
