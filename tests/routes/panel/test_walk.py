"""A day of a salesperson, from the customer's chat to the sale, as every browser shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db
from autoleads.models import Message, User
from autoleads.text.phrases import Phrases
from tests.support.browsers import ARRIVES, DESKTOP, PHONE, log_in, watched_page
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import rows, tenant_context
from tests.support.gateways import use_fonnte
from tests.support.lead_api import LEADS, data
from tests.support.loopback import Control, Inbox

pytestmark = pytest.mark.slow

BROWSERS = {
    "phone-id-script": (PHONE, "id", True),
    "phone-en-plain": (PHONE, "en", False),
    "desktop-id-plain": (DESKTOP, "id", False),
    "desktop-en-script": (DESKTOP, "en", True),
}
"""Four of the eight combinations, in which every pair of properties occurs."""


@dataclass(frozen=True)
class Walk:
    """A salesperson's browser, with the worker and the gateway at its other end."""

    page: Page
    say: Phrases
    has_script: bool
    deliveries: Deliveries
    home: str

    def press(self, name: str, **words: Any) -> None:
        self.page.get_by_role("button", name=self.say(name, **words), exact=True).first.click()

    def reply(self, text: str) -> None:
        self.page.get_by_label(self.say("write_reply")).fill(text)
        self.press("send")
        expect(self.bubble(text)).to_be_visible()

    def bubble(self, text: str) -> Any:
        return self.page.locator(".bubble", has_text=text)

    def look(self) -> None:
        """See what is new: a page with a script shows it by itself."""
        if not self.has_script:
            self.page.reload()

    def expect_state(self, text: str, state: str) -> None:
        """Expect a reply to have the state that a phrase names."""
        self.look()
        expect(self.bubble(text)).to_contain_text(self.say(state), timeout=ARRIVES)

    def choose_status(self, status: str) -> None:
        self.page.get_by_label(self.say("label_status"), exact=True).select_option(status)
        if not self.has_script:
            self.press("change")

    def report(self, state: str, gateway_id: str) -> None:
        """Post what the gateway says about a message."""
        line = self.deliveries.line
        line.post({"device": line.label, "id": gateway_id, "status": state}, "/status")


@pytest.fixture(params=list(BROWSERS.values()), ids=list(BROWSERS))
def walk(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_app: Flask,
    live_dealer: Dealer,
    port: int,
    fake_fonnte: FakeFonnte,
) -> Iterator[Walk]:
    """A browser of each kind, at the login page of a dealer with one car."""
    size, language, has_script = request.param
    use_fonnte(live_app, fake_fonnte.url)
    make_car(live_dealer, display_code="A01")
    deliveries = make_deliveries(live_dealer)
    with tenant_context(live_dealer):
        of_dealer = update(User).where(User.tenant_id == live_dealer.tenant.id)
        db.session.execute(of_dealer.values(language=language))
        db.session.commit()
    with watched_page(browser, java_script_enabled=has_script, viewport=size) as page:
        home = f"http://{live_dealer.host}:{port}"
        yield Walk(page, Phrases(language), has_script, deliveries, home)


def begin(walk: Walk) -> None:
    walk.page.goto(f"{walk.home}/admin/today")
    log_in(walk.page, walk.deliveries.dealer, "sales")
    expect(walk.page.get_by_text(walk.say("all_answered"), exact=True)).to_be_visible()


def gateway_id(walk: Walk, text: str) -> str:
    """Return the gateway's id of the message with some text."""
    [message] = rows(walk.deliveries.dealer, select(Message).where(Message.text == text))
    return message.gateway_id or ""


def test_a_chat_becomes_a_sale(walk: Walk, control: Control, inbox: Inbox) -> None:
    page, say = walk.page, walk.say
    begin(walk)

    walk.deliveries.line.say("Halo, #A01 masih ada?")
    walk.look()
    expect(page.get_by_text("Halo, #A01 masih ada?")).to_be_visible(timeout=ARRIVES)
    page.get_by_role("link", name=say("reply"), exact=True).first.click()

    control(mode="refuse", reason="target invalid")
    walk.reply("Masih ada kak")
    walk.deliveries.work()
    walk.expect_state("Masih ada kak", "state_failed")
    assert inbox() == []
    control(mode="ok")
    walk.press("send_again")
    walk.deliveries.work()
    walk.expect_state("Masih ada kak", "state_accepted")
    assert [message["message"] for message in inbox()] == ["Masih ada kak"]
    for state in ("delivered", "read"):
        walk.report(state, gateway_id(walk, "Masih ada kak"))
        walk.expect_state("Masih ada kak", f"state_{state}")

    open_about(walk)
    page.get_by_label(say("label_note")).fill("Datang dengan istrinya")
    walk.press("add_note")
    expect(walk.bubble("Datang dengan istrinya")).to_be_visible()
    open_about(walk)
    walk.press("tomorrow_ten")
    expect(page.get_by_text(say("follow_up_set"))).to_be_visible()

    open_about(walk)
    walk.choose_status("lost")
    page.get_by_label(say("why_lost")).fill("sudah beli")
    walk.press("save")
    expect(page.locator(".event", has_text="sudah beli")).to_be_visible()
    open_about(walk)
    walk.choose_status("won")
    expect(page.get_by_label(say("label_status"), exact=True)).to_have_value("won")
    [lead] = data(walk.deliveries.dealer.owner.get(LEADS))
    assert (lead["status"], lead["followUpAt"], lead["waitingSince"]) == ("won", None, None)


def open_about(walk: Walk) -> None:
    """Open what a phone shows behind the three dots."""
    dots = walk.page.get_by_role("link", name=walk.say("more_actions"))
    if dots.is_visible():
        dots.click()
