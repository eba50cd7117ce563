"""Sharing a car: ads that say what is stored and nothing else, each with its channel's code."""

from __future__ import annotations

import html
import io
import re

import pytest
import segno
from sqlalchemy import select

from autoleads.models import Lead
from autoleads.services import cars
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import connect, rows, tenant_context
from tests.support.panel import Panel, panel_of

CHANNELS = ["olx", "fb", "ig", "wa"]


@pytest.fixture
def panel(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "sales")


def ads(page: str) -> dict[str, str]:
    """Return the texts of the ads by channel."""
    found = re.findall(r'<textarea class="small" id="ad-(\w+)"[^>]*>([^<]*)</textarea>', page)
    return {channel: html.unescape(text) for channel, text in found}


def test_an_ad_says_what_is_stored_and_nothing_else(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(
        dealer_a,
        display_code="A01",
        credit_price=179_000_000,
        plate_number="B 7788 XYZ",
        features=["ABS", "Kamera mundur"],
        condition_notes="Bemper lecet",
        purchase_price=150_000_000,
        notes="Nego sampai 180",
        stock_code="GDG-7",
    )

    texts = ads(panel.get(f"/admin/cars/{car.id}/share").text)

    assert list(texts) == CHANNELS
    for stored in ("Rp 185.000.000", "Rp 179.000.000", "45.000 km", "ABS, Kamera", "Bemper lecet"):
        assert stored in texts["olx"]
    for text in texts.values():
        for private in ("7788", "150.000.000", "Nego", "GDG-7", "None"):
            assert private not in text


def test_an_ad_of_a_car_with_few_facts_has_no_gaps(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, variant=None, km=0, color=None, body_type=None)

    for text in ads(panel.get(f"/admin/cars/{car.id}/share").text).values():
        assert "\n\n\n" not in text
        assert not re.search(r": *$", text, re.MULTILINE)


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_an_ad_makes_customers_write_tells_its_channel(
    dealer_a: Dealer, panel: Panel, channel: str
) -> None:
    car = make_car(dealer_a, display_code="A01")
    text = ads(panel.get(f"/admin/cars/{car.id}/share").text)[channel]
    code = re.search(r"(?:#|%23)(A01\.\w+)", text)
    assert code

    connect(dealer_a).say(f"Halo, #{code[1]} masih ada?")

    [lead] = rows(dealer_a, select(Lead).where(Lead.tenant_id == dealer_a.tenant.id))
    assert lead.channel == channel


def test_a_qr_code_opens_a_chat_else_the_page(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, display_code="A01")
    name = car.public_name.replace(" ", "%20")
    chat = f"https://wa.me/6281234567890?text=Halo%2C%20saya%20tertarik%20{name}%20%28%23A01.qr%29"
    address = f"/admin/cars/{car.id}/qr.svg?channel=qr"

    with_number = panel.get(address)
    dealer_a.owner.patch("/api/admin/tenant", json={"whatsappNumber": None})
    without_number = panel.get(address)

    assert with_number.mimetype == "image/svg+xml"
    assert drawn(chat) in with_number.text
    with tenant_context(dealer_a):
        assert drawn(cars.car_link(dealer_a.tenant, car)) in without_number.text


def drawn(link: str) -> str:
    """Return the path of a link's QR code."""
    drawing = io.BytesIO()
    segno.make_qr(link, error="m").save(drawing, kind="svg")
    path = re.search(r' d="([^"]+)"', drawing.getvalue().decode())
    assert path
    return path[1]


def test_a_sheet_has_the_facts_and_the_code(dealer_a: Dealer, panel: Panel) -> None:
    car = make_car(dealer_a, display_code="A01", purchase_price=150_000_000)

    page = panel.get(f"/admin/cars/{car.id}/sheet").text

    assert "#A01" in page
    assert "45.000 km" in page
    assert "Rp 185.000.000" in page
    assert "150.000.000" not in page


@pytest.mark.parametrize("path", ["share", "sheet", "qr.svg"])
def test_cars_of_other_dealers_cannot_be_shared(dealer_b: Dealer, panel: Panel, path: str) -> None:
    car = make_car(dealer_b)

    assert panel.get(f"/admin/cars/{car.id}/{path}").status_code == 404
