"""`flask demo`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import func, select

from autoleads import create_app
from autoleads.database.tenant_scope import tenant_scope
from autoleads.dev import postgres
from autoleads.dev.demo.dealers import DEALERS
from autoleads.dev.demo.logins import offer_logins
from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db, install
from autoleads.models import Car, Contact, Device, Lead, LeadEvent, Message, OutboxItem, User
from autoleads.services.setup import make_services
from config import Config
from tests.cli.conftest import Operator, flask_process
from tests.conftest import TEMPLATE, MakeApp, cloned, rolled_back
from tests.support.factories import Api, make_dealer

pytestmark = pytest.mark.slow

OFFERED = re.compile('name="email" value="(.+)">\\s*<input .*name="password" value="(.+)">')


@pytest.fixture(scope="module")
def demo_app(base_config: Config, postgres_server: postgres.Server) -> Iterator[Flask]:
    """The application over a database with the demo: loading it takes seconds."""
    urls = postgres_server.create_database("autoleads_demo", TEMPLATE)
    app = create_app(cloned(base_config, urls))
    app.config["DEMO"] = Operator(app).json("demo")["dealers"]
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.engine.dispose()
    postgres_server.drop_database("autoleads_demo")


@pytest.fixture
def operator(demo_app: Flask) -> Iterator[Operator]:
    """The operator of the application that has the demo; what they do is rolled back."""
    install(demo_app, *make_services(demo_app.config["AUTOLEADS"]))
    with rolled_back(demo_app):
        yield Operator(demo_app)


@pytest.fixture
def demo(operator: Operator) -> list[dict[str, Any]]:
    dealers: list[dict[str, Any]] = operator.app.config["DEMO"]
    return dealers


def counts(operator: Operator, tenant_id: int) -> dict[str, int | None]:
    kinds = (User, Device, Car, Contact, Lead, LeadEvent, Message)
    with operator.app.app_context(), tenant_scope(tenant_id):
        return {
            kind.__name__: db.session.scalar(
                select(func.count()).select_from(kind).where(kind.tenant_id == tenant_id)
            )
            for kind in kinds
        }


def log_in(operator: Operator, dealer: dict[str, Any], number: int = 0) -> Api:
    login = dealer["logins"][number]
    visitor = Api(operator.app, dealer["host"])
    credentials = {"email": login["email"], "password": login["password"]}
    response = visitor.post("/api/admin/auth/login", json=credentials)
    assert response.status_code == 200, response.text
    return Api(operator.app, dealer["host"], response.get_json()["data"]["accessToken"])


def test_demo_has_two_tenants_with_forty_cars_each(
    operator: Operator, demo: list[dict[str, Any]]
) -> None:
    assert [dealer["slug"] for dealer in demo] == ["dealer1", "dealer2"]
    for dealer in demo:
        stock = log_in(operator, dealer).get("/api/admin/cars?limit=100").get_json()["data"]
        assert sorted(car["displayCode"] for car in stock) == [
            f"A{number:02}" for number in range(1, 41)
        ]
        assert {"available", "booked", "sold", "draft"} <= {car["status"] for car in stock}
        assert all(car["creditPrice"] < car["price"] for car in stock)


def test_every_login_that_is_printed_works(operator: Operator, demo: list[dict[str, Any]]) -> None:
    for dealer in demo:
        assert [login["role"] for login in dealer["logins"]] == ["owner", "admin", "sales", "sales"]
        for number in range(4):
            assert log_in(operator, dealer, number).get("/api/admin/auth/me").status_code == 200


@pytest.fixture
def offering_app(demo_app: Flask) -> Iterator[Flask]:
    """An application with the demo that offers its logins, as in development."""
    app = create_app(demo_app.config["AUTOLEADS"])
    offer_logins(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_in_development_the_page_to_log_in_offers_the_same_logins(
    demo: list[dict[str, Any]], offering_app: Flask
) -> None:
    for dealer in demo:
        page = Api(offering_app, dealer["host"]).get("/admin/login").text
        printed = [(login["email"], login["password"]) for login in dealer["logins"]]
        assert OFFERED.findall(page) == printed


def test_other_dealers_and_applications_offer_none(
    operator: Operator, demo: list[dict[str, Any]], make_app: MakeApp
) -> None:
    app = make_app()
    offer_logins(app)
    dealer = make_dealer(app, "dealer-a")
    pages = [
        dealer.public.get("/admin/login"),
        Api(operator.app, demo[0]["host"]).get("/admin/login"),
    ]

    assert [(page.status_code, OFFERED.findall(page.text)) for page in pages] == [(200, [])] * 2
    assert Api(app, "unknown.test").get("/admin/login").status_code == 404


def test_the_webhooks_that_are_printed_work(operator: Operator, demo: list[dict[str, Any]]) -> None:
    for dealer in demo:
        path = "/webhook/" + dealer["device"]["webhookUrl"].partition("/webhook/")[2]
        body = {
            "device": dealer["device"]["label"],
            "sender": "6281234567890",
            "message": "Avanza #A01 masih ada?",
        }
        response = Api(operator.app, "anywhere.test").post(path, json=body)
        assert response.get_json()["data"]["status"] == "processed"


def test_loading_again_doubles_nothing_and_prints_the_same(
    operator: Operator, demo: list[dict[str, Any]]
) -> None:
    before = [counts(operator, dealer["id"]) for dealer in demo]

    assert operator.json("demo")["dealers"] == demo
    assert [counts(operator, dealer["id"]) for dealer in demo] == before


def test_loading_again_adds_missing_rows_and_keeps_changes(
    operator: Operator, demo: list[dict[str, Any]]
) -> None:
    dealer = demo[0]
    owner = log_in(operator, dealer)
    team = owner.get("/api/admin/users").get_json()["data"]
    assert owner.delete(f"/api/admin/users/{team[-1]['id']}").status_code == 204
    assert owner.patch("/api/admin/tenant", json={"name": "Nama Baru"}).status_code == 200
    before = counts(operator, dealer["id"])

    again = operator.json("demo")["dealers"][0]

    after = counts(operator, dealer["id"])
    assert after["User"] == (before["User"] or 0) + 1
    assert {**after, "User": 0} == {**before, "User": 0}
    assert again["name"] == "Nama Baru"


def test_a_changed_secret_is_not_printed_as_if_it_worked(
    operator: Operator, demo: list[dict[str, Any]]
) -> None:
    owner = log_in(operator, demo[0])
    device = owner.get("/api/admin/devices").get_json()["data"][0]
    path = f"/api/admin/devices/{device['id']}"
    # Twice, since the previous secret works for a while.
    for _ in range(2):
        assert owner.patch(path, json={"rotateSecret": True}).status_code == 200

    assert operator.json("demo")["dealers"][0]["device"] == {"label": "6281100000001"}
    assert "its secret was changed" in operator.run("demo").stdout


def test_conversations_are_of_the_past_and_wait_for_no_worker(
    operator: Operator, demo: list[dict[str, Any]]
) -> None:
    now = datetime.now(UTC)
    for plan, dealer in zip(DEALERS, demo, strict=True):
        with operator.app.app_context(), tenant_scope(dealer["id"]):
            leads = db.session.scalars(select(Lead)).unique().all()
            written = (
                db.session.scalars(select(Message).order_by(Message.lead_id, Message.id))
                .unique()
                .all()
            )
            events = db.session.scalars(select(LeadEvent)).unique().all()
            assert db.session.scalar(select(func.count()).select_from(OutboxItem)) == 0
        assert len(leads) == len(plan.talks)
        assert len(written) == sum(len(talk.lines) for talk in plan.talks)
        moments = [row.created_at for rows in (leads, written, events) for row in rows]
        youngest = min(talk.ago for talk in plan.talks)
        assert max(moments) < now - youngest / 2
        assert [m.id for m in written] == [
            m.id for m in sorted(written, key=lambda message: (message.lead_id, message.created_at))
        ]
        assert {message.status for message in written} == {"received", "read"}


def test_leads_match_the_plan(operator: Operator, demo: list[dict[str, Any]]) -> None:
    for plan, dealer in zip(DEALERS, demo, strict=True):
        shown = log_in(operator, dealer).get("/api/admin/leads?limit=100").get_json()["data"]
        by_phone = {lead["customerPhone"]: lead for lead in shown}
        names = {member.who: member.name for member in plan.team}
        for talk in plan.talks:
            lead = by_phone[talk.phone]
            assert lead["customerName"] == talk.name
            assert lead["status"] == talk.status
            assert (lead["assignedTo"] or {}).get("name") == names.get(talk.assigned_to or "")
            assert (lead["waitingSince"] is None) == (
                talk.lines[-1].by == "sales" or talk.status in ("won", "lost")
            )


def test_unknown_codes_stay_unknown(operator: Operator, demo: list[dict[str, Any]]) -> None:
    shown = log_in(operator, demo[0]).get("/api/admin/leads?q=Yoga").get_json()["data"]

    assert [lead["cars"] for lead in shown] == [[]]


def test_fake_gateway_gets_the_webhook_urls(make_app: MakeApp) -> None:
    with FakeFonnte() as fake_fonnte:
        Thread(target=fake_fonnte.serve_forever, daemon=True).start()
        app = make_app(fonnte_url=fake_fonnte.url)

        for dealer in Operator(app).json("demo")["dealers"]:
            known = fake_fonnte.api.devices[f"demo-{dealer['slug']}"]
            assert known["device"] == dealer["device"]["label"]
            assert known["webhook"] == dealer["device"]["webhookUrl"]
        fake_fonnte.shutdown()


def test_without_json_addresses_and_logins_are_lines(operator: Operator) -> None:
    text = operator.run("demo").stdout

    for line in (
        "http://dealer1.autoleads.test:8000/api/cars",
        "owner@dealer2.test",
        "/webhook/fonnte/",
    ):
        assert line in text


def production(config: Config, *arguments: str) -> Any:
    keys = {"SECRET_KEY": "k" * 40, "ENCRYPTION_KEY": Fernet.generate_key().decode()}
    return flask_process(config, *arguments, APP_ENV="production", **keys)


def test_production_refuses_it_without_force(live_config: Config) -> None:
    result = production(live_config, "demo")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "Error: This is production: say --force if you mean it.\n"


def test_production_logins_have_random_passwords(live_config: Config) -> None:
    result = production(live_config, "demo", "--force")

    assert result.returncode == 0, result.stderr
    assert "https://dealer1.autoleads.test/api/cars" in result.stdout
    assert "rahasia-demo" not in result.stdout


def test_in_development_the_dealers_are_listed_where_there_is_none(offering_app: Flask) -> None:
    page = Api(offering_app, "localhost:8000").get("/admin")

    assert page.status_code == 404
    for slug in ("dealer1", "dealer2"):
        assert f'href="http://{slug}.localhost:8000/admin"' in page.text
