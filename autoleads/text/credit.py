"""Credit estimates by the flat rate that Indonesian leasing companies quote."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class CreditEstimate:
    """The costs of a car on credit, in rupiah."""

    down_payment: int
    tenor_months: int
    instalment: int
    """Due each month."""
    total_down_payment: int
    """Due at signing: down payment, first instalment and administration fee."""


def percent_of(amount: int, percent: float) -> int:
    """Return a share of an amount in rupiah, rounded half up."""
    return _whole(amount * Decimal(str(percent)) / 100)


def estimate_credit(
    price: int,
    *,
    down_payment: int,
    tenor_months: int,
    flat_yearly_percent: float,
    admin_fee: int = 0,
) -> CreditEstimate:
    """Return what a car costs on credit; the first instalment is due at signing.

    The instalment is (price - down payment) x (1 + rate x years) / months, rounded half up.

    Raises:
        ValueError: the down payment is negative or not below the price, or the tenor is below one.
    """
    if not 0 <= down_payment < price or tenor_months < 1:
        raise ValueError("nothing to finance")
    interest = Decimal(str(flat_yearly_percent)) / 100 * tenor_months / 12
    instalment = _whole((price - down_payment) * (1 + interest) / tenor_months)
    return CreditEstimate(
        down_payment, tenor_months, instalment, down_payment + instalment + admin_fee
    )


def highest_price(
    instalment: int,
    *,
    down_payment: int | None = None,
    percent: float = 0,
    tenor_months: int,
    flat_yearly_percent: float,
) -> int:
    """Return the highest price that an instalment pays for, the reverse of `estimate_credit`.

    Args:
        down_payment: In rupiah; None if it is a share of the price.
        percent: That share, below 100.
    """
    interest = Decimal(str(flat_yearly_percent)) / 100 * tenor_months / 12
    financed = instalment * tenor_months / (1 + interest)
    if down_payment is not None:
        return down_payment + int(financed)
    return int(financed / (1 - Decimal(str(percent)) / 100))


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
