"""`flask devices`: WhatsApp numbers and the encryption of their tokens."""

from __future__ import annotations

import click

from autoleads.cli.commands import OperatorGroup
from autoleads.cli.options import get_tenant, parse_options, tenant_option
from autoleads.cli.output import json_option, show
from autoleads.database.tenant_scope import platform_scope, tenant_scope
from autoleads.extensions import db
from autoleads.schemas.devices import DeviceIn, WebhookUrlsOut
from autoleads.services import devices

group = OperatorGroup("devices", help="WhatsApp numbers linked to the gateway.")


@group.command()
@tenant_option
@click.option("--label", required=True, metavar="62…", help="The gateway's name of the device.")
@click.option(
    "--phone", metavar="+62…", help="The number that is really connected, if it is not the label."
)
@click.option("--token", help="The gateway's token; without one, messages go to the console.")
@click.option("--secret", help="The secret in the webhook addresses; random if left out.")
@json_option
def create(slug: str, secret: str | None, as_json: bool, **options: str | None) -> None:
    """Create a device and print its webhooks, once: only a hash of the secret is stored.

    With a token the webhooks are set at the gateway, and the steps that are left for a person are
    printed on standard error.
    """
    tenant = get_tenant(slug)
    data = parse_options(DeviceIn, **options)
    with tenant_scope(tenant.id):
        device, secret = devices.create(tenant, data.new_device(secret))
        db.session.commit()
        if data.token:
            report = devices.connect(tenant, device, secret, commit=db.session.commit)
            for step in report.todo:
                click.echo(step, err=True)
    urls = WebhookUrlsOut.of(secret).to_json()
    show({"id": device.id, "label": device.label, **urls}, as_json)


@group.command()
@json_option
def rotate_keys(as_json: bool) -> None:
    """Encrypt all tokens again, under the first ENCRYPTION_KEY; then the older keys may go.

    A token that none of the keys decrypts stays as it is, and its device is printed.
    """
    with platform_scope():
        rotation = devices.rotate_tokens()
        db.session.commit()
    show({"rotated": rotation.rotated, "unreadable": rotation.unreadable}, as_json)
