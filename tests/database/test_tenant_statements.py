"""The check of every statement in the test run tells good ones from bad ones."""

from __future__ import annotations

import pytest

from tests.support.tenant_statements import unnamed_tables


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT cars.tenant_id, cars.id FROM cars WHERE cars.tenant_id = 1 AND cars.id = 2",
        "SELECT id FROM cars WHERE tenant_id = 1",
        "SELECT 1 FROM leads l JOIN contacts c ON c.tenant_id = l.tenant_id WHERE l.tenant_id = 1",
        "UPDATE cars SET price = 1 WHERE cars.tenant_id = 1 AND cars.id = 2",
        "INSERT INTO cars (tenant_id, brand) VALUES (1, 'x')",
        "SELECT 1 FROM lead_cars WHERE (lead_cars.tenant_id, lead_cars.lead_id) IN ((1, 2))",
        "SELECT outbox.id FROM outbox",
    ],
)
def test_statements_that_name_the_tenant_pass(statement: str) -> None:
    assert unnamed_tables(statement) == set()


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("SELECT cars.tenant_id, cars.id FROM cars WHERE cars.id = 2", {"cars"}),
        ("UPDATE cars SET price = 1", {"cars"}),
        ("DELETE FROM sessions WHERE sessions.id = 1", {"sessions"}),
        ("INSERT INTO cars (brand) VALUES ('x')", {"cars"}),
        (
            "SELECT 1 FROM leads l JOIN contacts c ON c.id = l.contact_id WHERE l.tenant_id = 1",
            {"contacts"},
        ),
        (
            "SELECT 1 FROM cars JOIN (SELECT cars.id AS id FROM cars WHERE cars.tenant_id = 1)"
            " AS page ON cars.id = page.id",
            {"cars"},
        ),
    ],
)
def test_statements_that_leave_the_tenant_to_row_level_security_are_found(
    statement: str, missing: set[str]
) -> None:
    assert unnamed_tables(statement) == missing
