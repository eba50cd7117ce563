"""`flask devices`: WhatsApp numbers and the keys of their tokens."""

from __future__ import annotations

import click

from autoleads.cli.dealers import get_dealer, hooks_of
from autoleads.cli.output import OperatorGroup, checked, json_option, show
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.schemas.devices import DeviceIn
from autoleads.services import devices

group = OperatorGroup("devices", help="WhatsApp numbers linked to the gateway.")


@group.command()
@click.option("--tenant", "slug", required=True, metavar="SLUG")
@click.option("--label", required=True, metavar="62…", help="What the gateway calls the device.")
@click.option(
    "--phone", metavar="+62…", help="The number that is really connected, if it is not the label."
)
@click.option("--token", help="The gateway's token; without one, messages go to the console.")
@click.option("--secret", help="What stands in the webhook's address; made up if left out.")
@json_option
def create(slug: str, secret: str | None, as_json: bool, **options: str | None) -> None:
    """Create a device and print its webhooks, this once: only a hash of the secret is kept.

    With a token, the webhooks are set at the gateway, and what is left to do is said on stderr.
    """
    tenant = get_dealer(slug)
    data = checked(DeviceIn, **options)
    with tenant_scope(tenant.id):
        device, secret = devices.create(tenant, data.to_new_device(secret))
        db.session.commit()
        if data.token:
            report = devices.connect(tenant, device, secret, commit=db.session.commit)
            for step in report.todo:
                click.echo(step, err=True)
    show({"id": device.id, "label": device.label, **hooks_of(secret)}, as_json)


@group.command()
@json_option
def rotate_keys(as_json: bool) -> None:
    """Encrypt all tokens anew, under the first ENCRYPTION_KEY; then the older keys may go.

    A token that no key opens is left as it is, and its device is named.
    """
    with platform_scope():
        report = devices.rotate_tokens()
        db.session.commit()
    show({"rotated": report.rotated, "unreadable": report.unreadable}, as_json)
