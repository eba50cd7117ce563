"""The addresses that lead to a car: its page, its cover photo, and a chat about it.

They are absolute: messages and ads have no host that they could be relative to.
"""

from __future__ import annotations

from urllib.parse import urljoin

from autoleads.extensions import current
from autoleads.models import Car
from autoleads.services.tenants import TenantInfo, TenantUrls
from autoleads.text.phone import whatsapp_url
from autoleads.text.phrases import Phrases


def car_link(tenant: TenantInfo, car: Car) -> str:
    """Return the address of a car's page."""
    return f"{current(TenantUrls).site(tenant)}/cars/{car.slug}"


def cover_photo(tenant: TenantInfo, car: Car) -> str | None:
    """Return the address of a car's first photo."""
    if not car.photos:
        return None
    return urljoin(current(TenantUrls).site(tenant), car.photos[0].url)


def chat_link(tenant: TenantInfo, car: Car, channel: str | None = None) -> str | None:
    """Return a link that opens WhatsApp with a message about the car, if the dealer has a number.

    The message names the car's code, by which the webhook recognises it, and the channel where the
    link is published.
    """
    if tenant.whatsapp_number is None:
        return None
    phrases = Phrases(tenant.locale)
    code = code_of_channel(car, channel)
    text = phrases("chat_about_car", car=car.public_name, code=code)
    return whatsapp_url(tenant.whatsapp_number, text)


def code_of_channel(car: Car, channel: str | None) -> str:
    """Return a car's code as an ad on a channel names it, such as `A01.olx`."""
    return f"{car.display_code}.{channel}" if channel else car.display_code
