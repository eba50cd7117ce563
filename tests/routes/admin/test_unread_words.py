"""Words that the auto-replies could not read, for the owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import update

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Message
from tests.support.chat import Chat
from tests.support.factories import Dealer

PATH = "/api/admin/insights/unread-words"


def write(app: Flask, dealer: Dealer, text: str, *, customers: int) -> None:
    """Let so many customers write a text, each in a lead of their own."""
    with app.app_context(), tenant_scope(dealer.tenant.id):
        for _ in range(customers):
            Chat(dealer.tenant, now=datetime.now(UTC)).ask(text)
        db.session.commit()


def words(dealer: Dealer) -> list[tuple[str, int, int]]:
    response = dealer.owner.get(PATH)
    assert response.json is not None
    found = response.json["data"]
    return [(word["word"], word["messages"], word["leads"]) for word in found]


def test_words_of_several_customers_are_counted(
    app: Flask, dealer_a: Dealer, dealer_b: Dealer
) -> None:
    write(app, dealer_a, "harga berapa? bisa inreyen ga", customers=3)
    write(app, dealer_a, "rumah saya dekat Sukolilo, bisa?", customers=2)
    write(app, dealer_b, "ada jerambahnya?", customers=3)
    assert words(dealer_a) == [("inreyen", 3, 3)]
    assert words(dealer_b) == [("jerambah", 3, 3)]


def test_words_of_long_ago_no_longer_count(app: Flask, dealer_a: Dealer) -> None:
    write(app, dealer_a, "bisa inreyen ga?", customers=3)
    with app.app_context(), tenant_scope(dealer_a.tenant.id):
        long_ago = datetime.now(UTC) - timedelta(days=91)
        db.session.execute(update(Message).values(created_at=long_ago, updated_at=long_ago))
        db.session.commit()
    assert words(dealer_a) == []


def test_only_the_owner_reads_them(dealer_a: Dealer) -> None:
    assert dealer_a.admin.get(PATH).status_code == 403
    assert dealer_a.sales.get(PATH).status_code == 403
