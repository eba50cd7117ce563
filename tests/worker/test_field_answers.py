"""Messages from the field get the reply that the dealer would sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from autoleads.models import Car, LeadCar
from tests.support.chat import codes_in
from tests.support.deliveries import Deliveries
from tests.support.fake_gateway import rows
from tests.support.talks import Talk, open_demo_shop

CHECK = "kami cek dulu"
NewTalk = Callable[[], Talk]


@pytest.fixture
def talk(deliveries: Deliveries) -> NewTalk:
    """Return a function that begins the talk of a new customer with the demo's first dealer."""
    open_demo_shop(deliveries.dealer)
    return lambda: Talk(deliveries)


def asked_cars(talk: Talk) -> list[str]:
    """Return the codes of the cars that a lead asks about."""
    query = (
        select(Car.display_code)
        .join(LeadCar, LeadCar.car_id == Car.id)
        .where(LeadCar.lead_id == talk.lead_id)
    )
    return rows(talk.deliveries.dealer, query)


def test_a_code_needs_no_sign(talk: NewTalk) -> None:
    for text in ("A01 masih kak?", "detail unit A01 dong", "unit a-01 ready?"):
        customer = talk()
        assert codes_in(customer.say(text)) == ["A01"]
        assert asked_cars(customer) == ["A01"]


def test_what_only_looks_like_a_code_is_none(talk: NewTalk) -> None:
    for text in ("C200 masih ada?", "A20 jt bisa?", "A40 masih ada?", "B77 masih ada?"):
        customer = talk()
        customer.say(text)
        assert asked_cars(customer) in ([], ["A39"])


def test_a_question_nobody_planned_for_is_checked(talk: NewTalk) -> None:
    for question in (
        "ongkos kirim ke Surabaya berapa?",
        "bisa bayar pakai kartu kredit?",
        "odometernya asli apa pernah diputar?",
    ):
        reply = talk().say(f"#A01 {question}")
        assert CHECK in reply
        assert "bulan:" not in reply
    assert "42.000 km" in reply
