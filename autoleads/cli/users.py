"""`flask users`: members of a dealer's team."""

from __future__ import annotations

import sys

import click

from autoleads.cli.dealers import get_dealer, origin_of
from autoleads.cli.output import OperatorGroup, checked, json_option, show
from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models.user import ROLES
from autoleads.schemas.users import UserIn
from autoleads.services import accounts

group = OperatorGroup("users", help="Members of a dealer's team.")


@group.command()
@click.option("--tenant", "slug", required=True, metavar="SLUG")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option(
    "--password",
    help="Without one it is asked for; where nobody can be asked, a one-time link is printed.",
)
@json_option
def create(
    slug: str, email: str, name: str, role: str, password: str | None, as_json: bool
) -> None:
    """Create a user."""
    tenant = get_dealer(slug)
    if password is None:
        password = _ask()
    data = checked(UserIn, email=email, name=name, role=role, password=password)
    with tenant_scope(tenant.id):
        user = accounts.create_user(tenant, data.new_user())
        db.session.commit()
        result = {"id": user.id, "email": user.email, "role": user.role}
        if data.password is None:
            result["passwordLink"] = accounts.one_time_link(origin_of(tenant), user)
    show(result, as_json)


def _ask() -> str | None:
    if not sys.stdin.isatty():
        return None
    prompt = "Password (empty for a one-time link)"
    return (
        click.prompt(
            prompt,
            default="",
            show_default=False,
            hide_input=True,
            confirmation_prompt=True,
            err=True,
        )
        or None
    )
