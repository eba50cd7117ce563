"""A dealer moves from one database to another, or stays whole where they are."""

from __future__ import annotations

import dataclasses
import re

import pytest

from autoleads.database.tenant_copy import NOT_COPIED, tables_of_tenant
from autoleads.extensions import db
from tests.cli.conftest import ROOT
from tests.support.factories import Dealer, make_car, make_dealer, make_lead, make_message
from tests.support.fake_gateway import Line, connect
from tests.support.installations import BEGIN_CELL, CELL, Installation, move

GUIDE = (ROOT / "docs" / "deploy.md").read_text("utf-8")

pytestmark = pytest.mark.slow


def test_moved_dealer_has_the_same_rows_there_and_others_stay(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    lead = make_lead(dealer, name="tab\t baris\nbaru \\. \\N \U0001f697")
    make_message(dealer, lead, "menunggu", direction="out", status="queued")
    before = here.rows(dealer.tenant.id)
    others = there.rows(CELL + 1)

    result = move(here, there)

    assert result.exit_code == 0, result.output
    after = there.rows(dealer.tenant.id)
    copied = {table.name for table in tables_of_tenant()}
    assert all(before[name] for name in copied - {"domain_claims"})
    assert f"Moved {sum(len(before[name]) for name in copied)} rows" in result.stdout
    changed = {"messages", "tenants", "cars"}
    for name in (copied | {"car_words", "contact_words"}) - changed:
        assert after[name] == before[name], name
    [car] = [row | {"public_json": None} for row in before["cars"]]
    assert after["cars"] == [car]
    waiting = [row for row in before["messages"] if row["status"] == "queued"]
    settled = [row for row in after["messages"] if row["status"] == "unknown"]
    assert settled == [row | {"status": "unknown", "error": "moved"} for row in waiting] != []
    assert len(after["messages"]) == len(before["messages"])
    assert (after["sessions"], after["outbox"]) == ([], [])
    assert there.rows(CELL + 1) == others
    assert there.tenant("dealer-b") is None


def test_moved_dealer_is_served_there_and_suspended_here(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    line = connect(dealer)

    move(here, there)

    assert here.tenant("dealer-a")["status"] == "suspended"
    assert dealer.public.get("/api/cars").status_code == 403
    assert line.post(line.payload()).status_code == 503
    moved = dataclasses.replace(dealer, app=there.app)
    assert moved.public.get("/api/cars").get_json()["meta"]["total"] == 1
    assert moved.public.get("/api/cars?q=markerofa").get_json()["meta"]["total"] == 1
    assert moved.owner.get("/api/admin/leads").get_json()["meta"]["total"] == 1
    assert make_car(moved).id > CELL
    arrived = Line(moved, line.device_id, line.secret, line.label).say("Halo, masih ada?")
    assert (arrived["status"], arrived["leadId"] > CELL) == ("processed", True)
    again = move(here, there)
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: dealer-a has moved already: it is served there, and stays suspended here.\n",
    )
    assert here.tenant("dealer-a")["status"] == "suspended"


def test_deleting_the_dealer_leaves_no_row_here(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    statements = re.findall(r"^    ((?:SELECT set_config|DELETE).*)$", GUIDE, re.MULTILINE)
    delete = [statement.replace("dealer1", "dealer-a") for statement in statements]
    here.do(*delete)
    assert here.tenant("dealer-a")["status"] == "active"

    move(here, there)
    here.do(*delete)

    assert not any(here.rows(dealer.tenant.id).values())
    assert here.tenant("dealer-b")["status"] == "active"


@pytest.mark.parametrize("status", ["trial", "suspended", "expired"])
def test_the_status_moves_along(here: Installation, there: Installation, status: str) -> None:
    make_dealer(here.app, "dealer-a", status=status, domain="a.example.com")  # type: ignore[arg-type]
    before = here.tenant("dealer-a")

    move(here, there)

    own = ("status", "trial_ends_at", "settings", "domain", "name")
    assert [there.tenant("dealer-a")[name] for name in own] == [before[name] for name in own]
    assert len(there.rows(before["id"])["domain_claims"]) == 1


def test_sequences_never_reach_the_range_of_another_installation(
    here: Installation, there: Installation
) -> None:
    move(there, here, "dealer-there")

    assert here.tenant("dealer-there")["id"] > CELL
    assert make_dealer(here.app, "dealer-new").tenant.id < CELL


def test_sequences_of_the_same_range_move_past_what_was_copied(
    here: Installation, there: Installation, dealer: Dealer
) -> None:
    there.do(BEGIN_CELL.replace(str(CELL), "1"))
    newest = max(make_car(dealer).id for _ in range(3))

    move(here, there)

    moved = dataclasses.replace(dealer, app=there.app)
    assert newest < make_car(moved).id < newest + 2_000
    assert dealer.tenant.id < make_dealer(there.app, "dealer-new").tenant.id


def test_the_tables_that_are_not_copied_are_known() -> None:
    copied = {table.name for table in tables_of_tenant()}
    without_tenant = {
        name for name in copied if "tenant_id" not in db.metadata.tables[name].columns
    }

    assert {"car_words", "catalogues", "contact_words", "deleted_files"} == NOT_COPIED
    assert without_tenant == {"tenants", "domain_claims"}
