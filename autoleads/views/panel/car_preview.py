"""The preview of a car's form: prices and plate as customers will see them."""

from __future__ import annotations

from collections.abc import Mapping

from autoleads.services.tenants import TenantInfo
from autoleads.text.credit import percent_of
from autoleads.text.phrases import Phrases
from autoleads.text.plate import parse_plate
from autoleads.text.rupiah import format_rupiah, parse_rupiah


def car_preview(tenant: TenantInfo, typed: Mapping[str, str], phrases: Phrases) -> dict[str, str]:
    """Return the texts of the fields that can be read, by their names.

    The price that a credit would be computed from has the smallest instalment beside it.
    """
    texts = {}
    price = parse_rupiah(typed.get("price", ""))
    credit_price = parse_rupiah(typed.get("creditPrice", ""))
    plate = parse_plate(typed.get("plateNumber", ""))
    if price:
        texts["price"] = format_rupiah(price)
    if credit_price:
        texts["creditPrice"] = format_rupiah(credit_price)
    financed = "creditPrice" if credit_price else "price"
    instalment = _smallest_instalment(tenant, credit_price or price or 0, phrases)
    if instalment and financed in texts:
        texts[financed] += f" · {instalment}"
    if plate:
        texts["plateNumber"] = phrases.plate(plate)
    return texts


def _smallest_instalment(tenant: TenantInfo, price: int, phrases: Phrases) -> str | None:
    """Return the instalment over the longest of the dealer's tenors; None without their terms."""
    rates = tenant.credit_rates
    if rates is None or not price:
        return None
    months = max(rates.tenors_months)
    down_payment = percent_of(price, rates.default_dp_percent)
    if down_payment >= price:
        return None
    estimate = rates.estimate(price, down_payment, months)
    instalment = format_rupiah(estimate.instalment)
    return phrases("instalment_from", instalment=instalment, months=months)
