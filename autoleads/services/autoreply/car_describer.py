"""What is told of a car, line by line, each from its own fields and none from anywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from autoleads.models import Car
from autoleads.services.autoreply import quotes
from autoleads.services.autoreply.credit import credit_lines
from autoleads.services.autoreply.links import car_link
from autoleads.services.autoreply.question import ABOUT_A_CAR, Question
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.dates import format_month
from autoleads.text.numbers import format_cc, format_km
from autoleads.text.phrases import Phrases
from autoleads.text.plate import parse_plate
from autoleads.text.rupiah import format_rupiah

SPECS = (
    ("year", re.compile(r"tahun|\bthn\b|\bth\b|\byear", re.IGNORECASE)),
    ("variant", re.compile(r"\btipe|\btype|varian|\btrim\b", re.IGNORECASE)),
    (
        "transmission",
        re.compile(r"matic|metik|manual|transmis|automatic|\b[am]/?t\b|cvt", re.IGNORECASE),
    ),
    (
        "fuel",
        re.compile(
            r"bensin|solar|diesel|bbm|bahan bakar|petrol|fuel|hybrid|listrik|electric",
            re.IGNORECASE,
        ),
    ),
    ("engine", re.compile(r"\bcc\b|kapasitas|\bengine", re.IGNORECASE)),
    ("seats", re.compile(r"seat|kursi|baris|orang|penumpang|muat", re.IGNORECASE)),
    ("color", re.compile(r"warna|colou?r", re.IGNORECASE)),
)
"""The fields of a specification and how a buyer asks for each."""
_ALL_SPECS = re.compile(r"spek|spec|detail|info lengkap", re.IGNORECASE)
_IN_SUMMARY = frozenset(
    {Intent.AVAILABILITY, Intent.PRICE, Intent.KM, Intent.NEGOTIATION, Intent.PHOTOS}
)


@dataclass(frozen=True)
class CarDescriber:
    """Tells of cars to one buyer, in his language, on one day of the dealer's."""

    tenant: TenantInfo
    question: Question
    words: Phrases
    today: date

    def name(self, car: Car) -> str:
        return f"*{car.public_name}* (#{car.display_code})"

    def describe(self, car: Car) -> str:
        """The answers to what is asked of the car; its card when nothing in particular is."""
        intents = self.question.intents & ABOUT_A_CAR
        wants_card = Intent.AVAILABILITY in intents or not intents
        lines = [self.name(car)]
        if Intent.AVAILABILITY in intents:
            lines.append(self.words("available"))
        lines += self._card_lines(car) if wants_card else []
        lines += self._asked_facts(car, intents)
        if wants_card or Intent.PHOTOS in intents:
            lines += self._link(car, photos=Intent.PHOTOS in intents)
        return "\n".join(dict.fromkeys(lines))

    def summary(self, car: Car, *, with_facts: bool = False) -> str:
        """A car among others; `with_facts` adds what else is asked of it."""
        basics = " · ".join(
            [format_km(car.km), self.words.transmission(car.transmission), format_rupiah(car.price)]
        )
        facts = (
            self._asked_facts(car, self.question.intents & ABOUT_A_CAR - _IN_SUMMARY)
            if with_facts
            else []
        )
        return "\n".join([self.name(car), basics, *facts, car_link(self.tenant, car)])

    def _asked_facts(self, car: Car, intents: frozenset[Intent]) -> list[str]:
        return list(dict.fromkeys(line for intent, line in self._facts(car) if intent in intents))

    def _card_lines(self, car: Car) -> list[str]:
        basics = [
            str(car.year),
            format_km(car.km),
            self.words.transmission(car.transmission),
            self.words.fuel(car.fuel_type),
        ]
        if car.color:
            basics.append(car.color)
        return [
            " · ".join(basics),
            *self._prices(car),
            *([self._tax(car)] if car.tax_due_on else []),
            *([self._plate(car)] if car.plate_number else []),
        ]

    def _facts(self, car: Car) -> list[tuple[Intent, str]]:
        """Every line that answers an intent, in the order of a sales talk."""
        prices = self._prices(car)
        return [
            *((Intent.PRICE, line) for line in prices),
            *((Intent.NEGOTIATION, line) for line in prices[:1]),
            *((Intent.CREDIT, line) for line in self._credit(car)),
            (Intent.KM, self.words("km", value=format_km(car.km))),
            *((Intent.SPEC, line) for line in self._specs(car)),
            (Intent.TAX, self._tax(car)),
            (Intent.PLATE, self._plate(car)),
            (Intent.OWNER, self._owner(car)),
            *((intent, line) for line in self._quotes(car) for intent in quotes.SPOKEN_OF),
        ]

    def _prices(self, car: Car) -> list[str]:
        lines = [self.words("cash", price=format_rupiah(car.price))]
        if car.credit_price:
            lines.append(self.words("on_credit", price=format_rupiah(car.credit_price)))
        return lines

    def _credit(self, car: Car) -> list[str]:
        return (
            credit_lines(self.tenant, car, self.question, self.words)
            if Intent.CREDIT in self.question.intents
            else []
        )

    def _tax(self, car: Car) -> str:
        if car.tax_due_on is None:
            return self.words("tax", value=self.words("check"))
        sentence = "tax_lapsed" if self._tax_lapsed(car) else "tax_until"
        month = format_month(car.tax_due_on, self.words.language)
        return self.words("tax", value=self.words(sentence, month=month))

    def _tax_lapsed(self, car: Car) -> bool:
        return car.tax_due_on is not None and car.tax_due_on < self.today

    def _plate(self, car: Car) -> str:
        """Region and parity, never the plate."""
        plate = parse_plate(car.plate_number or "")
        if plate is None:
            return self.words("plate", value=self.words("check"))
        return self.words("plate", value=self.words.plate(plate))

    def _owner(self, car: Car) -> str:
        known = (
            self.words("owner_number", number=car.owner_number)
            if car.owner_number
            else self.words("check")
        )
        return self.words("owner", value=known)

    def _specs(self, car: Car) -> list[str]:
        values = {
            "year": str(car.year),
            "variant": car.variant,
            "transmission": self.words.transmission(car.transmission),
            "fuel": self.words.fuel(car.fuel_type),
            "engine": format_cc(car.engine_cc) if car.engine_cc else None,
            "seats": str(car.seats) if car.seats else None,
            "color": car.color,
        }
        if _ALL_SPECS.search(self.question.text):
            known = [self.words(name, value=value) for name, value in values.items() if value]
            return (
                [*known, self.words("features", value=", ".join(car.features))]
                if car.features
                else known
            )
        wanted = [name for name, pattern in SPECS if pattern.search(self.question.text)]
        if not wanted and not quotes.topics_in(self.question.text, frozenset({Intent.SPEC})):
            return [self.words("detail", check=self.words("check"))]
        return [self.words(name, value=values[name] or self.words("check")) for name in wanted]

    def _quotes(self, car: Car) -> list[str]:
        topics = quotes.topics_in(self.question.text, self.question.intents)
        quoted, unmatched = quotes.quote(car, topics, tax_lapsed=self._tax_lapsed(car))
        lines = [self.words("note", value=" ".join(quoted))] if quoted else []
        check = self.words("check")
        return lines + [
            self.words("topic", topic=self.words(topic.key), check=check) for topic in unmatched
        ]

    def _link(self, car: Car, *, photos: bool) -> list[str]:
        link = car_link(self.tenant, car)
        if not photos:
            return [link]
        return [*([] if car.photos else [self.words("no_photo")]), self.words("photos", url=link)]
