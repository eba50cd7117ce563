"""`flask cars`: the stock of all dealers."""

from __future__ import annotations

import click

from autoleads.cli.commands import OperatorGroup
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.services import cars, tenants

group = OperatorGroup("cars", help="The stock of all dealers.")


@group.command("store-json")
def store_json() -> None:
    """Store the public JSON of cars that have none, after SQL by hand or a new release."""
    with platform_scope():
        found = tenants.index()
    for tenant in found:
        with tenant_scope(tenant.id):
            stored = cars.store_missing(tenant)
            db.session.commit()
        if stored:
            click.echo(f"{tenant.slug}: {stored}")
