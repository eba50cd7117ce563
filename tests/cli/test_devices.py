"""`flask devices`."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from autoleads.database.tenant_scope import platform_scope
from autoleads.extensions import db, install, installed
from autoleads.models import Device
from autoleads.services.encryption import Encryptor
from tests.cli.conftest import Operator
from tests.support.factories import Dealer

SECRET = "s3cret-of_the-webhook"


def create(dealer: Dealer, *more: str) -> tuple[str, ...]:
    return ("devices", "create", "--tenant", dealer.tenant.slug, "--label", "0811-0000-0003", *more)


def stored(operator: Operator, device_id: int) -> Device:
    with operator.app.app_context(), platform_scope():
        return db.session.scalars(select(Device).where(Device.id == device_id)).one()


def test_create_prints_the_webhooks_with_the_secret(operator: Operator, dealer_a: Dealer) -> None:
    created = operator.json(*create(dealer_a, "--secret", SECRET))

    hook = f"http://hooks.autoleads.test/webhook/fonnte/{SECRET}"
    assert created == {
        "id": created["id"],
        "label": "6281100000003",
        "webhookUrl": hook,
        "statusUrl": f"{hook}/status",
        "deviceUrl": f"{hook}/device",
        "secret": SECRET,
    }


def test_a_secret_is_made_up_and_not_stored(operator: Operator, dealer_a: Dealer) -> None:
    created = operator.json(*create(dealer_a))

    assert len(created["secret"]) >= 32
    assert created["secret"] not in str(vars(stored(operator, created["id"])))


def test_the_token_is_stored_encrypted(operator: Operator, dealer_a: Dealer) -> None:
    device = stored(operator, operator.json(*create(dealer_a, "--token", "token-of-fonnte"))["id"])

    assert device.token_encrypted is not None
    assert "token-of-fonnte" not in device.token_encrypted
    assert installed(operator.app, Encryptor).decrypt(device.token_encrypted) == "token-of-fonnte"


def test_a_label_is_given_once_in_any_form(operator: Operator, dealer_a: Dealer) -> None:
    operator.json(*create(dealer_a))

    line = operator.refused(
        "devices", "create", "--tenant", dealer_a.tenant.slug, "--label", "+62 811 0000 0003"
    )

    assert line == "Error: This label is connected already.\n"


def test_all_wrong_fields_are_named(operator: Operator, dealer_a: Dealer) -> None:
    line = operator.refused(
        "devices", "create", "--tenant", dealer_a.tenant.slug, "--label", "x", "--phone", "12"
    )

    assert "label: " in line
    assert "phone: " in line


@pytest.mark.parametrize("secret", ["short", "with/slash-in-it", ""])
def test_a_secret_fits_into_an_address(operator: Operator, dealer_a: Dealer, secret: str) -> None:
    assert "secret: " in operator.refused(*create(dealer_a, "--secret", secret))


def test_rotated_tokens_need_the_first_key_only(operator: Operator, dealer_a: Dealer) -> None:
    config = operator.app.config["AUTOLEADS"]
    device_id = operator.json(*create(dealer_a, "--token", "token-of-fonnte"))["id"]
    before = stored(operator, device_id)
    new_key = Fernet.generate_key().decode()
    install(operator.app, Encryptor([new_key, *config.encryption_keys]))

    report = operator.json("devices", "rotate-keys")

    assert report == {"rotated": 1, "unreadable": []}
    after = stored(operator, device_id)
    assert after.token_encrypted is not None
    assert Fernet(new_key).decrypt(after.token_encrypted) == b"token-of-fonnte"
    assert (after.version, after.updated_at) == (before.version, before.updated_at)


def test_token_that_no_key_decrypts_is_named_and_not_changed(
    operator: Operator, dealer_a: Dealer
) -> None:
    device_id = operator.json(*create(dealer_a, "--token", "token-of-fonnte"))["id"]
    before = stored(operator, device_id).token_encrypted
    install(operator.app, Encryptor([Fernet.generate_key().decode()]))

    assert operator.json("devices", "rotate-keys") == {
        "rotated": 0,
        "unreadable": ["6281100000003"],
    }
    assert stored(operator, device_id).token_encrypted == before
