import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoleads.gateways.fonnte.events import parse_connection, parse_status

HOOKS = json.loads((Path(__file__).parents[2] / "support" / "fonnte_samples.json").read_text())[
    "hooks"
]
LABEL = "6281100000001"


def test_status_samples_are_read_in_our_words() -> None:
    updates = [parse_status(payload) for payload in HOOKS["status"]]
    read = [(u.gateway_id, u.state_id, u.status, u.device_label) for u in updates if u]
    state_id = "3EB0AAAA000000000001"
    assert read == [
        ("70020001", state_id, "sent", LABEL),
        (None, state_id, "delivered", LABEL),
        (None, state_id, "read", LABEL),
        ("70020002", None, "failed", LABEL),
        ("70020003", None, "failed", LABEL),
        ("70020001", None, "accepted", LABEL),
    ]


def test_of_two_words_the_later_stage_counts() -> None:
    def status(first: str, second: str) -> str | None:
        update = parse_status({"id": [7], "status": first, "state": second})
        return update.status if update else None

    assert status("sent", "read") == status("read", "sent") == "read"
    assert status("processing", "Delivered") == "delivered"
    assert status("sent", "URL_unreachable") == "failed"
    assert status("sent", "teleported") == "sent"
    assert status("teleported", "") == "teleported"


@pytest.mark.parametrize(
    "payload", [{}, {"id": 1}, {"status": "sent"}, {"id": "", "stateid": [], "status": "sent"}]
)
def test_an_update_without_an_id_or_a_status_is_none(payload: dict[str, Any]) -> None:
    assert parse_status(payload) is None


def test_connection_samples_are_read() -> None:
    gone, back = (parse_connection(payload) for payload in HOOKS["device"])
    assert gone is not None
    assert back is not None
    assert (gone.device_label, gone.connected, gone.reason) == (
        LABEL,
        False,
        "logged out from phone",
    )
    assert (back.device_label, back.connected, back.reason) == (LABEL, True, None)
    assert back.at is not None
    assert gone.at is not None
    assert (back.at - gone.at).total_seconds() == 300


@pytest.mark.parametrize(
    "timestamp",
    [
        1769001000,
        "1769001000",
        "2026-01-21T13:10:00Z",
        "2026-01-21T13:10:00+00:00",
        "2026-01-21 20:10:00",
        "21-01-2026 20:10:00",
        "21/01/2026 20:10",
        "Wed, 21 Jan 2026 20:10:00 +0700",
    ],
)
def test_times_are_read_as_numbers_and_as_texts_and_bare_ones_are_jakartas(timestamp: Any) -> None:
    event = parse_connection({"status": "connect", "timestamp": timestamp})
    assert event is not None
    assert event.at == datetime(2026, 1, 21, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "timestamp", ["", "kemarin", None, {}, "0001-01-01 00:00:00", "9999-99-99", "99-99-2026 00:00"]
)
def test_an_unreadable_time_does_not_hide_the_event(timestamp: Any) -> None:
    event = parse_connection({"status": "disconnect", "timestamp": timestamp})
    assert event is not None
    assert (event.connected, event.at) == (False, None)


@pytest.mark.parametrize("status", [None, "", "sent", 1, True, {}])
def test_other_payloads_are_not_connection_events(status: Any) -> None:
    assert parse_connection({"device": LABEL, "status": status}) is None


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text())
    | st.just("connect")
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["device", "id", "stateid", "status", "state", "timestamp", "reason"]),
        values,
    )
)
def test_no_values_raise(payload: dict[str, Any]) -> None:
    update = parse_status(payload)
    assert update is None or update.gateway_id or update.state_id
    event = parse_connection(payload)
    assert event is None or event.at is None or event.at.tzinfo is UTC
