"""The flat-rate formula of used-car credit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.credit import estimate_credit, highest_price, percent_of

_PRICES = st.integers(10_000_000, 999_999_999_999)


def test_flat_rate_example() -> None:
    estimate = estimate_credit(
        150_000_000,
        down_payment=percent_of(150_000_000, 25),
        tenor_months=36,
        flat_yearly_percent=7,
        admin_fee=500_000,
    )
    assert estimate.down_payment == 37_500_000
    assert estimate.instalment == 3_781_250
    assert estimate.total_down_payment == 37_500_000 + 3_781_250 + 500_000


def test_without_a_down_payment_the_whole_price_is_financed() -> None:
    estimate = estimate_credit(120_000_000, down_payment=0, tenor_months=12, flat_yearly_percent=0)
    assert estimate.instalment == 10_000_000


def test_decimal_rate_is_exact() -> None:
    estimate = estimate_credit(
        120_000_000, down_payment=0, tenor_months=12, flat_yearly_percent=4.55
    )
    assert estimate.instalment == 10_455_000


@given(
    instalment=st.integers(300_000, 50_000_000),
    months=st.integers(6, 96),
    rate=st.floats(0, 30).map(lambda rate: round(rate, 2)),
    percent=st.integers(0, 90),
)
def test_highest_price_is_the_last_that_the_instalment_pays_for(
    instalment: int, months: int, rate: float, percent: int
) -> None:
    price = highest_price(
        instalment, percent=percent, tenor_months=months, flat_yearly_percent=rate
    )
    for asked, fits in ((price, True), (price + 1000 * months, False)):
        estimate = estimate_credit(
            asked,
            down_payment=percent_of(asked, percent),
            tenor_months=months,
            flat_yearly_percent=rate,
        )
        assert (estimate.instalment <= instalment) == fits


@pytest.mark.parametrize(("down_payment", "tenor"), [(100, 12), (101, 12), (-1, 12), (50, 0)])
def test_nothing_to_finance_raises_value_error(down_payment: int, tenor: int) -> None:
    with pytest.raises(ValueError, match="nothing to finance"):
        estimate_credit(100, down_payment=down_payment, tenor_months=tenor, flat_yearly_percent=7)


@given(_PRICES, st.integers(0, 90), st.integers(6, 96), st.floats(0, 100))
def test_instalments_cover_the_financed_amount(
    price: int, percent: int, months: int, rate: float
) -> None:
    down_payment = percent_of(price, percent)
    estimate = estimate_credit(
        price, down_payment=down_payment, tenor_months=months, flat_yearly_percent=rate
    )
    assert estimate.instalment * months >= price - down_payment - months
    assert estimate.total_down_payment == down_payment + estimate.instalment


@given(_PRICES, st.integers(6, 95))
def test_longer_tenor_lowers_the_instalment_and_raises_the_total(price: int, months: int) -> None:
    terms = {"down_payment": 0, "flat_yearly_percent": 7}
    shorter = estimate_credit(price, tenor_months=months, **terms)
    longer = estimate_credit(price, tenor_months=months + 1, **terms)
    assert longer.instalment < shorter.instalment
    assert longer.instalment * (months + 1) > shorter.instalment * months - months
