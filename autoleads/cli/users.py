"""`flask users`: members of a dealer's team."""

from __future__ import annotations

import sys

import click

from autoleads.cli.commands import OperatorGroup
from autoleads.cli.options import get_tenant, parse_options, tenant_option
from autoleads.cli.output import json_option, show
from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import current, db
from autoleads.models.user import ROLES
from autoleads.schemas.users import UserIn
from autoleads.services import accounts
from autoleads.services.tenants import TenantUrls

group = OperatorGroup("users", help="Members of a dealer's team.")


@group.command()
@tenant_option
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option(
    "--password", help="Left out: a terminal asks for it, otherwise a one-time link is printed."
)
@json_option
def create(
    slug: str, email: str, name: str, role: str, password: str | None, as_json: bool
) -> None:
    """Create a user."""
    tenant = get_tenant(slug)
    if password is None:
        password = _ask_for_password()
    data = parse_options(UserIn, email=email, name=name, role=role, password=password)
    with tenant_scope(tenant.id):
        user = accounts.create_user(tenant, data.new_user())
        db.session.commit()
        result = {"id": user.id, "email": user.email, "role": user.role}
        if data.password is None:
            origin = current(TenantUrls).origin(tenant)
            result["passwordLink"] = accounts.one_time_link(origin, user)
    show(result, as_json)


def _ask_for_password() -> str | None:
    """Return the password typed at the terminal; None if empty or without a terminal."""
    if not sys.stdin.isatty():
        return None
    typed: str = click.prompt(
        "Password (empty for a one-time link)",
        default="",
        show_default=False,
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    return typed or None
