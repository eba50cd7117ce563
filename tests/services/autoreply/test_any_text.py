"""To any text, an auto-reply has no plate, nothing of another tenant and no invented price."""

from __future__ import annotations

import itertools
import re
from datetime import date
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autoleads.dev.corpus import read
from autoleads.extensions import db
from autoleads.services import cars, leads
from autoleads.text.credit import estimate_credit, percent_of
from autoleads.text.phrases import CATALOGUE
from autoleads.text.rupiah import format_rupiah, format_rupiah_short, parse_rupiah
from tests.support.chat import RATES, Chat, add_car
from tests.support.factories import Dealer
from tests.support.fake_gateway import tenant_context

pytestmark = pytest.mark.slow

EXAMPLES = [*read("corpus.txt"), *read("holdout.txt")]
WORDS = sorted({word for example in EXAMPLES for word in example.text.split()})
# The first and the last message of each kind.
KINDS = (
    {example.intents: example.text for example in EXAMPLES[::-1]},
    {e.intents: e.text for e in EXAMPLES},
)
MESSAGES = sorted({text for kind in KINDS for text in kind.values()})
PLATES = ("B 7391 QZX", "D 8642 WVU", "L 5317 KJH")
PRICES = (181_111_000, 152_222_000, 143_333_000)
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF]")
_AMOUNT = re.compile(r"Rp [\d.]+(?:,\d+)?(?: (?:jt|M)\b)?")


@pytest.fixture
def rival(dealer_b: Dealer) -> None:
    with tenant_context(dealer_b):
        add_car(
            dealer_b.tenant,
            "A01",
            variant="Rivalium",
            price=777_777_000,
            condition_notes="Rivalium mulus",
        )
        add_car(
            dealer_b.tenant,
            "K01",
            brand="Honda",
            model="Brio",
            variant="Rivalium",
            price=777_777_000,
        )
        db.session.commit()


@pytest.fixture
def stock(rival: None, chat: Chat) -> Chat:
    chat.configure(credit_rates=RATES)
    for code, model, plate, price, status in (
        ("A01", "Avanza", PLATES[0], PRICES[0], "available"),
        ("A02", "Avanza", PLATES[1], PRICES[1], "available"),
        ("B01", "Brio", PLATES[2], PRICES[2], "sold"),
    ):
        chat.add_car(
            code,
            model=model,
            plate_number=plate,
            price=price,
            status=status,
            year=2018 + len(code),
            condition_notes=f"Plat {plate}, mulus. Tidak pernah tabrak.",
            description=f"Surat lengkap {plate.replace(' ', '')}",
            tax_due_on=date(2026, 1, 31),
            notes="RAHASIA",
        )
    return chat


def check(chat: Chat, text: str, *, asked_before: bool) -> None:
    """Ask as a new buyer, or as one who has asked about a car."""
    buyer = Chat(chat.tenant, device=chat.device)
    if asked_before:
        leads.attach_cars(
            chat.tenant,
            buyer.lead,
            list(cars.find_by_codes(chat.tenant, ["A01"]).values()),
            chat.now,
        )
    told = buyer.ask(text)
    squeezed = re.sub(r"[^A-Z0-9]", "", told.upper())
    assert not any(
        plate.replace(" ", "") in squeezed or plate.split()[1] in squeezed for plate in PLATES
    )
    assert not any(marker in told for marker in ("Rivalium", "777", "RAHASIA", "None", "hidup"))
    stored = {format_rupiah(price) for price in PRICES}
    named = told.replace("≤ Rp", "≤")  # the buyer's own budget
    assert {amount.rstrip(".") for amount in _AMOUNT.findall(named)} <= stored | reckoned(told)
    assert len(_EMOJI.findall(told)) <= 1


def reckoned(told: str) -> set[str]:
    """Every amount the formula gives for the down payments and tenors shown."""
    amounts = {format_rupiah(percent_of(price, 25)) for price in PRICES}
    tenors = [int(months) for months in re.findall(r"(\d+) (?:bulan|months)", told)]
    for shown in re.findall(r"(?:DP|down payment) (Rp [\d.,]*\d(?: jt| M)?|[\d,]+ %)", told):
        amounts.add(shown)
        for price, months in itertools.product(PRICES, tenors):
            down_payment = down_payment_of(price, shown)
            if down_payment < price:
                amounts |= estimated(price, down_payment, months)
    return amounts


def down_payment_of(price: int, shown: str) -> int:
    """Return a down payment that is shown in rupiah or per cent."""
    if shown.endswith("%"):
        return percent_of(price, float(shown.rstrip(" %").replace(",", ".")))
    return parse_rupiah(shown) or 0


def estimated(price: int, down_payment: int, months: int) -> set[str]:
    estimate = estimate_credit(
        price,
        down_payment=down_payment,
        tenor_months=months,
        flat_yearly_percent=7,
        admin_fee=500_000,
    )
    return {
        format_rupiah(estimate.instalment),
        format_rupiah_short(estimate.instalment),
        format_rupiah(estimate.total_down_payment),
    }


@pytest.mark.parametrize("asked_before", [True, False])
def test_messages_of_the_corpus(stock: Chat, asked_before: bool) -> None:
    for text in MESSAGES:
        check(stock, text, asked_before=asked_before)


_WORDS = st.sampled_from([*WORDS, "#A01", "#A02", "#K01", *PLATES])
_STORABLE = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.lists(_WORDS, max_size=15).map(" ".join) | st.text(_STORABLE, max_size=80),
    asked_before=st.booleans(),
)
def test_any_text(stock: Chat, text: str, asked_before: bool) -> None:
    check(stock, text, asked_before=asked_before)


def test_no_sentence_of_ours_has_two_emoji_or_calls_a_tax_alive() -> None:
    for sentence in chain.from_iterable(CATALOGUE.values()):
        assert len(_EMOJI.findall(sentence)) <= 1
        assert "hidup" not in sentence
