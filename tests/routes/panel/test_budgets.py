"""Pages of the panel stay small and cheap, with a full day's work on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import autoleads
from autoleads.extensions import db
from autoleads.models import Device
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.fake_gateway import connect, tenant_context
from tests.support.panel import panel_of
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.slow

STATIC = Path(autoleads.__file__).parent / "static"
PAGES = {
    "/admin/today": 8,
    "/admin/chat?view=all": 5,
    "/admin/chat/{lead}": 8,
    "/admin/leads?view=all": 4,
    "/admin/search?q=a": 8,
    "/admin/cars": 5,
    "/admin/figures": 7,
    "/admin/pulse": 0,
}
"""The address of a page → the queries that it may make, of the eight that any page may.

Those that every page makes are not among them: the user of the session, and the pulse.
"""
OF_EVERY_PAGE = 2


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_its_budget(dealer_a: Dealer, path: str) -> None:
    now = datetime.now(UTC)
    cars = [make_car(dealer_a) for _ in range(25)]
    for number in range(35):
        since = now - timedelta(minutes=number)
        asked = [cars[number % 25]]
        lead = make_lead(dealer_a, asked=asked, waiting_since=since, follow_up_at=now)
        code = cars[number % 25].display_code
        make_message(dealer_a, lead, f"#{code} masih ada kak, bisa kredit?", codes=[code])
    connect(dealer_a)
    with tenant_context(dealer_a):
        db.session.execute(
            update(Device)
            .where(Device.tenant_id == dealer_a.tenant.id)
            .values(state="disconnected")
        )
        db.session.commit()
    panel = panel_of(dealer_a, "owner")
    panel.post(f"/admin/chat/{lead.id}/claim")
    address = path.replace("{lead}", str(lead.id))
    panel.get(address)

    with recorded_statements(dealer_a.app) as statements:
        response = panel.get(address)

    queries = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(queries) <= PAGES[path] + OF_EVERY_PAGE, "\n\n".join(queries)
    assert len(response.data) <= 90_000


def test_styles_and_script_stay_small() -> None:
    sizes = {name: (STATIC / name).stat().st_size for name in ("panel.css", "live.js")}

    assert sizes["panel.css"] <= 26_000
    assert sizes["live.js"] <= 10_000
