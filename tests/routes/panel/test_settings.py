"""The owner's settings, as forms."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.factories import Dealer
from tests.support.panel import Panel, panel_of

SETTINGS = "/admin/settings"


@pytest.fixture
def owner(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "owner")


def stored(dealer: Dealer) -> dict[str, Any]:
    response = dealer.owner.get("/api/admin/tenant")
    assert response.json
    data: dict[str, Any] = response.json["data"]
    return data


def shown(panel: Panel, path: str) -> dict[str, str]:
    """Return the values of the fields of a page, by their names."""
    page = panel.get(path).text
    fields = re.findall(r'<input id="([^"]+)"[^>]* value="([^"]*)"', page)
    fields += re.findall(r'<input name="([^"]+)" value="([^"]*)" inputmode="decimal"', page)
    return dict(fields)


def test_what_customers_see_is_changed_and_cleared(dealer_a: Dealer, owner: Panel) -> None:
    response = owner.post(
        f"{SETTINGS}/dealer", name="Maju Jaya", whatsappNumber="0811 0000 001", city="", address=""
    )

    assert response.location == f"{SETTINGS}/dealer?said=settings_saved"
    tenant = stored(dealer_a)
    assert tenant["name"] == "Maju Jaya"
    assert tenant["whatsappNumber"] == "+628110000001"
    assert tenant["city"] is None
    assert "Maju Jaya" in dealer_a.public.get("/api/tenant").text


def test_hours_are_those_typed_and_an_empty_day_is_closed(dealer_a: Dealer, owner: Panel) -> None:
    owner.post(
        f"{SETTINGS}/hours",
        **{
            "businessHours.mon.open": "09:00",
            "businessHours.mon.close": "18:00",
            "businessHours.sun.open": "",
            "businessHours.sun.close": "",
        },
    )

    hours = {"mon": {"open": "09:00", "close": "18:00"}, "sun": None}
    assert stored(dealer_a)["businessHours"] == hours
    values = shown(owner, f"{SETTINGS}/hours")
    assert values["businessHours.mon.open"] == "09.00"
    assert values["businessHours.sun.open"] == ""


def test_notifications_are_set_and_a_wrong_time_is_told(dealer_a: Dealer, owner: Panel) -> None:
    form = {"notify.enabled": "true", "notify.reminders": "false"}
    path = f"{SETTINGS}/dealer"

    refused = owner.post(path, **form, **{"notify.escalateAfterMinutes": "sejam"})
    owner.post(path, **form, **{"notify.escalateAfterMinutes": "45"})

    assert refused.status_code == 422
    assert 'value="sejam"' in refused.text
    expected = {"enabled": True, "reminders": False, "escalateAfterMinutes": 45}
    assert stored(dealer_a)["notify"] == expected
    assert shown(owner, path)["notify.escalateAfterMinutes"] == "45"


@pytest.mark.parametrize("name", ["name", "answerTargetMinutes", "notify.escalateAfterMinutes"])
def test_an_emptied_field_that_must_be_filled_is_told_and_changes_nothing(
    dealer_a: Dealer, owner: Panel, name: str
) -> None:
    before = stored(dealer_a)
    typed = {"notify.enabled": "true", "notify.reminders": "true", name: ""}

    refused = owner.post(f"{SETTINGS}/dealer", **typed)

    assert refused.status_code == 422
    assert f'id="{name}-note">Wajib diisi' in refused.text
    assert stored(dealer_a) == before


@pytest.mark.parametrize(
    ("opens", "closes", "problem"),
    [
        ("18.00", "09.00", "Harus tutup setelah buka"),
        ("09.00", "", "Wajib diisi"),
        ("pagi", "18.00", "Harus jam seperti 09:00"),
        ("25.00", "26.00", "Harus jam seperti 09:00"),
    ],
)
def test_hours_that_cannot_be_are_told_beside_the_day(
    owner: Panel, opens: str, closes: str, problem: str
) -> None:
    response = owner.post(
        f"{SETTINGS}/hours",
        **{"businessHours.tue.open": opens, "businessHours.tue.close": closes},
    )

    assert response.status_code == 422
    assert problem in response.text
    assert f'name="businessHours.tue.open" value="{opens}"' in response.text


@pytest.mark.parametrize("written", ["9", "9.00", "09:00", "0900", " 09.00 "])
def test_a_time_is_read_as_people_write_it(dealer_a: Dealer, owner: Panel, written: str) -> None:
    form = {"businessHours.mon.open": written, "businessHours.mon.close": "18.30"}
    owner.post(f"{SETTINGS}/hours", **form)

    assert stored(dealer_a)["businessHours"]["mon"] == {"open": "09:00", "close": "18:30"}


def test_auto_replies_are_switched_off_and_their_texts_emptied(
    dealer_a: Dealer, owner: Panel
) -> None:
    form = {"answers.greeting": "Halo Kak!", "answers.awayText": "", "answers.language": "id"}
    # As a browser sends a switch that is on.
    owner.post(f"{SETTINGS}/answers", **form, **{"answers.enabled": ["true", "false"]})
    assert stored(dealer_a)["answers"] == {
        "enabled": True,
        "greeting": "Halo Kak!",
        "awayText": None,
        "language": "id",
    }

    owner.post(f"{SETTINGS}/answers", **form, **{"answers.enabled": "false"})
    assert stored(dealer_a)["answers"]["enabled"] is False


def test_canned_replies_lose_the_emptied_one(dealer_a: Dealer, owner: Panel) -> None:
    written = {"replies.0.title": "Lokasi", "replies.0.text": "Kami di Bekasi {nama}"}
    written |= {"replies.1.title": "DP", "replies.1.text": "DP mulai 10%"}
    owner.post(f"{SETTINGS}/answers", **written)
    assert [reply["title"] for reply in stored(dealer_a)["replies"]] == ["Lokasi", "DP"]

    owner.post(f"{SETTINGS}/answers", **written | {"replies.0.title": "", "replies.0.text": ""})

    assert stored(dealer_a)["replies"] == [{"title": "DP", "text": "DP mulai 10%"}]


def test_a_wrong_canned_reply_after_a_gap_is_told_beside_itself(owner: Panel) -> None:
    response = owner.post(
        f"{SETTINGS}/answers",
        **{"replies.0.title": "", "replies.1.title": "DP", "replies.1.text": ""},
    )

    assert response.status_code == 422
    assert 'id="replies.0.text-note">Wajib diisi' in response.text
    assert 'name="replies.0.title" type="text" value="DP"' in response.text


def test_credit_terms_are_read_as_people_write_them(dealer_a: Dealer, owner: Panel) -> None:
    terms = {
        "creditRates.flatYearlyPercent": "7,5%",
        "creditRates.defaultDpPercent": "20",
        "creditRates.adminFee": "1,5jt",
        "creditRates.tenorsMonths": "12, 24,36",
    }
    owner.post(f"{SETTINGS}/credit", **terms)

    assert stored(dealer_a)["creditRates"] == {
        "flatYearlyPercent": 7.5,
        "defaultDpPercent": 20,
        "adminFee": 1_500_000,
        "tenorsMonths": [12, 24, 36],
    }
    values = shown(owner, f"{SETTINGS}/credit")
    assert values["creditRates.flatYearlyPercent"] == "7,5"
    assert values["creditRates.adminFee"] == "1.500.000"
    assert values["creditRates.tenorsMonths"] == "12, 24, 36"

    owner.post(f"{SETTINGS}/credit", **dict.fromkeys(terms, ""))
    assert stored(dealer_a)["creditRates"] is None


def test_an_emptied_admin_fee_is_0(dealer_a: Dealer, owner: Panel) -> None:
    terms = {
        "creditRates.flatYearlyPercent": "7,5",
        "creditRates.defaultDpPercent": "20",
        "creditRates.adminFee": "",
        "creditRates.tenorsMonths": "12",
    }
    owner.post(f"{SETTINGS}/credit", **terms)

    assert stored(dealer_a)["creditRates"]["adminFee"] == 0


def test_a_wrong_tenor_is_told_beside_all_of_them(owner: Panel) -> None:
    response = owner.post(f"{SETTINGS}/credit", **{"creditRates.tenorsMonths": "12, banyak"})

    assert response.status_code == 422
    assert 'id="creditRates.tenorsMonths-note">Harus bilangan bulat' in response.text
    assert 'value="12, banyak"' in response.text


def test_a_stale_page_changes_nothing(dealer_a: Dealer, owner: Panel) -> None:
    page = owner.get(f"{SETTINGS}/dealer").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    dealer_a.owner.patch("/api/admin/tenant", json={"name": "Baru"})

    response = owner.post(f"{SETTINGS}/dealer", name="Lama", version=version[1])

    assert response.status_code == 412
    assert 'value="Lama"' in response.text
    assert stored(dealer_a)["name"] == "Baru"


@pytest.mark.parametrize(
    "form",
    [
        {"name": "Maju", "name.first": "x"},
        {"answers": "x", "answers.enabled": "true"},
        {"answers.enabled": "true", "answers": "x"},
        {"businessHours." + "x." * 200: "09:00"},
        {"replies.99999999999999999999.title": "x"},
        {"replies..title": "x", "..": "y"},
        {"tenantId": "1"},
    ],
)
def test_fields_that_no_page_sends_are_refused(owner: Panel, form: dict[str, str]) -> None:
    assert owner.post(f"{SETTINGS}/dealer", **form).status_code == 422


@pytest.mark.parametrize("who", ["admin", "sales"])
def test_only_the_owner_changes_settings(dealer_a: Dealer, who: str) -> None:
    response = panel_of(dealer_a, who).post(f"{SETTINGS}/dealer", name="Milik saya")

    assert response.status_code == 403
    assert stored(dealer_a)["name"] != "Milik saya"
