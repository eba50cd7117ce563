"""`flask tenants`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from autoleads.database.tenant_scope import platform_scope
from autoleads.services import tenants
from autoleads.services.tenants import TenantInfo
from config import Config
from tests.cli.conftest import Operator, flask_process
from tests.support.factories import Api, Dealer


def find(app: Flask, slug: str) -> TenantInfo | None:
    with app.app_context(), platform_scope():
        return tenants.find_by_slug(slug)


def test_create_prints_id_slug_status_and_host(operator: Operator) -> None:
    created = operator.json("tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya")

    tenant = find(operator.app, "maju-jaya")
    assert tenant is not None
    assert created == {
        "id": tenant.id,
        "slug": "maju-jaya",
        "status": "trial",
        "host": "maju-jaya.autoleads.test",
    }


def test_without_json_there_is_a_line_for_each_field(operator: Operator) -> None:
    result = operator.run("tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya")

    assert "host         maju-jaya.autoleads.test\n" in result.stdout


def test_create_says_until_when_the_trial_lasts_and_what_ends_it(operator: Operator) -> None:
    last_day = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"

    result = operator.run(
        "tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya", "--trial-days", "30"
    )

    assert f"trialEndsAt  {last_day}T" in result.stdout
    assert "`flask --app wsgi tenants set-status maju-jaya active` ends the trial." in result.stdout


def test_new_tenant_is_served_at_once(operator: Operator) -> None:
    operator.run("tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya")

    response = Api(operator.app, "maju-jaya.autoleads.test").get("/api/tenant")
    assert response.get_json()["data"]["name"] == "Maju Jaya"


def test_a_trial_ends_after_the_days_given(operator: Operator) -> None:
    operator.run(
        "tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya", "--trial-days", "3"
    )

    tenant = find(operator.app, "maju-jaya")
    assert tenant is not None
    assert tenant.trial_ends_at is not None
    left = tenant.trial_ends_at - datetime.now(UTC)
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_active_tenant_has_no_trial(operator: Operator) -> None:
    operator.run(
        "tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya", "--status", "active"
    )

    tenant = find(operator.app, "maju-jaya")
    assert tenant is not None
    assert (tenant.status, tenant.trial_ends_at) == ("active", None)


def test_domain_and_whatsapp_number_are_stored_in_canonical_form(operator: Operator) -> None:
    options = ("--domain", "WWW.MajuJaya.co.id", "--whatsapp", "0812-3456-7890")
    operator.run("tenants", "create", "--slug", "maju-jaya", "--name", " Maju  Jaya ", *options)

    tenant = find(operator.app, "maju-jaya")
    assert tenant is not None
    assert (tenant.name, tenant.domain, tenant.whatsapp_number) == (
        "Maju Jaya",
        "majujaya.co.id",
        "+6281234567890",
    )


@pytest.mark.parametrize(
    "slug", ["Maju", "maju jaya", "-maju", "maju_jaya", "a" * 64, "", "admin", "www"]
)
def test_invalid_and_reserved_slugs_are_refused(operator: Operator, slug: str) -> None:
    assert "slug: " in operator.refused("tenants", "create", "--slug", slug, "--name", "Maju Jaya")


def test_all_wrong_fields_are_named_in_one_line(operator: Operator) -> None:
    wrong = ("--slug", "Maju", "--name", " ", "--domain", "no host", "--whatsapp", "12")

    line = operator.refused("tenants", "create", *wrong)

    assert all(f"{field}: " in line for field in ("slug", "name", "domain", "whatsappNumber"))


def test_a_slug_is_given_once(operator: Operator, dealer_a: Dealer) -> None:
    line = operator.refused(
        "tenants", "create", "--slug", dealer_a.tenant.slug, "--name", "Another"
    )

    assert line == "Error: This slug is taken.\n"


def test_list_shows_each_tenant_with_host_and_domain(operator: Operator, dealer_a: Dealer) -> None:
    operator.run(
        "tenants", "create", "--slug", "a-first", "--name", "First", "--domain", "first.example.com"
    )

    listed = operator.json("tenants", "list")["tenants"]

    assert [(row["slug"], row["host"], row["domain"]) for row in listed] == [
        ("a-first", "a-first.autoleads.test", "first.example.com"),
        ("dealer-a", "dealer-a.autoleads.test", None),
    ]


def test_an_empty_list_is_an_empty_list(operator: Operator) -> None:
    assert operator.json("tenants", "list") == {"tenants": []}
    assert operator.run("tenants", "list").stdout == "none\n"


def test_a_suspension_counts_at_once(operator: Operator, dealer_a: Dealer) -> None:
    assert dealer_a.public.get("/api/tenant").status_code == 200

    changed = operator.json("tenants", "set-status", dealer_a.tenant.slug, "suspended")

    assert changed["status"] == "suspended"
    assert dealer_a.public.get("/api/tenant").status_code == 403


def test_there_is_no_status_for_an_unknown_dealer(operator: Operator) -> None:
    assert (
        operator.refused("tenants", "set-status", "nobody", "active")
        == "Error: There is no dealer nobody.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("tenants", "create", "--name", "Maju Jaya"),
        ("tenants", "create", "--slug", "maju", "--name", "Maju", "--status", "expired"),
        ("tenants", "create", "--slug", "maju", "--name", "Maju", "--trial-days", "many"),
        ("tenants", "set-status", "maju", "open"),
        ("tenants", "destroy"),
    ],
)
def test_wrong_usage_is_exit_code_2(operator: Operator, arguments: tuple[str, ...]) -> None:
    operator.refused(*arguments, code=2)


@pytest.mark.slow
def test_a_process_tells_result_and_error_apart(live_config: Config) -> None:
    create = ("tenants", "create", "--slug", "maju-jaya", "--name", "Maju Jaya", "--json")

    first, second = flask_process(live_config, *create), flask_process(live_config, *create)

    assert (first.returncode, first.stderr) == (0, "")
    assert '"slug": "maju-jaya"' in first.stdout
    assert (second.returncode, second.stdout, second.stderr) == (
        1,
        "",
        "Error: This slug is taken.\n",
    )
