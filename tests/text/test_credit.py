"""The flat-rate formula of used-car credit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoleads.text.credit import estimate_credit, percent_of

_PRICES = st.integers(10_000_000, 999_999_999_999)


def test_the_textbook_example() -> None:
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
    assert (
        estimate_credit(
            120_000_000, down_payment=0, tenor_months=12, flat_yearly_percent=0
        ).instalment
        == 10_000_000
    )


def test_a_rate_with_decimals_is_taken_as_written() -> None:
    assert (
        estimate_credit(
            120_000_000, down_payment=0, tenor_months=12, flat_yearly_percent=4.55
        ).instalment
        == 10_455_000
    )


@pytest.mark.parametrize(("down_payment", "tenor"), [(100, 12), (101, 12), (-1, 12), (50, 0)])
def test_nothing_to_finance_is_refused(down_payment: int, tenor: int) -> None:
    with pytest.raises(ValueError, match="nothing to finance"):
        estimate_credit(100, down_payment=down_payment, tenor_months=tenor, flat_yearly_percent=7)


@given(_PRICES, st.integers(0, 90), st.integers(6, 96), st.floats(0, 100))
def test_the_instalments_repay_what_was_financed(
    price: int, percent: int, months: int, rate: float
) -> None:
    down_payment = percent_of(price, percent)
    estimate = estimate_credit(
        price, down_payment=down_payment, tenor_months=months, flat_yearly_percent=rate
    )
    assert estimate.instalment * months >= price - down_payment - months
    assert estimate.total_down_payment == down_payment + estimate.instalment


@given(_PRICES, st.integers(6, 95))
def test_a_longer_tenor_costs_less_a_month_and_more_in_all(price: int, months: int) -> None:
    shorter, longer = (
        estimate_credit(price, down_payment=0, tenor_months=tenor, flat_yearly_percent=7)
        for tenor in (months, months + 1)
    )
    assert longer.instalment < shorter.instalment
    assert longer.instalment * (months + 1) > shorter.instalment * months - months
