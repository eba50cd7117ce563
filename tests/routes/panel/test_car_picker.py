"""Sending a car to a customer from the panel."""

from __future__ import annotations

import io

from PIL import Image

from autoleads.models import Lead
from tests.support.conversation import hidden, path, sent
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.message_api import opt_out
from tests.support.panel import Panel


def test_a_car_is_sent_with_its_price_and_its_page(dealer_a: Dealer, sales: Panel) -> None:
    car = make_car(dealer_a, display_code="A01", price=185_000_000)
    make_car(dealer_a, display_code="B02", brand="Honda", model="Brio")
    lead = make_lead(dealer_a, asked=[car])
    picker = sales.get(path(lead, "/cars")).text
    form = {"once": hidden("once", picker)}

    for _ in range(2):
        response = sales.post(path(lead, f"/cars/{car.id}"), **form)

    assert picker.index("A01") < picker.index("B02")
    assert "Honda Brio" in sales.get(path(lead, "/cars?q=brio")).text
    assert response.location == f"{path(lead)}?said=car_sent#akhir"
    [message] = sent(dealer_a, lead)
    assert "Rp 185.000.000" in message.text
    assert f"/cars/{car.slug}" in message.text
    assert (message.codes, message.sender) == (["A01"], "sales")


def test_a_car_goes_with_its_cover_photo(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    car = make_car(dealer_a, display_code="A01")
    content = io.BytesIO()
    Image.new("RGB", (60, 40)).save(content, "JPEG")
    content.seek(0)
    files = {"file": (content, "foto.jpg")}
    dealer_a.owner.post(f"/api/admin/cars/{car.id}/photos", data=files)

    sales.post(path(lead, f"/cars/{car.id}"), once="a")

    [message] = sent(dealer_a, lead)
    assert message.kind == "image"
    assert message.media
    assert "/photos/" in message.media["url"]


def test_a_car_after_a_reply_that_was_not_seen_is_asked_about_first(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    car = make_car(dealer_a)
    picker = sales.get(path(lead, "/cars")).text
    form = {name: hidden(name, picker) for name in ("once", "seen")}
    author = dealer_a.user_ids["sales2"]
    make_message(dealer_a, lead, "Siap", direction="out", sender="sales", author_id=author)

    asked = sales.post(path(lead, f"/cars/{car.id}"), **form)
    form = {name: hidden(name, asked.text) for name in ("once", "seen")}
    sales.post(path(lead, f"/cars/{car.id}"), **form)

    assert asked.status_code == 409
    assert "sudah menjawab. Kirim juga?" in asked.text
    assert len(sent(dealer_a, lead)) == 2


def test_a_car_goes_to_who_opted_out_only_on_purpose(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    car = make_car(dealer_a)
    opt_out(dealer_a, lead)

    refused = sales.post(path(lead, f"/cars/{car.id}"), once="a")
    sales.post(path(lead, f"/cars/{car.id}"), once="b", confirm="true")

    assert refused.status_code == 409
    assert 'name="confirm"' in refused.text
    assert len(sent(dealer_a, lead)) == 1


def test_another_dealers_car_is_not_sent(
    dealer_a: Dealer, dealer_b: Dealer, lead: Lead, sales: Panel
) -> None:
    theirs = make_car(dealer_b, display_code="A01")

    assert sales.post(path(lead, f"/cars/{theirs.id}"), once="a").status_code == 404
    assert sent(dealer_a, lead) == []
