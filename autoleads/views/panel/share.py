"""The ads of a car: nothing but what is stored of it, each with the code of its channel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autoleads.models import Car
from autoleads.services import cars
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import format_phone
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah, format_rupiah_short
from autoleads.views.car_facts import Fact, car_facts

SHEET = "qr"
"""The channel of what is printed."""


@dataclass(frozen=True)
class Ad:
    """A text to publish on a channel."""

    channel: str
    text: str


@dataclass(frozen=True)
class SharePage:
    """The context of `panel/share.html`."""

    car: Car
    is_public: bool
    cover: str | None
    """The address of the photo that a phone shares with a text."""
    ads: Sequence[Ad]

    @classmethod
    def of(cls, tenant: TenantInfo, car: Car) -> SharePage:
        """Return the ads of a car, in the dealer's language."""
        return cls(
            car=car,
            is_public=car.status in cars.PUBLIC_STATUSES,
            cover=car.photos[0].url if car.photos else None,
            ads=[
                Ad("olx", _listing(tenant, car, "olx")),
                Ad("fb", _listing(tenant, car, "fb")),
                Ad("ig", _caption(tenant, car, "ig")),
                Ad("wa", _status(tenant, car, "wa")),
            ],
        )


@dataclass(frozen=True)
class SheetPage:
    """The context of `panel/sheet.html`."""

    car: Car
    credit: str | None
    facts: Sequence[Fact]
    invitation: str
    number: str | None

    @classmethod
    def of(cls, tenant: TenantInfo, car: Car) -> SheetPage:
        """Return the sheet that is printed for a car, in the dealer's language."""
        phrases = Phrases(tenant.locale)
        return cls(
            car=car,
            credit=_credit(car, phrases),
            facts=car_facts(car, phrases),
            invitation=phrases("sheet_scan"),
            number=_whatsapp_number(tenant),
        )


def scanned_link(tenant: TenantInfo, car: Car, channel: str | None) -> str:
    """Return what a QR code leads to: a chat about the car; its page without a number."""
    return cars.chat_link(tenant, car, channel) or cars.car_link(tenant, car)


def _listing(tenant: TenantInfo, car: Car, channel: str) -> str:
    """Return an ad in full, for places that have no links."""
    phrases = Phrases(tenant.locale)
    code = cars.code_of_channel(car, channel)
    last = [_place(tenant), phrases("ad_mention_code", code=code)]
    return _paragraphs(_heading(car, phrases), _details(car, phrases), _notes(car, phrases), last)


def _caption(tenant: TenantInfo, car: Car, channel: str) -> str:
    """Return an ad in full with the words that people search for."""
    words = (car.brand, car.model, car.brand + car.model)
    tags = [f"#{re.sub(r'[^a-z0-9]', '', word.lower())}" for word in words]
    tags.append(Phrases(tenant.locale)("ad_tag"))
    return _paragraphs([_listing(tenant, car, channel)], [" ".join(dict.fromkeys(tags))])


def _status(tenant: TenantInfo, car: Car, channel: str) -> str:
    """Return an ad of three lines, with a link that opens the chat."""
    phrases = Phrases(tenant.locale)
    price = phrases("ad_cash", price=format_rupiah_short(car.price))
    link = scanned_link(tenant, car, channel)
    return "\n".join((car.public_name, price, phrases("ad_still_for_sale", link=link)))


def _heading(car: Car, phrases: Phrases) -> list[str | None]:
    cash = phrases("ad_cash", price=format_rupiah(car.price))
    return [car.public_name, cash, _credit(car, phrases)]


def _credit(car: Car, phrases: Phrases) -> str | None:
    if car.credit_price is None:
        return None
    return phrases("ad_credit", price=format_rupiah(car.credit_price))


def _details(car: Car, phrases: Phrases) -> list[str]:
    return [f"• {fact.label}: {fact.value}" for fact in car_facts(car, phrases)]


def _notes(car: Car, phrases: Phrases) -> list[str | None]:
    """Return what the dealer has written about the car for customers."""
    features = ", ".join(car.features)
    condition = car.condition_notes
    return [
        phrases("ad_features", features=features) if features else None,
        phrases("ad_condition", notes=condition) if condition else None,
        car.description,
    ]


def _place(tenant: TenantInfo) -> str:
    """Return the dealer's name, place and number in one line."""
    number = _whatsapp_number(tenant)
    whatsapp = Phrases(tenant.locale)("ad_whatsapp", number=number) if number else None
    return " · ".join(filter(None, (tenant.name, tenant.city, whatsapp)))


def _whatsapp_number(tenant: TenantInfo) -> str | None:
    return format_phone(tenant.whatsapp_number) if tenant.whatsapp_number else None


def _paragraphs(*paragraphs: Sequence[str | None]) -> str:
    """Return the lines of paragraphs, without those that are missing."""
    texts = ["\n".join(filter(None, lines)) for lines in paragraphs]
    return "\n\n".join(filter(None, texts))
