"""One conversation in the panel: what is sent is sent once, and nobody writes past a colleague."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from autoleads.extensions import db
from autoleads.models import Lead, Message, OutboxItem
from tests.support.conversation import hidden, path, sent, stored_lead
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.fake_gateway import rows, tenant_context
from tests.support.message_api import opt_out
from tests.support.panel import Panel, panel_of

MARKER = '<img src=x onerror=alert(1)> {{7*7}} \u202e "quoted"'


def fail(dealer: Dealer, message: Message) -> None:
    of_message = (Message.tenant_id == dealer.tenant.id) & (Message.id == message.id)
    refused = {"status": "failed", "error": "target_invalid"}
    with tenant_context(dealer):
        db.session.execute(update(Message).where(of_message).values(refused))
        db.session.execute(delete(OutboxItem).where(OutboxItem.tenant_id == dealer.tenant.id))
        db.session.commit()


def test_a_reply_is_queued_with_its_author_and_place(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    response = sales.post(path(lead, "/messages"), text="Masih kak", once="a", seen="0")

    assert response.status_code == 303
    assert response.location == f"{path(lead)}#akhir"
    [message] = sent(dealer_a, lead)
    assert (message.text, message.origin, message.status) == ("Masih kak", "panel", "queued")
    assert message.author_id == dealer_a.user_ids["sales"]
    assert stored_lead(dealer_a, lead).waiting_since is None
    assert stored_lead(dealer_a, lead).assigned_to == dealer_a.user_ids["sales"]


def test_a_form_sends_once_however_often_it_is_posted(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    page = sales.get(path(lead)).text
    form = {"text": "Masih kak", "once": hidden("once", page), "seen": hidden("seen", page)}

    for _ in range(3):
        assert sales.post(path(lead, "/messages"), **form).status_code == 303

    assert len(sent(dealer_a, lead)) == 1


def test_a_colleagues_reply_that_was_not_seen_is_asked_about_first(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    page = sales.get(path(lead)).text
    form = {"text": "Siang kak", "once": hidden("once", page), "seen": hidden("seen", page)}
    panel_of(dealer_a, "admin").post(path(lead, "/messages"), text="Halo kak", once="b")

    asked = sales.post(path(lead, "/messages"), **form)
    again = {**form, "once": hidden("once", asked.text), "seen": hidden("seen", asked.text)}
    sales.post(path(lead, "/messages"), **again)

    assert asked.status_code == 409
    assert "Admin sudah menjawab. Kirim juga?" in asked.text
    assert ">Siang kak</textarea>" in asked.text
    assert "Halo kak" in asked.text
    assert [message.text for message in sent(dealer_a, lead)] == ["Halo kak", "Siang kak"]


def test_an_empty_reply_is_told(lead: Lead, sales: Panel) -> None:
    response = sales.post(path(lead, "/messages"), text="  ", once="a")

    assert response.status_code == 422
    assert "Wajib diisi" in response.text


def test_who_opted_out_is_written_to_only_on_purpose(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    opt_out(dealer_a, lead)

    refused = sales.post(path(lead, "/messages"), text="Halo", once="a")
    sales.post(path(lead, "/messages"), text="Halo", once="b", confirm="true")

    assert refused.status_code == 409
    assert "minta tidak dihubungi" in refused.text
    assert len(sent(dealer_a, lead)) == 1


def test_a_failed_message_says_why_and_is_sent_again(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    sales.post(path(lead, "/messages"), text="Halo", once="a")
    [message] = sent(dealer_a, lead)
    fail(dealer_a, message)

    shown = sales.get(path(lead)).text
    sales.post(path(lead, f"/messages/{message.id}/retry"))

    assert "WhatsApp menolak nomor ini." in shown
    assert [sent(dealer_a, lead)[0].status] == ["queued"]


def test_a_draft_comes_from_the_stock_and_queues_nothing(dealer_a: Dealer, sales: Panel) -> None:
    car = make_car(dealer_a, display_code="A01", price=185_000_000)
    lead = make_lead(dealer_a, asked=[car])
    make_message(dealer_a, lead, "#A01 masih ada?", codes=["A01"])

    for topic in ("last", "price", "place"):
        assert sales.get(path(lead, f"?draft={topic}")).status_code == 200
    drafted = sales.get(path(lead, "?draft=price")).text

    assert "Rp 185.000.000" in drafted.partition("<textarea")[2].partition("</textarea>")[0]
    assert sent(dealer_a, lead) == []
    query = select(OutboxItem).where(OutboxItem.tenant_id == dealer_a.tenant.id)
    assert rows(dealer_a, query) == []


def test_what_strangers_write_is_text_everywhere(dealer_a: Dealer, sales: Panel) -> None:
    lead = make_lead(dealer_a, name=MARKER, waiting_since=datetime.now(UTC))
    make_message(dealer_a, lead, MARKER * 20)

    for page in ("/admin/today", "/admin/chat", path(lead), "/admin/leads?view=all"):
        html = sales.get(page).text
        assert "&lt;img src=x" in html, page
        assert "<img src=x" not in html
        assert "{{7*7}}" in html


def test_earlier_messages_are_a_page_away(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    for number in range(40):
        make_message(dealer_a, lead, f"pesan nomor {number:02}")

    sales.post(path(lead, "/notes"), text="catatan terakhir")

    page = sales.get(path(lead)).text
    until = re.search(r"until=(\d+)", page)
    assert until
    earlier = sales.get(path(lead, f"?until={until[1]}")).text

    assert "pesan nomor 05" not in page
    assert "pesan nomor 05" in earlier
    assert "pesan nomor 10" in earlier
    assert "pesan nomor 11" not in earlier
    assert "catatan terakhir" in page
    assert "catatan terakhir" not in earlier


def test_a_page_of_earlier_messages_leads_to_the_newest_to_reply(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    first = make_message(dealer_a, lead, "pertama")
    make_message(dealer_a, lead, "kedua")

    earlier = sales.get(path(lead, f"?until={first.id}")).text

    assert "Ke pesan terbaru" in earlier
    assert 'name="seen"' not in earlier
    assert "pertama" in earlier.partition('data-live="messages"')[2]
    assert sales.get(path(lead, "?until=999999999")).status_code == 422


def test_the_pulse_moves_with_everything_that_pages_show(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    tag = sales.get("/admin/pulse").headers["ETag"]
    assert sales.get("/admin/pulse", **{"If-None-Match": tag}).status_code == 304
    assert f'data-pulse="{tag.replace(chr(34), "&quot;")}"' in sales.get("/admin/today").text

    seen = {tag}
    for action in (
        lambda: make_message(dealer_a, lead, "lagi"),
        lambda: sales.post(path(lead, "/notes"), text="x"),
        lambda: sales.post(path(lead, "/claim")),
    ):
        action()
        moved = sales.get("/admin/pulse", **{"If-None-Match": tag})
        tag = moved.headers["ETag"]
        assert moved.status_code == 204
        assert tag not in seen
        seen.add(tag)
