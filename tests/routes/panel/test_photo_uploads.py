"""Photos of a car as a phone sends them, in a real browser."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask, request, request_started
from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from autoleads.models import Car
from tests.support.browsers import log_in
from tests.support.factories import Dealer, make_car
from tests.support.lead_api import data

pytestmark = pytest.mark.slow


@pytest.fixture
def car(live_dealer: Dealer) -> Car:
    return make_car(live_dealer)


@pytest.fixture
def form_page(live_dealer: Dealer, car: Car, port: int, page: Page) -> Page:
    """The form of the car, opened by the dealer's admin."""
    address = f"http://{live_dealer.host}:{port}/admin/cars/{car.id}"
    page.goto(address)
    log_in(page, live_dealer, "admin")
    page.goto(address)
    return page


def photo(number: int, size: tuple[int, int] = (64, 48)) -> FilePayload:
    """Return a photo that its width tells from the others."""
    content = io.BytesIO()
    Image.effect_noise((size[0] + number, size[1]), 90).convert("RGB").save(content, "JPEG")
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def choose(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Tambah foto").set_input_files(list(files))


def widths(dealer: Dealer, car: Car) -> list[int]:
    stored = data(dealer.owner.get(f"/api/admin/cars/{car.id}"))["photos"]
    return [photo["width"] for photo in stored]


def test_twenty_photos_at_once_keep_their_order(
    form_page: Page, live_dealer: Dealer, car: Car
) -> None:
    choose(form_page, *(photo(number) for number in range(20)))

    expect(form_page.get_by_alt_text("Foto 20")).to_be_visible(timeout=30_000)
    assert widths(live_dealer, car) == [64 + number for number in range(20)]


def test_the_twenty_first_is_refused_in_words(
    form_page: Page, live_dealer: Dealer, car: Car
) -> None:
    choose(form_page, *(photo(number) for number in range(21)))

    expect(form_page.get_by_role("status")).to_contain_text("20 foto", timeout=30_000)
    assert len(widths(live_dealer, car)) == 20


def test_photos_that_a_lost_signal_held_back_are_sent_with_one_tap(
    form_page: Page, live_dealer: Dealer, car: Car
) -> None:
    sent = []

    def lose_the_third(route: Route) -> None:
        sent.append(route.request)
        if len(sent) == 3:
            route.abort()
        else:
            route.continue_()

    form_page.route("**/photos", lose_the_third)
    choose(form_page, *(photo(number) for number in range(5)))
    again = form_page.get_by_role("button", name="Kirim lagi")
    expect(again).to_be_visible()
    assert widths(live_dealer, car) == [64, 65]

    again.click()

    expect(form_page.get_by_alt_text("Foto 5")).to_be_visible()
    assert widths(live_dealer, car) == [64 + number for number in range(5)]


def test_a_large_photo_is_made_small_before_it_travels(
    form_page: Page, live_dealer: Dealer, car: Car
) -> None:
    large = photo(0, (3000, 2000))
    arrived: list[int] = []

    def measure(_: Flask, **__: Any) -> None:
        arrived.append(request.content_length or 0)

    with request_started.connected_to(measure):
        choose(form_page, large)
        expect(form_page.get_by_alt_text("Foto 1")).to_be_visible()

    assert 0 < max(arrived) < len(large["buffer"]) / 2
    assert widths(live_dealer, car) == [1600]


def test_one_that_is_no_photo_is_told_and_the_others_stay(
    form_page: Page, live_dealer: Dealer, car: Car
) -> None:
    fake: FilePayload = {"name": "2.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}

    choose(form_page, photo(1), fake, photo(3))

    expect(form_page.get_by_alt_text("Foto 2")).to_be_visible()
    expect(form_page.get_by_role("status")).to_contain_text("JPEG")
    assert widths(live_dealer, car) == [65, 67]


def test_a_mouse_drags_a_photo_to_the_front(form_page: Page, live_dealer: Dealer, car: Car) -> None:
    choose(form_page, photo(0), photo(1), photo(2))
    expect(form_page.get_by_alt_text("Foto 3")).to_be_visible()

    with form_page.expect_navigation():
        form_page.get_by_alt_text("Foto 3").drag_to(form_page.get_by_alt_text("Foto 1"))

    assert widths(live_dealer, car) == [66, 64, 65]
