"""Files that customers sent: where the API says they are, and who gets them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from autoleads.extensions import db
from autoleads.models import Lead, Message
from autoleads.services import messages
from tests.support.factories import Dealer, make_lead, make_message
from tests.support.fake_gateway import tenant_context
from tests.support.lead_api import data
from tests.support.message_api import messages_path

PICTURE = b"\xff\xd8\xff a photo"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<html><script>alert(1)</script>"
FROM_GATEWAY = "https://files.test/1.jpg"


@pytest.fixture
def lead(dealer_a: Dealer) -> Lead:
    return make_lead(dealer_a)


@pytest.fixture
def message(dealer_a: Dealer, lead: Lead) -> Message:
    """A message with a file that is still at the gateway."""
    media = {"url": FROM_GATEWAY, "filename": "mobil.jpg", "extension": "jpg"}
    return make_message(dealer_a, lead, "", kind="image", media=media)


def keep(dealer: Dealer, message: Message, content: bytes = PICTURE) -> None:
    with tenant_context(dealer):
        messages.keep_file(dealer.tenant, message.id, content)
        db.session.commit()


def give_up(dealer: Dealer, message: Message) -> None:
    with tenant_context(dealer):
        messages.give_up_file(dealer.tenant, message.id)
        db.session.commit()


def shown_media(dealer: Dealer, lead: Lead) -> Any:
    return data(dealer.sales.get(messages_path(lead)))[0]["media"]


def file_path(message: Message) -> str:
    return f"/api/admin/leads/{message.lead_id}/messages/{message.id}/file"


def test_url_is_the_gateways_until_the_file_is_kept_and_leads_to_it_then(
    dealer_a: Dealer, lead: Lead, message: Message
) -> None:
    before = shown_media(dealer_a, lead)
    keep(dealer_a, message)
    after = shown_media(dealer_a, lead)

    assert before == {"url": FROM_GATEWAY, "filename": "mobil.jpg", "extension": "jpg"}
    assert after == before | {"url": f"http://{dealer_a.host}:8000{file_path(message)}"}
    assert dealer_a.sales.get(urlsplit(after["url"]).path).data == PICTURE


def test_url_of_a_file_that_is_gone_is_null(dealer_a: Dealer, lead: Lead, message: Message) -> None:
    give_up(dealer_a, message)

    assert shown_media(dealer_a, lead) == {"url": None, "filename": "mobil.jpg", "extension": "jpg"}


def test_a_picture_is_shown_under_its_name_and_cached_for_one_user_only(
    dealer_a: Dealer, message: Message
) -> None:
    keep(dealer_a, message)

    response = dealer_a.sales.get(file_path(message))

    assert response.status_code == 200
    assert response.mimetype == "image/jpeg"
    assert response.headers["Content-Disposition"] == "inline; filename=mobil.jpg"
    assert response.headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert "Authorization" in response.headers["Vary"]


@pytest.mark.parametrize("content", [SVG, HTML])
def test_what_is_no_picture_is_never_shown(
    dealer_a: Dealer, message: Message, content: bytes
) -> None:
    keep(dealer_a, message, content)

    response = dealer_a.sales.get(file_path(message))

    assert response.mimetype == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_for_who_may_see_its_message(
    dealer_a: Dealer, dealer_b: Dealer, lead: Lead, message: Message
) -> None:
    keep(dealer_a, message)
    dealer_a.sales.post(f"/api/admin/leads/{lead.id}/claim")
    path = file_path(message)

    assert dealer_a.public.get(path).status_code == 401
    assert dealer_b.owner.get(path).status_code == 404
    assert dealer_a.sales2.get(path).status_code == 404
    assert [api.get(path).status_code for api in (dealer_a.sales, dealer_a.owner)] == [200, 200]


def test_a_file_under_another_lead_is_404(dealer_a: Dealer, message: Message) -> None:
    keep(dealer_a, message)
    other = make_lead(dealer_a, phone="+6281290009999")

    response = dealer_a.owner.get(f"{messages_path(other)}/{message.id}/file")

    assert response.status_code == 404


def test_a_file_that_is_not_kept_is_404(dealer_a: Dealer, message: Message) -> None:
    assert dealer_a.owner.get(file_path(message)).status_code == 404
