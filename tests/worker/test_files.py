"""Files that customers send: kept before the gateway forgets them, and shown to the team only."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.extensions import db, install
from autoleads.gateways.fonnte import media
from autoleads.gateways.outbound import Failure, Refused
from autoleads.models import Message, OutboxItem
from autoleads.services.storage import Storage
from autoleads.worker import jobs
from tests.support.deliveries import Deliveries
from tests.support.factories import Dealer
from tests.support.fake_gateway import rows, tenant_context
from tests.support.panel import panel_of

FILE = "/t/webhook-1.jpeg"


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "JPEG")
    return written.getvalue()


def send_file(deliveries: Deliveries, url: str, **fields: str) -> Message:
    """Let a customer send a file; return the message."""
    deliveries.line.say("", url=url, extension="jpeg", **fields)
    return message_of(deliveries.dealer)


def message_of(dealer: Dealer) -> Message:
    query = select(Message).where(Message.tenant_id == dealer.tenant.id)
    message = rows(dealer, query.order_by(Message.id.desc()).limit(1))[0]
    assert isinstance(message, Message)
    return message


def work(deliveries: Deliveries) -> None:
    """Do what is due of files, as a worker does."""
    for item in deliveries.claim():
        if item.kind == "media":
            with deliveries.dealer.app.app_context():
                jobs.process(item)


def test_a_file_is_kept_and_shown_to_the_team(
    deliveries: Deliveries, fake_fonnte: FakeFonnte
) -> None:
    fake_fonnte.api.files[FILE] = picture()
    message = send_file(deliveries, fake_fonnte.url + FILE)
    dealer, path = deliveries.dealer, f"/admin/chat/{message.lead_id}/messages/{message.id}/file"
    assert panel_of(dealer, "owner").get(path).status_code == 404

    work(deliveries)
    fake_fonnte.api.files.clear()

    response = panel_of(dealer, "owner").get(path)
    assert response.data == picture()
    assert response.mimetype == "image/jpeg"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response.headers["Cache-Control"]
    assert f'src="{path}"' in panel_of(dealer, "owner").get(f"/admin/chat/{message.lead_id}").text


def test_nobody_else_gets_the_file(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, dealer_b: Dealer
) -> None:
    fake_fonnte.api.files[FILE] = picture()
    message = send_file(deliveries, fake_fonnte.url + FILE)
    work(deliveries)
    path = f"/admin/chat/{message.lead_id}/messages/{message.id}/file"
    dealer = deliveries.dealer
    assignee = {"userId": dealer.user_ids["sales2"]}
    dealer.owner.post(f"/api/admin/leads/{message.lead_id}/assign", json=assignee)
    stored = (message_of(dealer).media or {})["file"]

    assert panel_of(dealer_b, "owner").get(path).status_code == 404
    assert panel_of(dealer, "sales").get(path).status_code == 404
    assert dealer.public.get(path).status_code == 303
    assert dealer.public.get(f"/photos/{stored}").status_code == 404


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "octet-stream"),
        (b"<html><script>alert(1)</script>", "octet-stream"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_only_pictures_are_shown_by_their_bytes_not_their_name(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, content: bytes, media_type: str
) -> None:
    fake_fonnte.api.files[FILE] = content
    message = send_file(deliveries, fake_fonnte.url + FILE, filename='x".html')
    work(deliveries)
    path = f"/admin/chat/{message.lead_id}/messages/{message.id}/file"

    response = panel_of(deliveries.dealer, "owner").get(path)

    assert media_type in (response.mimetype or "")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_is_told(deliveries: Deliveries, fake_fonnte: FakeFonnte) -> None:
    message = send_file(deliveries, fake_fonnte.url + "/t/gone.jpeg")

    work(deliveries)

    page = panel_of(deliveries.dealer, "owner").get(f"/admin/chat/{message.lead_id}").text
    assert "Foto sudah tidak ada di WhatsApp" in page
    assert deliveries.claim() == []


def test_a_gateway_that_is_down_is_asked_again(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, send_to: Callable[[str], None]
) -> None:
    send_to("http://127.0.0.1:9")
    send_file(deliveries, "http://127.0.0.1:9/t/later.jpeg")
    work(deliveries)
    assert "file" not in (message_of(deliveries.dealer).media or {})

    send_to(fake_fonnte.url)
    fake_fonnte.api.files["/t/later.jpeg"] = picture()
    change(deliveries, Message, media={"url": f"{fake_fonnte.url}/t/later.jpeg"})
    change(deliveries, OutboxItem, due_at=func.now())
    work(deliveries)

    assert "file" in (message_of(deliveries.dealer).media or {})
    assert queued(deliveries) == []


def test_without_a_store_nothing_is_lost_and_nothing_hangs(
    deliveries: Deliveries, fake_fonnte: FakeFonnte
) -> None:
    install(deliveries.dealer.app, Storage(None))
    fake_fonnte.api.files[FILE] = picture()
    send_file(deliveries, fake_fonnte.url + FILE)

    work(deliveries)
    assert queued(deliveries) == ["media"]
    old = Message.created_at - timedelta(minutes=40)
    change(deliveries, Message, created_at=old)
    change(deliveries, OutboxItem, due_at=func.now())
    work(deliveries)

    assert queued(deliveries) == []


def test_a_file_that_comes_while_another_is_fetched_is_kept_too(
    deliveries: Deliveries, fake_fonnte: FakeFonnte, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_fonnte.api.files |= {FILE: picture(), "/t/second.jpeg": picture()}
    send_file(deliveries, fake_fonnte.url + FILE)
    fetch = media.fetch

    def fetch_slowly(url: str, base_url: str) -> bytes | Refused:
        if url.endswith(FILE):
            send_file(deliveries, f"{fake_fonnte.url}/t/second.jpeg")
        return fetch(url, base_url)

    monkeypatch.setattr(media, "fetch", fetch_slowly)
    work(deliveries)
    change(deliveries, OutboxItem, due_at=func.now())
    work(deliveries)

    kept = [m.media for m in rows(deliveries.dealer, select(Message)) if m.media]
    assert len(kept) == 2
    assert all("file" in file for file in kept)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.fonnte.com/x.jpg",
        "https://example.com/x.jpg",
        "https://fonnte.com.example.com/x.jpg",
        "https://api.fonnte.com@127.0.0.1/x.jpg",
        "https://api.fonnte.com:8443/x.jpg",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:5432/",
        "file:///etc/passwd",
        "https://localhost/x",
        "//api.fonnte.com/x",
        "",
    ],
)
def test_addresses_of_strangers_are_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr("socket.getaddrinfo", asked)

    assert media.fetch(url, "https://api.fonnte.com") == Refused(Failure.MEDIA, "media_refused")


def test_a_name_of_the_gateway_that_leads_inside_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside = [(2, 1, 6, "", ("10.0.0.7", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: inside)

    refused = media.fetch("https://files.fonnte.com/x.jpg", "https://api.fonnte.com")

    assert refused == Refused(Failure.MEDIA, "media_refused")


def test_a_file_above_ten_megabytes_is_not_kept(fake_fonnte: FakeFonnte) -> None:
    fake_fonnte.api.files[FILE] = b"x" * (media.MAX_FILE + 1)

    refused = media.fetch(fake_fonnte.url + FILE, fake_fonnte.url)

    assert refused == Refused(Failure.MEDIA, "media_refused")


def queued(deliveries: Deliveries) -> list[str]:
    items = rows(deliveries.dealer, select(OutboxItem))
    return [item.kind for item in items if item.kind == "media"]


def change(deliveries: Deliveries, model: type[Message | OutboxItem], **values: object) -> None:
    with tenant_context(deliveries.dealer):
        of_tenant = model.tenant_id == deliveries.dealer.tenant.id
        db.session.execute(update(model).where(of_tenant).values(**values))
        db.session.commit()
