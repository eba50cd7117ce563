"""The dealer's own settings, and what buyers see of them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.support.factories import Dealer, make_dealer

TENANT = "/api/admin/tenant"
HOURS = {"open": "09:00", "close": "18:00"}
FIELDS: dict[str, tuple[Any, Any]] = {
    # what is sent, what is read back
    "name": ("  Mobil   Jaya ", "Mobil Jaya"),
    "phone": ("021-555 1234", "+62215551234"),
    "whatsappNumber": ("0812 9876 5432", "+6281298765432"),
    "address": ("Jl. Raya 1\r\nSolo", "Jl. Raya 1\nSolo"),
    "city": ("Solo", "Solo"),
    "mapsUrl": ("https://maps.app.goo.gl/x?y=1", "https://maps.app.goo.gl/x?y=1"),
    "logoUrl": ("https://example.com/logo.png", "https://example.com/logo.png"),
    "businessHours": ({"mon": HOURS, "sun": None}, {"mon": HOURS, "sun": None}),
    "timezone": ("Asia/Makassar", "Asia/Makassar"),
    "locale": ("en", "en"),
    "domain": ("Mobil-Jaya.co.id", "mobil-jaya.co.id"),
    "creditRates": (
        {
            "flatYearlyPercent": 7.5,
            "defaultDpPercent": 20,
            "adminFee": 1_500_000,
            "tenorsMonths": [12, 36],
        },
        {
            "flatYearlyPercent": 7.5,
            "defaultDpPercent": 20,
            "adminFee": 1_500_000,
            "tenorsMonths": [12, 36],
        },
    ),
    "answers": (
        {"enabled": False, "greeting": "Halo!", "awayText": "Tutup", "language": "id"},
        {"enabled": False, "greeting": "Halo!", "awayText": "Tutup", "language": "id"},
    ),
    "assignment": (
        {"mode": "round-robin", "reassignAfterMinutes": 30},
        {"mode": "round-robin", "reassignAfterMinutes": 30},
    ),
    "corsOrigins": (["https://www.Example.com"], ["https://www.example.com"]),
    "notify": (
        {"reminders": False, "escalateAfterMinutes": 0},
        {"enabled": True, "reminders": False, "escalateAfterMinutes": 0},
    ),
}
PUBLIC = {
    *(
        "name",
        "slug",
        "phone",
        "whatsappNumber",
        "address",
        "city",
        "mapsUrl",
        "businessHours",
        "logoUrl",
        "timezone",
    )
}


def read(dealer: Dealer) -> dict[str, Any]:
    data: dict[str, Any] = dealer.owner.get(TENANT).get_json()["data"]
    return data


@pytest.mark.parametrize("field", FIELDS)
def test_each_setting_can_be_changed_alone(dealer_a: Dealer, field: str) -> None:
    sent, expected = FIELDS[field]
    before = read(dealer_a)
    response = dealer_a.owner.patch(TENANT, json={field: sent})
    after = read(dealer_a)

    assert response.status_code == 200
    assert response.get_json()["data"] == after
    assert after[field] == expected
    changing = {field, "updatedAt", "domainVerification"}
    assert {key: after[key] for key in after if key not in changing} == {
        key: before[key] for key in before if key not in changing
    }


def test_all_settings_can_be_changed_together_and_public_ones_are_public(dealer_a: Dealer) -> None:
    assert (
        dealer_a.owner.patch(
            TENANT, json={key: sent for key, (sent, _) in FIELDS.items()}
        ).status_code
        == 200
    )
    settings = read(dealer_a)
    shown = dealer_a.public.get("/api/tenant").get_json()["data"]

    assert {key: settings[key] for key in FIELDS} == {
        key: expected for key, (_, expected) in FIELDS.items()
    }
    assert shown == {key: settings[key] for key in PUBLIC}


@pytest.mark.parametrize(
    "field",
    ["phone", "whatsappNumber", "address", "city", "mapsUrl", "logoUrl", "domain", "creditRates"],
)
def test_optional_settings_can_be_set_to_null(dealer_a: Dealer, field: str) -> None:
    dealer_a.owner.patch(TENANT, json={field: FIELDS[field][0]})

    assert dealer_a.owner.patch(TENANT, json={field: None}).get_json()["data"][field] is None


def test_a_part_is_replaced_as_a_whole_and_the_others_stay(dealer_a: Dealer) -> None:
    dealer_a.owner.patch(
        TENANT, json={"answers": {"greeting": "Halo!"}, "assignment": {"mode": "round-robin"}}
    )
    dealer_a.owner.patch(TENANT, json={"answers": {"awayText": "Tutup"}})
    settings = read(dealer_a)

    assert settings["answers"] == {
        "enabled": True,
        "greeting": None,
        "awayText": "Tutup",
        "language": "auto",
    }
    assert settings["assignment"]["mode"] == "round-robin"


def test_credit_rates_without_an_admin_fee_have_a_fee_of_0(dealer_a: Dealer) -> None:
    rates = {"flatYearlyPercent": 7.5, "defaultDpPercent": 20, "tenorsMonths": [12]}
    dealer_a.owner.patch(TENANT, json={"creditRates": rates})

    assert read(dealer_a)["creditRates"] == {**rates, "adminFee": 0}


WRONG: dict[str, tuple[Any, str]] = {
    "name": ("  ", "name"),
    "phone": ("1", "phone"),
    "whatsappNumber": ("hello", "whatsappNumber"),
    "address": ("x" * 10_001, "address"),
    "city": (7, "city"),
    "mapsUrl": ("javascript:alert(1)", "mapsUrl"),
    "logoUrl": ("//example.com/x.png", "logoUrl"),
    "businessHours": ({"mon": {"open": "18:00", "close": "09:00"}}, "businessHours.mon"),
    "timezone": ("Asia/Nowhere", "timezone"),
    "locale": ("fr", "locale"),
    "domain": ("https://example.com", "domain"),
    "creditRates": (
        {"flatYearlyPercent": -1, "defaultDpPercent": 20, "tenorsMonths": [12]},
        "creditRates.flatYearlyPercent",
    ),
    "answers": ({"language": "jv"}, "answers.language"),
    "assignment": ({"mode": "random"}, "assignment.mode"),
    "notify": ({"escalateAfterMinutes": -1}, "notify.escalateAfterMinutes"),
    "corsOrigins": (["https://a.example.com", "example.com"], "corsOrigins.1"),
}


def test_all_wrong_settings_are_named_at_once_and_none_is_stored(dealer_a: Dealer) -> None:
    before = read(dealer_a)
    forbidden = {
        "id": 1,
        "slug": "x",
        "status": "active",
        "trialEndsAt": None,
        "tenantId": 1,
        "settings": {},
    }
    response = dealer_a.owner.patch(
        TENANT, json={**{key: sent for key, (sent, _) in WRONG.items()}, **forbidden}
    )

    assert response.status_code == 422
    named = sorted(problem["field"] for problem in response.get_json()["error"]["details"])
    assert named == sorted([*(path for _, path in WRONG.values()), *forbidden])
    assert read(dealer_a) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("businessHours", {"monday": HOURS}),
        ("businessHours", {"mon": {"open": "9:00", "close": "18:00"}}),
        ("businessHours", {"mon": {"open": "24:00", "close": "25:00"}}),
        ("businessHours", {"mon": {**HOURS, "lunch": "12:00"}}),
        ("businessHours", None),
        ("creditRates", {"flatYearlyPercent": 7}),
        ("creditRates", {"flatYearlyPercent": 7, "defaultDpPercent": 20, "tenorsMonths": []}),
        ("creditRates", {"flatYearlyPercent": 7, "defaultDpPercent": 101, "tenorsMonths": [12]}),
        ("creditRates", {"flatYearlyPercent": 7, "defaultDpPercent": 20, "tenorsMonths": [0]}),
        ("assignment", {"mode": "off", "reassignAfterMinutes": 0}),
        ("answers", None),
        ("corsOrigins", ["https://a.example.com"] * 21),
        ("domain", "example"),
        ("domain", "admin.example.com"),
        ("domain", "example.com:8000"),
        ("timezone", None),
        ("timezone", "../etc/passwd"),
        ("name", None),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(dealer_a: Dealer, field: str, value: Any) -> None:
    response = dealer_a.owner.patch(TENANT, json={field: value})

    assert response.status_code == 422
    assert response.get_json()["error"]["details"][0]["field"].startswith(field)


def test_the_team_reads_and_only_the_owner_writes(dealer_a: Dealer) -> None:
    for client in (dealer_a.admin, dealer_a.sales):
        assert client.get(TENANT).status_code == 200
        assert client.patch(TENANT, json={"city": "Solo"}).status_code == 403
    assert dealer_a.public.get(TENANT).status_code == 401


def test_a_stale_edit_is_refused_and_a_fresh_one_moves_the_tag(dealer_a: Dealer) -> None:
    tag = dealer_a.owner.get(TENANT).headers["ETag"]
    first = dealer_a.owner.patch(TENANT, json={"city": "Solo"}, headers={"If-Match": tag})
    second = dealer_a.owner.patch(TENANT, json={"city": "Bogor"}, headers={"If-Match": tag})

    assert (first.status_code, second.status_code) == (200, 412)
    assert first.headers["ETag"] != tag
    assert dealer_a.owner.get(TENANT).headers["ETag"] == first.headers["ETag"]
    assert read(dealer_a)["city"] == "Solo"


def test_of_fifty_edits_of_one_version_one_wins(live_dealer: Dealer) -> None:
    owner = live_dealer.owner
    tag = owner.get(TENANT).headers["ETag"]
    together = threading.Barrier(50)

    def edit(number: int) -> int:
        together.wait()
        return owner.patch(
            TENANT, json={"city": f"Kota {number}"}, headers={"If-Match": tag}
        ).status_code

    with ThreadPoolExecutor(50) as threads:
        assert sorted(threads.map(edit, range(50))) == [200] + [412] * 49


def test_public_etag_changes_with_the_tenant(dealer_a: Dealer) -> None:
    first = dealer_a.public.get("/api/tenant")
    again = {"If-None-Match": first.headers["ETag"]}

    assert first.headers["Cache-Control"]
    assert dealer_a.public.get("/api/tenant", headers=again).status_code == 304
    dealer_a.owner.patch(TENANT, json={"city": "Solo"})
    assert dealer_a.public.get("/api/tenant", headers=again).status_code == 200


def test_the_end_of_the_trial_is_read_and_not_written(app: Flask) -> None:
    dealer = make_dealer(app, "dealer-c", status="trial", trial_days=3)

    assert read(dealer)["status"] == "trial"
    assert read(dealer)["trialEndsAt"].endswith("Z")
