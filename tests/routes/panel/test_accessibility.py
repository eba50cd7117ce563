"""Every page can be used by everybody: axe finds nothing, fingers find every control."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.support.browsers import DESKTOP, PHONE, watched_page
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.panel import panel_of

pytestmark = pytest.mark.slow

LOGIN = "/admin/login"
TOO_SMALL = """() => [...document.querySelectorAll("a, button, select, input, summary")]
  .filter((control) => !control.matches("[type=hidden], [type=file], .hidden-text, .skip"))
  .filter((control) => !control.closest("p, .day, .small"))
  .filter((control) => {
    const label = control.closest("label.switch, label.row, label.tickbox");
    const box = (label ?? control).getBoundingClientRect();
    return box.width > 0 && (box.height < 43.5 || box.width < 43.5);
  })
  .map((control) => control.outerHTML.slice(0, 120))"""
"""Controls below 44 pixels; links inside text may be, and a box to tick counts with its label."""
NAME_OF_FOCUS = """() => {
  const at = document.activeElement;
  return at.ariaLabel ?? at.placeholder ?? at.textContent.trim();
}"""


@pytest.fixture
def addresses(live_dealer: Dealer, port: int) -> dict[str, str]:
    """The pages of a dealer with a lead in every state, and the empty ones."""
    now = datetime.now(UTC)
    car = make_car(live_dealer, display_code="A01", plate_number="B 1234 XYZ")
    lead = make_lead(live_dealer, asked=[car], waiting_since=now - timedelta(minutes=7))
    make_message(live_dealer, lead, "masih ada?")
    sent = {"direction": "out", "sender": "sales", "author_id": live_dealer.user_ids["sales"]}
    for status in ("queued", "accepted", "delivered", "read", "failed", "unknown"):
        make_message(live_dealer, lead, status, status=status, **sent)
    make_lead(live_dealer, waiting_since=now - timedelta(days=2), follow_up_at=now)
    paths = {
        "login": LOGIN,
        "today": "/admin/today",
        "chats": "/admin/chat?view=all",
        "no chats": "/admin/chat?q=nobody",
        "found": "/admin/search?q=a",
        "found nothing": "/admin/search?q=nobody",
        "conversation": f"/admin/chat/{lead.id}",
        "draft": f"/admin/chat/{lead.id}?draft=last",
        "why lost": f"/admin/chat/{lead.id}?ask=lost#about",
        "send a car": f"/admin/chat/{lead.id}/cars",
        "pipeline": "/admin/leads?view=all",
        "cars": "/admin/cars",
        "car": f"/admin/cars/{car.id}",
        "new car": "/admin/cars/new",
        "share": f"/admin/cars/{car.id}/share",
        "figures": "/admin/figures",
        "import": "/admin/cars/import",
        "sale": f"/admin/cars/{car.id}/sold",
        "interested": f"/admin/cars/{car.id}/interested",
        "sheet": f"/admin/cars/{car.id}/sheet",
        "new lead": "/admin/leads/new",
        "account": "/admin/account",
        "more": "/admin/more",
        "dealer": "/admin/settings/dealer",
        "hours": "/admin/settings/hours",
        "auto-replies": "/admin/settings/answers",
        "try a reply": "/admin/settings/answers/try",
        "credit": "/admin/settings/credit",
        "devices": "/admin/settings/devices",
        "domain": "/admin/settings/domain",
        "personal data": f"/admin/settings/privacy?phone={lead.contact.phone}",
        "who did what": "/admin/audit",
        "team": "/admin/settings/team",
        "new user": "/admin/settings/team/new",
        "user": f"/admin/settings/team/{live_dealer.user_ids['sales']}",
    }
    return {name: f"http://{live_dealer.host}:{port}{path}" for name, path in paths.items()}


@pytest.fixture
def context(browser: Browser, live_dealer: Dealer) -> Iterator[BrowserContext]:
    """A browser in which the owner is logged in; axe is put into pages against their policy."""
    # A colour that is changing has no contrast to measure.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    log_owner_in(context, live_dealer)
    yield context
    context.close()


def log_owner_in(context: BrowserContext, dealer: Dealer) -> None:
    cookie = panel_of(dealer, "owner").client.get_cookie("panel", dealer.host)
    assert cookie
    context.add_cookies(
        [{"name": "panel", "value": cookie.value, "domain": dealer.host, "path": "/"}]
    )


def test_axe_finds_nothing_on_a_phone(context: BrowserContext, addresses: dict[str, str]) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    found: dict[str, list[Any]] = {}
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light")
        page.goto(address)
        found[name] = violations(page)
        # Only colours differ in the dark.
        page.emulate_media(color_scheme="dark")
        found[f"{name}, dark"] = violations(page, "color-contrast")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_on_a_desktop(context: BrowserContext, addresses: dict[str, str]) -> None:
    page = context.new_page()
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    found: dict[str, list[Any]] = {}
    for name, address in addresses.items():
        page.goto(address)
        found[name] = violations(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("path", "button"), [("cars/new", "Tayangkan"), ("leads/new", "Simpan")])
def test_axe_finds_nothing_where_a_form_was_refused(
    context: BrowserContext, live_dealer: Dealer, port: int, path: str, button: str
) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"http://{live_dealer.host}:{port}/admin/{path}")
    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert page.locator("[aria-invalid=true]").count() > 0


def test_tab_reaches_back_the_box_and_send(
    context: BrowserContext, addresses: dict[str, str]
) -> None:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(addresses["conversation"])
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(NAME_OF_FOCUS))

    assert reached[0] == "Langsung ke isi"
    box = reached.index("Tulis balasan")
    assert "Kembali ke daftar" in reached[:box]
    assert reached[box + 1] == "Kirim"


def violations(page: Page, *rules: str) -> list[Any]:
    """Return what axe finds on a page: the rule, and the first element that breaks it."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = Axe().run(page, options=options).response["violations"]
    return [(wrong["id"], wrong["nodes"][0]["html"]) for wrong in found]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pages_are_quiet_and_a_finger_finds_every_control(
    browser: Browser, live_dealer: Dealer, addresses: dict[str, str], size: ViewportSize
) -> None:
    small: dict[str, list[str]] = {}
    with watched_page(browser, viewport=size) as page:
        log_owner_in(page.context, live_dealer)
        for name, address in addresses.items():
            page.goto(address)
            small[name] = page.evaluate(TOO_SMALL) if size == PHONE else []

    assert {name: controls for name, controls in small.items() if controls} == {}
