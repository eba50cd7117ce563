"""What a car costs a month on credit, by the flat rate that Indonesian leasing companies quote."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class CreditEstimate:
    """Rupiah, but `tenor_months`."""

    down_payment: int
    tenor_months: int
    instalment: int
    """A month."""
    total_down_payment: int
    """Due at signing: down payment, first instalment and administration fee."""


def percent_of(amount: int, percent: float) -> int:
    """A share of an amount, in whole rupiah."""
    return _whole(amount * Decimal(str(percent)) / 100)


def estimate_credit(
    price: int,
    *,
    down_payment: int,
    tenor_months: int,
    flat_yearly_percent: float,
    admin_fee: int = 0,
) -> CreditEstimate:
    """The instalment is (price - DP) x (1 + rate x years) / months, rounded half up; the first is due at signing.

    ValueError when the down payment is negative or leaves nothing to finance, or when there is no month to pay in.
    """
    if not 0 <= down_payment < price or tenor_months < 1:
        raise ValueError("nothing to finance")
    interest = Decimal(str(flat_yearly_percent)) / 100 * tenor_months / 12
    instalment = _whole((price - down_payment) * (1 + interest) / tenor_months)
    return CreditEstimate(
        down_payment, tenor_months, instalment, down_payment + instalment + admin_fee
    )


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
