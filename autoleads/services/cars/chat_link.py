"""The link from a car to a chat with its dealer."""

from __future__ import annotations

from autoleads.models import Car
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import whatsapp_url
from autoleads.text.phrases import Phrases


def chat_link(tenant: TenantInfo, car: Car) -> str | None:
    """Return a link that opens WhatsApp with a message about the car, if the dealer has a number.

    The message names the car's code, by which the webhook recognises it.
    """
    if tenant.whatsapp_number is None:
        return None
    phrases = Phrases(tenant.locale)
    text = phrases("chat_about_car", car=car.public_name, code=car.display_code)
    return whatsapp_url(tenant.whatsapp_number, text)
