"""One box finds cars, chats and messages; nobody finds what they may not see."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from markupsafe import escape

from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.panel import Panel, panel_of

NOW = datetime.now(UTC)
CHATS = re.compile(r'id="lead-(\d+)"')
MESSAGES = re.compile(r"/admin/chat/(\d+)\?until=(\d+)#akhir")


def found(panel: Panel, q: str) -> tuple[list[str], list[int], list[int]]:
    """Return the names of cars, the ids of chats and the ids of messages that a search shows."""
    page = panel.client.get("/admin/search", base_url=panel.address, query_string={"q": q}).text
    content = page.partition("<main")[2]
    names = re.findall(r'<p class="name">(.*?)</p>', content)
    chats = [int(lead) for lead in CHATS.findall(content)]
    messages = [int(message) for _, message in MESSAGES.findall(content)]
    return names, chats, messages


def test_one_word_finds_the_car_the_customer_and_what_was_written(dealer_a: Dealer) -> None:
    make_car(dealer_a, brand="Toyota", model="Avanza", status="sold")
    make_car(dealer_a, brand="Honda", model="Brio")
    named = make_lead(dealer_a, name="Bu Avanza")
    other = make_lead(dealer_a, name="Rina")
    make_message(dealer_a, other, "halo kak")
    wanted = make_message(dealer_a, other, "Yang AVANZA masih ada?")

    names, chats, messages = found(panel_of(dealer_a, "owner"), "avanza")

    assert [name.split()[:2] for name in names] == [["Toyota", "Avanza"]]
    assert chats == [named.id]
    assert messages == [wanted.id]


def test_a_code_and_a_number_are_found(dealer_a: Dealer) -> None:
    car = make_car(dealer_a, display_code="B07")
    asked = make_lead(dealer_a, asked=[car], phone="+6281234567890")
    make_lead(dealer_a)
    owner = panel_of(dealer_a, "owner")

    assert found(owner, "#b07")[:2] == ([car.public_name], [asked.id])
    assert found(owner, "0812-3456")[1] == [asked.id]


def test_nothing_of_others_is_found(dealer_a: Dealer, dealer_b: Dealer) -> None:
    colleagues = make_lead(dealer_a, name="Rahasia", assigned_to=dealer_a.user_ids["sales2"])
    make_message(dealer_a, colleagues, "kata rahasia")
    elsewhere = make_lead(dealer_b, name="Rahasia")
    make_message(dealer_b, elsewhere, "kata rahasia")
    make_car(dealer_b, brand="Rahasia")

    assert found(panel_of(dealer_a, "sales"), "rahasia") == ([], [], [])
    assert found(panel_of(dealer_a, "owner"), "rahasia")[1] == [colleagues.id]


def test_a_message_that_is_found_is_the_last_of_its_page(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    wanted = make_message(dealer_a, lead, "ditawar 170 ya")
    for number in range(40):
        make_message(dealer_a, lead, f"lalu {number}")
    owner = panel_of(dealer_a, "owner")

    result = owner.get("/admin/search?q=ditawar").text
    address = re.search(MESSAGES, result)
    assert address
    page = owner.get(address[0]).text

    assert "<b>ditawar</b> 170 ya" in result
    assert int(address[2]) == wanted.id
    assert "ditawar 170 ya" in page.partition('data-live="messages"')[2]
    assert "lalu 0" not in page.partition('data-live="messages"')[2]


@pytest.mark.parametrize("q", ["100%", "a_b", "a\\b", "it's", "<b>", "{{7*7}}"])
def test_what_was_typed_is_text(dealer_a: Dealer, q: str) -> None:
    lead = make_lead(dealer_a)
    wanted = make_message(dealer_a, lead, f"ini {q} ya")
    make_message(dealer_a, lead, "100 axb its b 49")
    panel = panel_of(dealer_a, "owner")

    assert found(panel, q)[2] == [wanted.id]
    page = panel.client.get("/admin/search", base_url=panel.address, query_string={"q": q}).text
    assert f'value="{escape(q)}"' in page
    assert f"ini <b>{escape(q)}</b> ya" in page


def test_what_is_older_than_half_a_year_is_left_out(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a)
    old = NOW - timedelta(days=181)
    make_message(dealer_a, lead, "lama sekali", created_at=old, updated_at=old)
    new = make_message(dealer_a, lead, "lama tidak")

    assert found(panel_of(dealer_a, "owner"), "lama")[2] == [new.id]


def test_without_words_it_says_what_can_be_found(dealer_a: Dealer) -> None:
    make_message(dealer_a, make_lead(dealer_a), "a")
    owner = panel_of(dealer_a, "owner")

    assert "Cari di satu kotak" in owner.get("/admin/search").text
    assert "Tidak ada yang cocok" in owner.get("/admin/search?q=zzz").text
    short = owner.get("/admin/search?q=z").text
    assert "Ketik sedikitnya 2 huruf" in short


def test_more_cars_than_are_shown_are_in_the_list_of_all(dealer_a: Dealer) -> None:
    for number in range(12):
        make_car(dealer_a, model="Jazz", status="sold" if number % 2 else "available")
    owner = panel_of(dealer_a, "owner")

    page = owner.get("/admin/search?q=jazz").text
    link = re.search(r'href="(/admin/cars\?[^"]+)">Lihat semua \(12\)', page)
    assert link

    assert owner.get(unescape(link[1])).text.count('class="name"') == 12


def test_the_list_of_chats_leads_on_to_all_messages(dealer_a: Dealer) -> None:
    page = panel_of(dealer_a, "sales").get("/admin/chat?view=all&q=velg").text

    assert 'href="/admin/search?q=velg"' in page
