"""One conversation in the panel: what is sent is sent once, and nobody writes past a colleague."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from autoleads.extensions import db
from autoleads.models import Lead, LeadEvent, Message, OutboxItem
from tests.support.factories import Dealer, make_car, make_lead, make_message
from tests.support.fake_gateway import rows, tenant_context
from tests.support.message_api import opt_out
from tests.support.panel import Panel, panel_of

MARKER = '<img src=x onerror=alert(1)> {{7*7}} \u202e "quoted"'


def hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def sent(dealer: Dealer, lead: Lead) -> list[Message]:
    query = select(Message).where(Message.tenant_id == dealer.tenant.id)
    of_lead = query.where(Message.lead_id == lead.id, Message.direction == "out")
    return rows(dealer, of_lead.order_by(Message.id))


def fail(dealer: Dealer, message: Message) -> None:
    of_message = (Message.tenant_id == dealer.tenant.id) & (Message.id == message.id)
    refused = {"status": "failed", "error": "target_invalid"}
    with tenant_context(dealer):
        db.session.execute(update(Message).where(of_message).values(refused))
        db.session.execute(delete(OutboxItem).where(OutboxItem.tenant_id == dealer.tenant.id))
        db.session.commit()


def stored(dealer: Dealer, lead: Lead) -> Lead:
    query = select(Lead).where(Lead.tenant_id == dealer.tenant.id, Lead.id == lead.id)
    [found] = rows(dealer, query)
    assert isinstance(found, Lead)
    return found


def path(lead: Lead, rest: str = "") -> str:
    return f"/admin/chat/{lead.id}{rest}"


@pytest.fixture
def lead(dealer_a: Dealer) -> Lead:
    lead = make_lead(dealer_a, name="Sari", waiting_since=datetime.now(UTC))
    make_message(dealer_a, lead, "masih ada kak?")
    return lead


@pytest.fixture
def sales(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "sales")


def test_a_reply_is_queued_with_its_author_and_place(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    response = sales.post(path(lead, "/messages"), text="Masih kak", once="a", seen="0")

    assert response.status_code == 303
    assert response.location == f"{path(lead)}#akhir"
    [message] = sent(dealer_a, lead)
    assert (message.text, message.origin, message.status) == ("Masih kak", "panel", "queued")
    assert message.author_id == dealer_a.user_ids["sales"]
    assert stored(dealer_a, lead).waiting_since is None
    assert stored(dealer_a, lead).assigned_to == dealer_a.user_ids["sales"]


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


def test_of_two_who_take_a_lead_one_gets_it_and_the_other_reads_who(
    dealer_a: Dealer, lead: Lead, sales: Panel
) -> None:
    other = panel_of(dealer_a, "sales2")

    first = sales.post(path(lead, "/claim"))
    second = other.post(path(lead, "/claim"))

    assert first.location == f"{path(lead)}?said=claimed#akhir"
    by = dealer_a.user_ids["sales"]
    assert second.location == f"/admin/chat?said=lead_taken_by&view=free&by={by}"
    assert "Sudah diambil Sales." in other.get(second.location).text
    assert other.get(path(lead)).status_code == 404


def test_a_lead_that_was_taken_and_given_back_in_this_moment_is_told_without_a_name(
    dealer_a: Dealer, lead: Lead, sales: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back = Lead(id=lead.id, assigned_to=None, assignee=None)
    monkeypatch.setattr("autoleads.services.leads.access.get", lambda *_: given_back)

    response = sales.post(path(lead, "/claim"))

    assert "Lead ini sudah ditangani rekan Anda." in sales.get(response.location).text


@pytest.mark.parametrize("by", ["", "Bayu", "0", "9" * 5000, "theirs"])
def test_an_address_cannot_make_a_page_name_anybody_outside_the_team(
    dealer_b: Dealer, sales: Panel, by: str
) -> None:
    who = dealer_b.user_ids["sales"] if by == "theirs" else by

    response = sales.get(f"/admin/chat?said=lead_taken_by&by={who}")

    assert response.status_code == 200
    assert "data-toast" not in response.text


def test_a_lost_lead_needs_a_reason(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    asked = sales.post(path(lead, "/status"), status="lost")
    form = sales.get(asked.location).text
    sales.post(path(lead, "/status"), status="lost", lostReason="harga")

    assert "Kenapa batal?" in form
    assert (stored(dealer_a, lead).status, stored(dealer_a, lead).lost_reason) == ("lost", "harga")


def test_a_follow_up_is_set_with_one_tap(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    zone = ZoneInfo("Asia/Jakarta")
    tomorrow = datetime.now(zone).date() + timedelta(days=1)

    sales.post(path(lead, "/follow-up"), when="tomorrow")
    at = stored(dealer_a, lead).follow_up_at
    sales.post(path(lead, "/follow-up"), at="2027-03-01T15:30")
    chosen = stored(dealer_a, lead).follow_up_at
    sales.post(path(lead, "/follow-up"), when="clear", back="/admin/today?")

    assert at is not None
    assert chosen is not None
    assert (at.astimezone(zone).date(), at.astimezone(zone).hour) == (tomorrow, 10)
    assert chosen.astimezone(zone).isoformat() == "2027-03-01T15:30:00+07:00"
    assert stored(dealer_a, lead).follow_up_at is None


def test_a_note_stays_with_the_team(dealer_a: Dealer, lead: Lead, sales: Panel) -> None:
    sales.post(path(lead, "/notes"), text="Serius beli")

    assert "Serius beli" in sales.get(path(lead)).text
    assert sent(dealer_a, lead) == []
    query = select(LeadEvent).where(LeadEvent.tenant_id == dealer_a.tenant.id)
    assert "note" in [event.type for event in rows(dealer_a, query)]


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


def test_a_form_leads_back_to_the_page_it_came_from(lead: Lead, sales: Panel) -> None:
    back = sales.post(path(lead, "/status"), status="visiting", back="/admin/leads?view=all")
    away = sales.post(path(lead, "/status"), status="new", back="https://evil.example.com")

    assert back.location == f"/admin/leads?view=all&said=status_changed&undo={lead.id}%3Anew"
    assert away.location == f"{path(lead)}?said=status_changed&undo={lead.id}:visiting#akhir"


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


def test_outside_opening_hours_the_clock_stands(dealer_a: Dealer, sales: Panel) -> None:
    now = datetime.now(dealer_a.tenant.zone)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    yesterday = days[(now - timedelta(days=1)).weekday()]
    hours: dict[str, dict[str, str] | None] = dict.fromkeys(days)
    hours[yesterday] = {"open": "00:00", "close": "23:00"}
    dealer_a.owner.patch("/api/admin/tenant", json={"businessHours": hours})
    closing = now.replace(hour=23, minute=0, second=0, microsecond=0) - timedelta(days=1)
    make_lead(dealer_a, name="Sebelum tutup", waiting_since=closing - timedelta(minutes=10))
    make_lead(dealer_a, name="Malam", waiting_since=closing + timedelta(minutes=30))

    page = sales.get("/admin/chat?view=waiting").text

    assert "10 mnt · tutup" in page
    assert "<span>tutup</span>" in page
    assert "data-clock" not in page
