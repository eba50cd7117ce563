"""No page and no response reads a table of all tenants: fifty are loaded, plans are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from autoleads.database.direct import DirectCursor
from autoleads.database.tenant_scope import tenant_scope
from autoleads.dev import postgres
from autoleads.extensions import db
from autoleads.services import accounts, tenants
from autoleads.services.accounts import NewUser
from config import Config
from tests.support.factories import PASSWORD, Dealer
from tests.support.fifty_dealers import Plan, fill_fifty, nodes
from tests.support.panel import panel_of
from tests.support.statements import SETTINGS
from tests.support.two_tenants import endpoints

pytestmark = pytest.mark.slow

LARGE = {
    "cars",
    "car_slugs",
    "car_photos",
    "car_words",
    "contacts",
    "contact_words",
    "leads",
    "messages",
}
"""Tables with rows of all tenants; the others are small here, and read as they lie."""
QUERIES = {
    "/api/cars": [
        "?brand=toyota",
        "?brand=honda&model=brio&sort=price",
        "?q=avanza%20putih",
        "?minPrice=1&maxPrice=999999999&sort=-km",
        "?page=9&limit=100&color=hitam",
    ],
    "/api/cars/facets": ["?brand=toyota&q=ava"],
    "/api/admin/cars": ["?q=avanza&status=sold"],
    "/api/admin/leads": [
        "?q=pembeli",
        "?q=0812",
        "?q=a01",
        "?sort=waiting",
        "?sort=createdAt&status=new",
        "?page=11&limit=20",
    ],
    "/admin/cars": ["?q=brio"],
    "/admin/chat": ["?view=waiting", "?view=failed", "?q=pembeli"],
    "/admin/leads": ["?view=all"],
    "/admin/search": ["?q=pembeli"],
}


@pytest.fixture
def dealer(live_app: Flask, live_config: Config, postgres_server: postgres.Server) -> Dealer:
    """One of fifty dealers."""
    fill_fifty(live_app, live_config, postgres_server)
    with live_app.app_context(), tenant_scope(0):
        tenant = tenants.get_by_slug("dealer7")
    with live_app.app_context(), tenant_scope(tenant.id):
        owner = NewUser(email="owner@dealer7.test", name="O", role="owner", password=PASSWORD)
        user = accounts.create_user(tenant, owner)
        db.session.commit()
        return Dealer(live_app, tenant, {"owner": user.id})


@contextmanager
def explained() -> Iterator[dict[str, Plan]]:
    """Give the plans of the statements that are executed meanwhile, by statement."""
    plans: dict[str, Plan] = {}

    def explain(cursor: Any, statement: str, parameters: Any, settings: str = "") -> None:
        if statement.startswith(("SELECT", "WITH", "\n    SELECT", "\n        SELECT")):
            run = cursor.execute if not settings else execute_direct.__get__(cursor)
            run(f"{settings} EXPLAIN (FORMAT JSON) {statement}", parameters)
            [found] = cursor.fetchone()[0]
            plans[statement] = found["Plan"]

    def on_execute(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        explain(cursor, statement, parameters)

    execute_direct: Any = DirectCursor.execute

    def on_direct(cursor: Any, query: str, parameters: Any = None) -> None:
        settings = "".join(SETTINGS.findall(query))
        if settings:
            explain(cursor, SETTINGS.sub("", query), parameters, settings)
        execute_direct(cursor, query, parameters)

    event.listen(Engine, "before_cursor_execute", on_execute)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DirectCursor, "execute", on_direct)
        yield plans
    event.remove(Engine, "before_cursor_execute", on_execute)


def reads_all_tenants(node: Plan) -> bool:
    """Return whether a part of a plan reads rows of a large table without their tenant."""
    if node.get("Relation Name") not in LARGE or node["Node Type"] == "ModifyTable":
        return False
    parts = [node, *node.get("Plans", ())]
    return not any("tenant_id" in part.get("Index Cond", "") for part in parts)


def test_no_read_scans_a_table_of_all_tenants(dealer: Dealer) -> None:
    panel = panel_of(dealer, "owner")
    api = dealer.owner
    first = {
        "car_id": api.get("/api/admin/cars").get_json()["data"][0],
        "lead_id": api.get("/api/admin/leads").get_json()["data"][0],
    }
    ids = {name: row["id"] for name, row in first.items()}
    ids |= {"user_id": dealer.user_ids["owner"], "slug": first["car_id"]["slug"]}
    asked = 0
    with explained() as plans:
        for endpoint in endpoints(dealer.app, "/"):
            path = endpoint.path(ids)
            if endpoint.verb != "GET" or path is None:
                continue
            client = panel if path.startswith("/admin") else api
            for query in ["", *QUERIES.get(path, ())]:
                assert client.get(path + query).status_code < 500
                asked += 1

    wrong = []
    for statement, plan in plans.items():
        if any(map(reads_all_tenants, nodes(plan))):
            wrong.append(f"{statement}\n{json.dumps(plan)[:1500]}")
    assert asked > 60
    assert len(plans) > 60
    assert wrong == [], "\n\n".join(wrong)


def test_a_scan_of_all_rows_would_be_noticed() -> None:
    scan = {"Node Type": "Seq Scan", "Relation Name": "cars"}
    found = {"Node Type": "Index Scan", "Relation Name": "cars", "Index Cond": "(tenant_id = 7)"}
    bitmap = {"Node Type": "Bitmap Heap Scan", "Relation Name": "cars", "Plans": [found]}

    assert reads_all_tenants(scan)
    assert reads_all_tenants({**found, "Index Cond": "(id = 7)"})
    assert not reads_all_tenants(found)
    assert not reads_all_tenants(bitmap)
