"""Moves of dealers that are refused, fail, wait or are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from autoleads.database.tenant_copy import tables_of_tenant
from autoleads.database.tenant_move import MoveError, move_tenant
from autoleads.dev import postgres
from tests.cli.conftest import ROOT, Operator, process_settings
from tests.support.factories import Dealer, make_lead
from tests.support.installations import Installation, move, url_of
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow


def refused(here: Installation, there: Installation) -> str:
    """The last line on standard error; the dealer is served here as before, and not there."""
    result = move(here, there)
    assert result.exit_code == 1
    assert here.tenant("dealer-a")["status"] == "active"
    assert "statusBeforeMove" not in here.tenant("dealer-a")["settings"]
    tenant_id = here.tenant("dealer-a")["id"]
    found = there.rows(tenant_id)
    assert not any(found[table.name] for table in tables_of_tenant() if table.name != "tenants")
    return str(result.stderr.splitlines()[-1])


ADD_TENANT = "INSERT INTO tenants (id, slug, domain, name) VALUES"
CLASHES = {
    "id": ADD_TENANT + " ({id}, 'dealer-new', NULL, 'New')",
    "slug": ADD_TENANT + " (1000, 'dealer-a', NULL, 'New')",
    "domain": ADD_TENANT + " (1000, 'dealer-new', 'a.example.com', 'New')",
    "webhook secret": "UPDATE devices SET previous_secret_hash = 'the same'",
}


@pytest.mark.parametrize("what", CLASHES)
def test_a_clash_is_refused_before_anything_is_written(
    here: Installation, there: Installation, dealer: Dealer, what: str
) -> None:
    here.do(
        "UPDATE tenants SET domain = 'a.example.com' WHERE slug = 'dealer-a'",
        f"UPDATE devices SET secret_hash = 'the same' WHERE tenant_id = {dealer.tenant.id}",
    )
    there.do(CLASHES[what].format(id=dealer.tenant.id))

    line = refused(here, there)

    expected = f"Error: The destination has another dealer with this {what}: nothing was moved."
    assert line == expected


def change_revision(there: Installation) -> None:
    there.do("UPDATE alembic_version SET version_num = '0016'")


def be_the_same(there: Installation) -> None:
    there.do("UPDATE installation SET id = '00000000-0000-0000-0000-000000000000'")


def have_other_keys(there: Installation) -> None:
    token = Fernet(Fernet.generate_key()).encrypt(b"token").decode()
    there.do(f"UPDATE devices SET token_encrypted = '{token}'")


def refuse_leads(there: Installation) -> None:
    there.do(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE unique_violation USING MESSAGE = 'no leads today'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON leads EXECUTE FUNCTION refuse()",
    )


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        (change_revision, "is of revision 0016, this database of "),
        (be_the_same, "is the database that the dealer is in"),
        (have_other_keys, "has another ENCRYPTION_KEY"),
        (refuse_leads, "The destination refuses it: no leads today."),
    ],
)
def test_a_move_that_cannot_be_leaves_the_dealer_where_they_are(
    here: Installation,
    there: Installation,
    dealer: Dealer,
    obstacle: Callable[[Installation], None],
    reason: str,
) -> None:
    here.do("UPDATE installation SET id = '00000000-0000-0000-0000-000000000000'")
    obstacle(there)

    line = refused(here, there)

    assert reason in line
    assert there.tenant("dealer-a") is None
    assert dealer.public.get("/api/cars").status_code == 200


def test_a_role_that_sees_all_tenants_and_a_wrong_address_are_refused(
    here: Installation, dealer: Dealer, postgres_server: postgres.Server
) -> None:
    operator = Operator(here.app)
    superuser = postgres_server.superuser_dsn.replace("/postgres?", "/autoleads?")

    lines = [
        operator.refused("tenants", "move", "dealer-a", "--to", superuser),
        operator.refused("tenants", "move", "nobody", "--to", superuser),
        operator.refused("tenants", "move", "dealer-a", "--to", "mysql://x/y", code=2),
        operator.refused("tenants", "move", "dealer-a", "--to", " ", code=2),
    ]

    assert "The role of --to can bypass row-level security" in lines[0]
    assert lines[1] == "Error: There is no dealer nobody.\n"
    assert "must be a URL such as postgresql://" in lines[2]
    assert "must not be empty" in lines[3]


def test_what_is_written_after_the_copy_began_is_not_lost(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    def write(table: str, count: int) -> None:
        if table == "leads":
            make_lead(dealer)

    with pytest.raises(MoveError, match=r"^\w+ changed meanwhile: try again\.$"):
        move_now(here, there, write)

    assert there.tenant("dealer-a") is None
    assert here.tenant("dealer-a")["status"] == "active"


def move_now(here: Installation, there: Installation, progress: Callable[[str, int], None]) -> None:
    move_tenant(
        "dealer-a",
        here.config.migration_database_url,
        there.config.migration_database_url,
        settle_seconds=0,
        can_decrypt=bool,
        progress=progress,
    )


def test_a_move_waits_for_transactions_that_are_open(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    writing = here.owner.connect()
    writing.execute(text(f"SET LOCAL app.tenant_id = '{dealer.tenant.id}'"))
    written = f"INSERT INTO audit_events (tenant_id, action) VALUES ({dealer.tenant.id}, 'late')"
    writing.execute(text(written))

    with move_waits(here, there):
        writing.commit()
        writing.close()

    assert there.rows(dealer.tenant.id)["audit_events"][-1]["action"] == "late"


def test_a_move_waits_for_workers_that_are_at_it(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    leased = "INSERT INTO outbox (tenant_id, lead_id, kind, lease_until) VALUES"
    here.do(f"{leased} ({dealer.tenant.id}, 1, 'media', now() + interval '1 hour')")

    with move_waits(here, there):
        here.do("UPDATE outbox SET lease_until = NULL")


@contextmanager
def move_waits(here: Installation, there: Installation) -> Iterator[None]:
    """Check that a move waits for what the block ends, and no longer."""
    moving = threading.Thread(target=move_now, args=(here, there, lambda *_: None))
    moving.start()
    time.sleep(0.5)
    assert (moving.is_alive(), there.tenant("dealer-a")) == (True, None)
    yield
    moving.join(20)
    assert there.tenant("dealer-a")["status"] == "active"


def test_a_killed_move_goes_on_when_it_is_run_again(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    there.do(
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$",
        "CREATE TRIGGER wait BEFORE INSERT ON leads EXECUTE FUNCTION wait()",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "tenants", "move", "dealer-a", "--to",
         url_of(there)],
        cwd=ROOT,
        env=process_settings(here.config),
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stderr
    shown = ""
    while "users" not in shown:
        shown = process.stderr.readline()
    second = move(here, there)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert second.stderr == "Error: Another command is moving dealer-a.\n"
    assert here.tenant("dealer-a")["status"] == "suspended"
    there.do(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO %'"
        " AND pid <> pg_backend_pid()",
        "DROP TRIGGER wait ON leads",
    )
    assert there.tenant("dealer-a") is None
    wait_until(lambda: move(here, there).exit_code == 0)

    assert there.tenant("dealer-a")["status"] == "active"
    assert "statusBeforeMove" not in there.tenant("dealer-a")["settings"]
