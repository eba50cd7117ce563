"""Pages of the panel stay small and cheap, with a full day's work on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import autoleads
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.panel import panel_of
from tests.support.statements import recorded_statements

STATIC = Path(autoleads.__file__).parent / "static"
PAGES = {
    "/admin/today": 19,
    "/admin/chat?view=all": 10,
    "/admin/chat/{lead}": 16,
    "/admin/leads?view=all": 15,
    "/admin/cars": 9,
    "/admin/figures": 11,
    "/admin/pulse": 4,
}
"""The address of a page → the statements that it may take, those of the session included.

The pages aim at eight; no page may take more than it takes now.
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_to_its_budget(dealer_a: Dealer, path: str) -> None:
    now = datetime.now(UTC)
    cars = [make_car(dealer_a) for _ in range(25)]
    for number in range(35):
        since = now - timedelta(minutes=number)
        asked = [cars[number % 25]]
        lead = make_lead(dealer_a, asked=asked, waiting_since=since, follow_up_at=now)
        make_message(dealer_a, lead, "masih ada kak, bisa kredit?")
    panel = panel_of(dealer_a, "owner")
    address = path.replace("{lead}", str(lead.id))
    panel.get(address)

    with recorded_statements(dealer_a.app) as statements:
        response = panel.get(address)

    executed = [statement for statement in statements if not statement.startswith("SAVEPOINT")]
    reads = [statement for statement in executed if "set_config" not in statement]
    assert len(reads) <= PAGES[path], "\n\n".join(reads)
    assert len(response.data) <= 90_000


def test_styles_and_script_stay_small() -> None:
    sizes = {name: (STATIC / name).stat().st_size for name in ("panel.css", "live.js")}

    assert sizes["panel.css"] <= 26_000
    assert sizes["live.js"] <= 12_500
