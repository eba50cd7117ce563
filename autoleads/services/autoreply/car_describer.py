"""The description of a car, line by line, each from its own fields and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from autoleads.models import Car
from autoleads.services.autoreply import quotes
from autoleads.services.autoreply.credit import credit_lines
from autoleads.services.autoreply.question import ABOUT_A_CAR, Question
from autoleads.services.autoreply.specs import spec_lines
from autoleads.services.cars import car_link
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.dates import format_month
from autoleads.text.numbers import format_km
from autoleads.text.phrases import Phrases
from autoleads.text.plate import parse_plate
from autoleads.text.rupiah import format_rupiah

_IN_SUMMARY = frozenset(
    {Intent.AVAILABILITY, Intent.PRICE, Intent.KM, Intent.NEGOTIATION, Intent.PHOTOS}
)
"""Intents that a summary serves without further lines."""


@dataclass(frozen=True)
class CarDescriber:
    """Describes cars in reply to one question."""

    tenant: TenantInfo
    question: Question
    phrases: Phrases
    today: date
    """In the tenant's time zone."""

    def name(self, car: Car) -> str:
        return f"*{car.public_name}* (#{car.display_code})"

    def describe(self, car: Car) -> str:
        """Return what is asked about the car, or its card when nothing in particular is."""
        intents = self.question.intents & ABOUT_A_CAR
        asks_availability = Intent.AVAILABILITY in intents
        asks_photos = Intent.PHOTOS in intents
        shows_card = asks_availability or not intents
        lines = [self.name(car)]
        if asks_availability:
            lines.append(self.phrases("available"))
        if shows_card:
            lines += self._card(car)
        lines += self._facts(car, intents)
        if asks_photos:
            lines += self._photos(car)
        elif shows_card:
            lines.append(car_link(self.tenant, car))
        return "\n".join(_unique(lines))

    def summary(self, car: Car, *, with_facts: bool = False) -> str:
        """Return a car among others in three lines; `with_facts` adds what else is asked."""
        basics = [self.phrases.transmission(car.transmission), format_rupiah(car.price)]
        if car.known_km is not None:
            basics.insert(0, format_km(car.known_km))
        lines = [self.name(car), " · ".join(basics)]
        if with_facts:
            lines += self._facts(car, self.question.intents & ABOUT_A_CAR - _IN_SUMMARY)
        lines.append(car_link(self.tenant, car))
        return "\n".join(lines)

    def _card(self, car: Car) -> list[str]:
        basics = [
            self.phrases.transmission(car.transmission),
            self.phrases.fuel(car.fuel_type),
        ]
        if car.known_km is not None:
            basics.insert(0, format_km(car.known_km))
        basics.insert(0, str(car.year))
        if car.color:
            basics.append(car.color)
        lines = [" · ".join(basics), *self._prices(car)]
        if car.tax_due_on:
            lines.append(self._tax(car))
        if car.plate_number:
            lines.append(self._plate(car))
        return lines

    def _km(self, car: Car) -> str:
        value = self.phrases("check") if car.known_km is None else format_km(car.known_km)
        return self.phrases("km", value=value)

    def _facts(self, car: Car, intents: frozenset[Intent]) -> list[str]:
        """Return the lines for these intents, in the order of a sales talk."""
        lines: list[str] = []
        if Intent.PRICE in intents:
            lines += self._prices(car)
        if Intent.NEGOTIATION in intents:
            lines.append(self._cash_price(car))
        if Intent.CREDIT in intents:
            lines += credit_lines(self.tenant, car, self.question, self.phrases)
        if Intent.KM in intents:
            lines.append(self._km(car))
        if Intent.SPEC in intents:
            lines += spec_lines(car, self.question, self.phrases)
        if Intent.TAX in intents:
            lines.append(self._tax(car))
        if Intent.PLATE in intents:
            lines.append(self._plate(car))
        if Intent.OWNER in intents:
            lines.append(self._owner(car))
        if intents & quotes.SPOKEN_OF:
            lines += self._notes(car)
        return _unique(lines)

    def _cash_price(self, car: Car) -> str:
        return self.phrases("cash", price=format_rupiah(car.price))

    def _prices(self, car: Car) -> list[str]:
        lines = [self._cash_price(car)]
        if car.credit_price:
            lines.append(self.phrases("on_credit", price=format_rupiah(car.credit_price)))
        return lines

    def _tax(self, car: Car) -> str:
        if car.tax_due_on is None:
            return self.phrases("tax", value=self.phrases("check"))
        phrase = "tax_lapsed" if self._tax_has_lapsed(car) else "tax_until"
        month = format_month(car.tax_due_on, self.phrases.language)
        return self.phrases("tax", value=self.phrases(phrase, month=month))

    def _tax_has_lapsed(self, car: Car) -> bool:
        return car.tax_due_on is not None and car.tax_due_on < self.today

    def _plate(self, car: Car) -> str:
        """Return the region and the parity of the plate, never the plate itself."""
        plate = parse_plate(car.plate_number or "")
        if plate is None:
            return self.phrases("plate", value=self.phrases("check"))
        return self.phrases("plate", value=self.phrases.plate(plate))

    def _owner(self, car: Car) -> str:
        if not car.owner_number:
            return self.phrases("owner", value=self.phrases("check"))
        number = self.phrases("owner_number", number=car.owner_number)
        return self.phrases("owner", value=number)

    def _notes(self, car: Car) -> list[str]:
        """Return what the dealer wrote on the topics asked about, and the topics to be checked."""
        topics = quotes.topics_in(self.question.text, self.question.intents)
        quoted, unmatched = quotes.quote(car, topics, tax_lapsed=self._tax_has_lapsed(car))
        lines: list[str] = []
        if quoted:
            lines.append(self.phrases("note", value=" ".join(quoted)))
        for topic in unmatched:
            name = self.phrases(topic.key)
            lines.append(self.phrases("topic", topic=name, check=self.phrases("check")))
        return lines

    def _photos(self, car: Car) -> list[str]:
        link = self.phrases("photos", url=car_link(self.tenant, car))
        if car.photos:
            return [link]
        return [self.phrases("no_photo"), link]


def _unique(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))
