"""Isolation of tenants: at every endpoint, and by each layer alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from autoleads import create_app
from autoleads.database.row_level_security import UNGUARDED_BY_DESIGN
from autoleads.database.tenant_scope import TenantNotSet, platform_scope, tenant_scope
from autoleads.dev import postgres
from autoleads.extensions import db
from config import Config
from tests.conftest import TEMPLATE, cloned
from tests.support.factories import Api
from tests.support.two_tenants import Endpoint, Owned, contents, endpoints, make_owned, tables

A, B = "markerofa", "markerofb"
OPEN_TO_ALL = {"admin.auth.login", "admin.auth.refresh", "admin.auth.use_one_time_link"}
OWNERS_ONLY = {
    "users.create",
    "users.show",
    "users.update",
    "users.remove",
    "tenant.update",
    "tenant.verify_domain",
    "demand.unread_words",
}
NO_SALES = {
    "users.index",
    "cars.create",
    "cars.update",
    "cars.remove",
    "photos.create",
    "photos.update",
    "photos.remove",
}
ENDS_SESSIONS = {"admin.auth.logout"}
Two = tuple[Owned, Owned]


@pytest.fixture(scope="module", params=["all layers", "queries alone"])
def either(
    request: pytest.FixtureRequest, base_config: Config, postgres_server: postgres.Server
) -> Iterator[Two]:
    """Two tenants, with row-level security and without it."""
    name = f"isolation_{request.param.replace(' ', '_')}"
    config = cloned(base_config, postgres_server.create_database(name, TEMPLATE))
    app = create_app(config)
    if request.param == "queries alone":
        owner = create_engine(config.migration_database_url)
        with owner.begin() as connection:
            for table in tables():
                connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
        owner.dispose()
    yield make_owned(app, "dealer-a", A, 1), make_owned(app, "dealer-b", B, 2)
    with app.app_context():
        db.engine.dispose()
    postgres_server.drop_database(name)


@pytest.fixture
def two(live_app: Flask) -> Two:
    return make_owned(live_app, "dealer-a", A, 1), make_owned(live_app, "dealer-b", B, 2)


def guarded(app: Flask) -> list[Endpoint]:
    return [end for end in endpoints(app, "/api/admin") if end.name not in OPEN_TO_ALL]


def test_no_token_or_a_token_of_another_tenant_is_401_everywhere(either: Two) -> None:
    a, b = either
    before = contents(b)
    strangers = {"nobody": b.dealer.public}
    for role in ("owner", "admin", "sales"):
        strangers[role] = Api(b.dealer.app, b.dealer.host, getattr(a.dealer, role).token)

    for end in guarded(b.dealer.app):
        for who, client in strangers.items():
            response = end.call(client, b.ids)
            assert response.status_code == 401, (end, who)
            assert B not in response.text, (end, who)
    assert contents(b) == before


@pytest.mark.parametrize("role", ["owner", "admin", "sales"])
def test_ids_of_another_tenant_in_a_path_are_404(either: Two, role: str) -> None:
    a, b = either
    before = contents(a)
    client: Api = getattr(b.dealer, role)
    allowed = {404} if role == "owner" else {403, 404}
    for end in endpoints(b.dealer.app, "/api"):
        if end.takes_ids():
            response = end.call(client, a.ids)
            assert response.status_code in allowed, end
            assert A not in response.text, end

    assert contents(a) == before


def test_a_message_of_another_tenant_below_an_own_lead_is_404(either: Two) -> None:
    a, b = either
    before = contents(a)
    mixed = {**b.ids, "message_id": a.ids["message_id"], "photo_id": a.ids["photo_id"]}
    for end in endpoints(b.dealer.app, "/api/admin"):
        if "message_id" in end.rule or "photo_id" in end.rule:
            response = end.call(b.dealer.owner, mixed)
            assert response.status_code == 404, end
            assert A not in response.text, end

    assert contents(a) == before


@pytest.mark.parametrize("role", ["owner", "admin", "sales"])
def test_no_response_carries_anything_of_another_tenant(either: Two, role: str) -> None:
    _, b = either
    client: Api = getattr(b.dealer, role)
    seen = ""
    for end in endpoints(b.dealer.app, "/"):
        if end.verb == "GET" and end.rule.startswith(("/api/", "/cars")):
            response = end.call(client, b.ids)
            assert response.status_code in (200, 403), end
            text_shown = response.data.decode(errors="replace")  # scripts come compressed
            assert A not in text_shown, end
            seen += text_shown

    assert seen.count(B) > 10


FOREIGN_IDS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "POST",
        "/api/admin/leads",
        {"customerName": "T", "customerPhone": "081200002222", "carIds": ["car_id"]},
    ),
    (
        "POST",
        "/api/admin/leads",
        {"customerName": "T", "customerPhone": "081200003333", "assignedTo": "user_id"},
    ),
    ("POST", "/api/admin/leads/{lead_id}/assign", {"userId": "user_id"}),
    ("POST", "/api/leads", {"name": "T", "phone": "081200004444", "carSlug": "slug"}),
]


@pytest.mark.parametrize(("verb", "path", "body"), FOREIGN_IDS)
def test_ids_of_another_tenant_in_a_body_are_refused(
    either: Two, verb: str, path: str, body: dict[str, Any]
) -> None:
    a, b = either
    before = contents(a)

    def foreign(value: Any) -> Any:
        if isinstance(value, list):
            return [foreign(item) for item in value]
        return a.ids.get(value, value)

    sent = {key: foreign(value) for key, value in body.items()}
    response = b.dealer.owner.open(verb, path.format(**b.ids), json=sent)

    assert response.status_code in (404, 422), response.text
    assert A not in response.text
    assert contents(a) == before
    with b.dealer.app.app_context(), tenant_scope(b.dealer.tenant.id):
        ties = text("""
            SELECT (SELECT count(*) FROM lead_cars WHERE tenant_id = :t AND car_id = :car_id)
                 + (SELECT count(*) FROM leads WHERE tenant_id = :t AND assigned_to = :user_id)
        """)
        assert db.session.scalar(ties, {**a.ids, "t": b.dealer.tenant.id}) == 0


def test_ids_of_another_tenant_in_a_filter_find_nothing(either: Two) -> None:
    a, b = either
    filters = [
        f"assignedTo={a.ids['user_id']}",
        f"carId={a.ids['car_id']}",
        f"channel={A}",
        f"q={A}",
    ]

    for query in filters:
        assert b.dealer.owner.get(f"/api/admin/leads?{query}").get_json()["data"] == []
    assert b.dealer.owner.get(f"/api/admin/cars?q={A}").get_json()["data"] == []
    assert b.dealer.public.get(f"/api/cars?brand={A}").get_json()["data"] == []
    path = f"/api/admin/leads/{b.ids['lead_id']}/messages?before={a.ids['message_id']}"
    assert A not in b.dealer.owner.get(path).text


@pytest.mark.parametrize("role", ["owner", "admin", "sales"])
def test_each_role_is_allowed_or_refused_as_the_contract_says(either: Two, role: str) -> None:
    _, b = either
    nowhere = {**dict.fromkeys(b.ids, 999_999), "slug": "nothing"}
    for end in guarded(b.dealer.app):
        short = end.name.removeprefix("admin.")
        denied = {
            "owner": False,
            "admin": short in OWNERS_ONLY or short.startswith("devices."),
            "sales": short in OWNERS_ONLY | NO_SALES or short.startswith("devices."),
        }
        client = b.dealer.log_in(role) if end.name in ENDS_SESSIONS else getattr(b.dealer, role)
        assert (end.call(client, nowhere).status_code == 403) == denied[role], end


def test_policies_alone_isolate_every_table(two: Two) -> None:
    a, b = (owned.dealer.tenant.id for owned in two)
    with two[0].dealer.app.app_context():
        for table in (name for name in tables() if name not in UNGUARDED_BY_DESIGN):
            touched = f"UPDATE {table} SET tenant_id = :a WHERE tenant_id = :a RETURNING 1"
            removed = f"DELETE FROM {table} WHERE tenant_id = :a RETURNING 1"
            with tenant_scope(b):
                assert set(db.session.scalars(text(f"SELECT tenant_id FROM {table}"))) == {b}
                assert [
                    db.session.scalar(text(query), {"a": a}) for query in (touched, removed)
                ] == [None, None]
                with pytest.raises(DBAPIError, match=r"row-level security|append-only"):
                    db.session.execute(text(f"UPDATE {table} SET tenant_id = :a"), {"a": a})
            with platform_scope():
                assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_query_without_a_tenant_raises(app: Flask) -> None:
    with app.app_context(), pytest.raises(TenantNotSet):
        db.session.scalar(text("SELECT 1"))


FOREIGN_KEYS = sorted(
    (table.name, key.column_keys[1], key.referred_table.name)
    for table in db.metadata.tables.values()
    for key in table.foreign_key_constraints
    if "tenant_id" in key.column_keys and len(key.column_keys) == 2
)


def test_foreign_keys_alone_refuse_rows_of_another_tenant(two: Two, owner_engine: Engine) -> None:
    a, b = (owned.dealer.tenant.id for owned in two)
    assert len(FOREIGN_KEYS) >= 15
    with owner_engine.connect() as connection:
        for table in tables():
            connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))
        connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER append_only"))
        for table, column, target in FOREIGN_KEYS:
            other = f"(SELECT min(id) FROM {target} WHERE tenant_id = :a)"
            crossing = text(f"UPDATE {table} SET {column} = {other} WHERE tenant_id = :b")
            with pytest.raises(IntegrityError, match="foreign key"), connection.begin_nested():
                connection.execute(crossing, {"a": a, "b": b})


def test_a_tenant_leaves_nothing_in_the_pool_or_the_session(two: Two) -> None:
    a, b = two
    setting = text("SELECT current_setting('app.tenant_id', true)")
    with a.dealer.app.app_context():
        with tenant_scope(a.dealer.tenant.id):
            assert db.session.scalar(setting) == str(a.dealer.tenant.id)
            db.session.commit()
            assert db.session.scalar(setting) == str(a.dealer.tenant.id)
            with db.session.begin_nested():
                assert db.session.scalar(setting) == str(a.dealer.tenant.id)
            with tenant_scope(b.dealer.tenant.id):
                assert db.session.scalar(setting) == str(b.dealer.tenant.id)
        with db.engine.connect() as pooled:
            assert not pooled.scalar(setting)
