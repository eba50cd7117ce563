"""Pages show the words of strangers as text, and salespeople no lead of a colleague."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.routes.panel.test_conversation import MARKER
from tests.routes.panel.test_session import forms, pages
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.panel import panel_of

TAG = MARKER.partition(" {{")[0]


def test_strangers_words_are_text_on_every_page(dealer_a: Dealer) -> None:
    now = datetime.now(UTC)
    car = make_car(dealer_a, display_code="A01")
    about: dict[str, Any] = {"asked": [car], "waiting_since": now, "follow_up_at": now}
    leads = [make_lead(dealer_a, name=MARKER + "x" * 4_000, **about) for _ in range(2)]
    for lead in leads:
        make_message(dealer_a, lead, MARKER * 20)
    paths = pages(dealer_a)
    paths += [f"/admin/chat/{leads[0].id}", f"/admin/chat/{leads[0].id}/cars"]
    paths += [f"/admin/cars/{car.id}/sold", f"/admin/cars/{car.id}/interested"]
    panel = panel_of(dealer_a, "owner")

    shown = {path: panel.get(path).text for path in paths if not path.endswith(".xlsx")}

    sheets = {path for path in shown if path.endswith(".csv")}
    assert [path for path in shown if TAG in shown[path] and path not in sheets] == []
    assert [path for path in shown if ' 49 \u202e "' in shown[path]] == []
    told = {path for path in shown if "{{7*7}}" in shown[path]}
    assert {"/admin/today", "/admin/chat", "/admin/leads", "/admin/leads.csv"} <= told


FORMS = {
    "assign": {"userId": ""},
    "status": {"status": "won"},
    "follow-up": {"when": "tomorrow"},
    "notes": {"text": "x"},
    "cars": {"once": "a-random-id"},
    "messages": {"text": "x", "once": "a-random-id", "seen": "0"},
}
"""The name of a form → what is typed; others have no fields."""


def test_a_colleagues_lead_is_not_there(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, assigned_to=dealer_a.user_ids["sales2"])
    at_lead = f"/admin/chat/{lead.id}"
    panel = panel_of(dealer_a, "sales")
    paths = [path for path in forms(dealer_a.app, lead.id) if path.startswith(at_lead)]
    # Who takes a lead that is taken reads that it is.
    paths.remove(f"{at_lead}/claim")

    assert {panel.get(path).status_code for path in (at_lead, f"{at_lead}/cars")} == {404}
    assert len(paths) >= 7
    for path in paths:
        name = path.removeprefix(at_lead).split("/")[1]
        form = FORMS.get(name, {})
        assert panel.post(path, **form).status_code == 404, path
