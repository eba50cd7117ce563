"""The panel as a salesperson uses it, in a real browser, with script and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from autoleads.models import Message
from tests.support.browsers import ARRIVES, DESKTOP, PHONE, log_in, watched_page
from tests.support.factories import Dealer, make_car
from tests.support.fake_gateway import Line, connect, rows

pytestmark = pytest.mark.slow


class Visit(Protocol):
    def __call__(self, page: Page, path: str, who: str = "sales") -> None: ...


@pytest.fixture
def line(live_dealer: Dealer) -> Line:
    make_car(live_dealer, display_code="A01")
    return connect(live_dealer)


@pytest.fixture
def visit(live_dealer: Dealer, port: int) -> Visit:
    """Open a page of the panel, logging in where needed."""
    address = f"http://{live_dealer.host}:{port}"

    def open_page(page: Page, path: str, who: str = "sales") -> None:
        page.goto(address + path)
        if "/login" in page.url:
            log_in(page, live_dealer, who)

    return open_page


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A tab without scripts."""
    with watched_page(browser, java_script_enabled=False, viewport=PHONE) as page:
        yield page


@pytest.fixture
def colleagues_page(browser: Browser) -> Iterator[Page]:
    """A tab of another phone."""
    with watched_page(browser, viewport=PHONE) as page:
        yield page


def replies(line: Line) -> list[str]:
    query = select(Message).where(Message.tenant_id == line.dealer.tenant.id)
    return [message.text for message in rows(line.dealer, query.where(Message.sender == "sales"))]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_chat_shows_up_by_itself_and_is_answered(
    line: Line, visit: Visit, page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    visit(page, "/admin/today")
    expect(page.get_by_text("Semua sudah dijawab")).to_be_visible()

    line.say("Halo, #A01 masih ada?")
    expect(page.get_by_text("Halo, #A01 masih ada?")).to_be_visible(timeout=ARRIVES)
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    page.get_by_role("link", name="Balas").click()
    page.get_by_label("Tulis balasan").fill("Masih ada kak")
    page.get_by_role("button", name="Kirim", exact=True).click()

    expect(page.locator(".bubble.us", has_text="Masih ada kak")).to_be_visible()
    expect(page.get_by_label("Tulis balasan")).to_have_value("")
    assert replies(line) == ["Masih ada kak"]


def test_what_is_being_typed_stays_while_messages_arrive(
    line: Line, visit: Visit, page: Page
) -> None:
    line.say("Halo")
    visit(page, "/admin/chat")
    page.get_by_text("Halo").first.click()
    box = page.get_by_label("Tulis balasan")
    box.fill("Sebentar ya kak")
    box.press("Home")

    line.say("masih ada?")
    expect(page.locator(".bubble", has_text="masih ada?")).to_be_visible(timeout=ARRIVES)

    expect(box).to_have_value("Sebentar ya kak")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == 0
    page.reload()
    expect(page.get_by_label("Tulis balasan")).to_have_value("Sebentar ya kak")


def test_a_double_tap_sends_once(line: Line, visit: Visit, page: Page) -> None:
    line.say("Halo")
    visit(page, "/admin/chat")
    page.get_by_text("Halo").first.click()
    page.get_by_label("Tulis balasan").fill("Siang kak")

    page.get_by_role("button", name="Kirim", exact=True).dblclick()

    expect(page.locator(".bubble.us", has_text="Siang kak")).to_have_count(1)
    assert replies(line) == ["Siang kak"]


def test_without_signal_the_text_stays_and_is_sent_afterwards(
    line: Line, visit: Visit, page: Page
) -> None:
    line.say("Halo")
    visit(page, "/admin/chat")
    page.get_by_text("Halo").first.click()
    page.route("**/messages", lambda route: route.abort())
    page.get_by_label("Tulis balasan").fill("Siang kak")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Tidak ada sinyal.")).to_be_visible()
    expect(page.get_by_label("Tulis balasan")).to_have_value("Siang kak")

    page.unroute("**/messages")
    page.get_by_role("button", name="Kirim", exact=True).click()

    expect(page.locator(".bubble.us", has_text="Siang kak")).to_be_visible()
    assert replies(line) == ["Siang kak"]


def test_a_lead_moves_along_the_pipeline(line: Line, visit: Visit, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    line.say("Halo")
    visit(page, "/admin/leads?view=all")

    page.get_by_label("Status Budi").select_option("Kunjungan")

    expect(page.get_by_text("Status diubah.")).to_be_visible()
    lane = page.locator(".lane", has_text="Kunjungan")
    expect(lane.get_by_label("Status Budi")).to_have_value("visiting")


def test_everything_works_without_scripts(line: Line, visit: Visit, plain_page: Page) -> None:
    line.say("Halo, #A01 masih ada?")
    visit(plain_page, "/admin/today")

    plain_page.get_by_role("button", name="Ambil").click()
    plain_page.get_by_label("Tulis balasan").fill("Masih kak")
    plain_page.get_by_role("button", name="Kirim", exact=True).click()
    plain_page.get_by_role("link", name="Tindakan lain").click()
    plain_page.get_by_label("Status").select_option("negotiating")
    plain_page.get_by_role("button", name="Ubah").first.click()

    expect(plain_page.locator(".bubble.us", has_text="Masih kak")).to_be_visible()
    expect(plain_page.get_by_label("Status")).to_have_value("negotiating")
    assert replies(line) == ["Masih kak"]


@pytest.mark.parametrize("path", ["today", "chat?view=all", "leads?view=all", "cars"])
def test_no_page_is_wider_than_a_narrow_phone(
    line: Line, visit: Visit, page: Page, path: str
) -> None:
    line.say("x" * 300, name="Nama yang sangat panjang sekali " * 3)
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, f"/admin/{path}")
    page.wait_for_load_state()

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_change_of_status_is_undone(line: Line, visit: Visit, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    line.say("Halo")
    visit(page, "/admin/leads?view=all")
    page.get_by_label("Status Budi").select_option("Kunjungan")

    page.get_by_role("button", name="Urungkan").click()

    lane = page.locator(".lane[data-status=new]")
    expect(lane.get_by_label("Status Budi")).to_have_value("new")


def test_a_mouse_drags_a_card_to_another_lane(line: Line, visit: Visit, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    line.say("Halo")
    visit(page, "/admin/leads?view=all")

    page.locator(".lead").drag_to(page.locator(".lane[data-status=negotiating]"))

    lane = page.locator(".lane[data-status=negotiating]")
    expect(lane.get_by_label("Status Budi")).to_have_value("negotiating")


def test_keys_do_what_hands_at_a_desk_expect(line: Line, visit: Visit, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    line.say("Halo dari Budi")
    line.say("Halo dari Siti", sender="6281290002222", name="Siti")
    visit(page, "/admin/chat?view=all")
    page.wait_for_load_state()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Budi|Siti"))
    first = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    page.keyboard.press("r")
    expect(page.get_by_label("Tulis balasan")).to_be_focused()
    page.keyboard.type("r?")
    expect(page.get_by_label("Tulis balasan")).to_have_value("r?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol")).to_be_visible()


def test_two_colleagues_see_each_other(
    line: Line, visit: Visit, page: Page, colleagues_page: Page
) -> None:
    other = colleagues_page
    line.say("Halo, masih ada?")
    for one, who in ((page, "sales"), (other, "sales2")):
        visit(one, "/admin/chat?view=all", who)
        one.get_by_text("Halo, masih ada?").first.click()

    page.get_by_label("Tulis balasan").fill("Masih ada kak")
    other.get_by_role("button", name="Ambil").click()
    expect(other.get_by_text("Lead ini sekarang Anda pegang.")).to_be_visible()
    page.get_by_role("button", name="Kirim", exact=True).click()

    expect(page.get_by_role("heading", name="Tidak ditemukan")).to_be_visible()
    assert replies(line) == []


def test_of_two_who_press_take_at_once_one_gets_it_and_the_other_reads_who(
    line: Line, visit: Visit, page: Page, colleagues_page: Page
) -> None:
    line.say("Halo, masih ada?")
    team = {"Sales": page, "Sales2": colleagues_page}
    for who, one in team.items():
        visit(one, "/admin/today", who.casefold())
    for one in team.values():
        button = one.get_by_role("button", name="Ambil")
        button.evaluate("button => void setTimeout(() => button.click(), 500)")

    told = {who: one.locator(".toast").inner_text() for who, one in team.items()}

    (winner,) = (who for who, text in told.items() if text == "Lead ini sekarang Anda pegang.")
    (loser,) = team.keys() - {winner}
    assert told[loser] == f"Sudah diambil {winner}."
    expect(team[loser]).to_have_url(re.compile(r"/admin/chat\?view=free$"))


def test_the_panel_speaks_english_to_whom_it_should(
    line: Line, visit: Visit, page: Page, live_dealer: Dealer
) -> None:
    line.say("Hello, #A01 still available?")
    visit(page, "/admin/account")
    page.get_by_label("Bahasa").select_option("English")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()

    page.goto(page.url.replace("/account", "/today").partition("?")[0])
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("Write a reply").fill("Yes, it is")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.locator(".bubble.us", has_text="Yes, it is")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    assert replies(line) == ["Yes, it is"]
