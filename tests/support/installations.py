"""Two installations, each with a database of its own, between which dealers move."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from autoleads import create_app
from autoleads.cli import tenants as command
from autoleads.database.tenant_copy import tenant_column
from autoleads.dev import postgres
from autoleads.extensions import db
from config import Config
from tests.conftest import TEMPLATE, cloned
from tests.support.factories import Dealer
from tests.support.two_tenants import make_owned

CELL = 2_000_000_000_000
BEGIN_CELL = f"""
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, {CELL})
    FROM pg_sequences WHERE schemaname = 'public'
"""


@dataclasses.dataclass
class Installation:
    """An application over a database of its own."""

    app: Flask
    config: Config
    owner: Engine

    def do(self, *statements: str) -> None:
        with self.owner.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def rows(self, tenant_id: int) -> dict[str, list[dict[str, Any]]]:
        """All rows of a tenant by table, as the tenant sees them."""
        found = {}
        with self.owner.connect() as connection:
            connection.execute(text(f"SET LOCAL app.tenant_id = '{tenant_id}'"))
            for name, table in sorted(db.metadata.tables.items()):
                own = f"WHERE {tenant_column(table)} = {tenant_id}"
                if "tenant_id" in table.columns or name in ("tenants", "domain_claims"):
                    rows = connection.execute(text(f"SELECT * FROM {name} {own} ORDER BY 1, 2"))
                    found[name] = [dict(row) for row in rows.mappings()]
        return found

    def tenant(self, slug: str) -> Any:
        with self.owner.connect() as connection:
            query = text("SELECT * FROM tenants WHERE slug = :slug")
            return connection.execute(query, {"slug": slug}).mappings().one_or_none()


def installation(config: Config) -> Iterator[Installation]:
    app = create_app(config)
    owner = create_engine(config.migration_database_url)
    yield Installation(app, config, owner)
    owner.dispose()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def here(live_config: Config) -> Iterator[Installation]:
    yield from installation(live_config)


@pytest.fixture
def dealer(here: Installation) -> Dealer:
    """A dealer with rows in every table, beside another one with as many."""
    make_owned(here.app, "dealer-b", "MarkerOfB", 1)
    return make_owned(here.app, "dealer-a", "MarkerOfA", 2).dealer


@pytest.fixture
def there(base_config: Config, postgres_server: postgres.Server) -> Iterator[Installation]:
    """Another installation, whose identities begin elsewhere, with a dealer of its own."""
    urls = postgres_server.create_database("autoleads_cell", TEMPLATE)
    for made in installation(cloned(base_config, urls)):
        made.do("UPDATE installation SET id = gen_random_uuid()", BEGIN_CELL)
        make_owned(made.app, "dealer-there", "MarkerThere", 3)
        yield made
    postgres_server.drop_database("autoleads_cell")


def move(here: Installation, there: Installation, slug: str = "dealer-a") -> Result:
    with pytest.MonkeyPatch.context() as patch:
        # No other process has to notice that the dealer is suspended.
        patch.setattr(command, "SETTLE_SECONDS", 0)
        arguments = ("tenants", "move", slug, "--to", url_of(there))
        result = here.app.test_cli_runner().invoke(args=arguments)
    assert "Traceback" not in result.stderr
    return result


def url_of(there: Installation) -> str:
    return there.config.migration_database_url.replace("+psycopg2", "")
