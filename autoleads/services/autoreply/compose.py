"""One text out of everything that is to be said, in the order a good salesperson would say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autoleads.models import Car
from autoleads.services import cars
from autoleads.services.autoreply import hours, stock_search
from autoleads.services.autoreply.car_describer import CarDescriber
from autoleads.services.autoreply.car_selection import Selection
from autoleads.services.autoreply.links import cover_photo
from autoleads.services.autoreply.question import QUESTIONS, Question
from autoleads.services.autoreply.stock_search import MOST_CARS, SearchOutcome
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import CarCriteria, Intent
from autoleads.text.dates import weekday_name
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import format_rupiah_short

_OTHER_DAY = re.compile(
    r"besok|lusa|senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|weekend|t?iap hari|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


@dataclass(frozen=True)
class AutoReply:
    """A text, the photo it is the caption of, and the codes of the cars it speaks of."""

    text: str
    photo_url: str | None = None
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Composer:
    """Answers one buyer of a dealer at one moment."""

    tenant: TenantInfo
    question: Question
    selection: Selection
    now: datetime
    is_first: bool
    """Whether nobody has answered in this lead before."""
    adds_away_text: bool
    """Whether the away text is due."""

    def compose(self) -> AutoReply | None:
        """None when there is nothing to say."""
        paragraphs = [*self._cars(), *self._searches(), *self._promises(), *self._showroom()]
        if not paragraphs:
            paragraphs = self._courtesy()
        elif self.is_first:
            paragraphs = [self.tenant.auto_reply.greeting or self._words("hello"), *paragraphs]
        if not paragraphs:
            return None
        if self.adds_away_text:
            paragraphs.append(self._away())
        told = self._told()
        photo = (
            cover_photo(self.tenant, told[0]) if len(told) == 1 and self._shows_photo() else None
        )
        return AutoReply("\n\n".join(paragraphs), photo, [car.display_code for car in told])

    @property
    def _words(self) -> Phrases:
        return Phrases(self.question.language)

    @property
    def _describer(self) -> CarDescriber:
        return CarDescriber(
            self.tenant, self.question, self._words, self.now.astimezone(self.tenant.zone).date()
        )

    def _told(self) -> list[Car]:
        """The cars the buyer may go on asking about: those he asked for, not those offered instead."""
        return [
            *self.selection.cars,
            *(car for found in self.selection.reported for car in found.cars),
        ]

    def _shows_photo(self) -> bool:
        intents = self.question.intents
        card = Intent.AVAILABILITY in intents or not intents & QUESTIONS
        return all(car.status == "available" for car in self._told()) and (
            card or Intent.PHOTOS in intents
        )

    def _cars(self) -> list[str]:
        selection = self.selection
        said: list[str] = []
        if selection.unknown_codes:
            said.append(
                self._words(
                    "unknown_code", codes=", ".join(f"#{code}" for code in selection.unknown_codes)
                )
            )
        said += [
            self._describer.describe(car) for car in selection.cars if car.status == "available"
        ]
        gone = [car for car in selection.cars if car.status != "available"]
        said += [self._words(car.status, car=self._describer.name(car)) for car in gone]
        if gone:
            told = {car.id for car in selection.cars}
            similar = [
                car
                for car in cars.similar(self.tenant, gone[0], MOST_CARS + len(told))
                if car.id not in told
            ]
            said += self._listed("similar", similar)
        if selection.unclear:
            offered = self._listed("which_of", stock_search.newest(self.tenant))
            said += offered or [self._words("team")]
        return said

    def _searches(self) -> list[str]:
        said: list[str] = []
        for found in self.selection.reported:
            if found.cars:
                said.append(self._words("found_some" if found.more else "found"))
                said += [self._describer.summary(car, with_facts=True) for car in found.cars]
            else:
                said.append(self._words("not_found", wish=self._request(found)))
                said += self._listed("near", found.alternatives)
        return said

    def _listed(self, sentence: str, cars: Sequence[Car]) -> list[str]:
        shown = [self._describer.summary(car) for car in cars[:MOST_CARS]]
        return [self._words(sentence), *shown] if shown else []

    def _request(self, found: SearchOutcome) -> str:
        """The criteria in a few words: names of the market and the buyer's own bounds, nothing of his text."""
        criteria = found.criteria
        years = sorted({year for year in (criteria.year_min, criteria.year_max) if year})
        parts = [
            *(
                part
                for part in (
                    criteria.brand if not criteria.model else None,
                    criteria.model,
                    criteria.variant,
                )
                if part
            ),
            *(["-".join(map(str, years))] if years else []),
            *([self._words.transmission(criteria.transmission)] if criteria.transmission else []),
            *([self._words.fuel(criteria.fuel_type)] if criteria.fuel_type else []),
            *(part for part in (criteria.body_type, criteria.color) if part),
            *([f"≤ {format_rupiah_short(criteria.price_max)}"] if criteria.price_max else []),
        ]
        return " ".join(parts) if parts and criteria != CarCriteria() else self._words("this_car")

    def _promises(self) -> list[str]:
        promised = [
            (Intent.NEGOTIATION, "nego"),
            (Intent.TRADE_IN, "trade_in"),
            (Intent.VISIT, "visit"),
        ]
        return [
            self._words(sentence)
            for intent, sentence in promised
            if intent in self.question.intents
        ]

    def _showroom(self) -> list[str]:
        intents = self.question.intents
        if not intents & {Intent.LOCATION, Intent.HOURS, Intent.VISIT}:
            return []
        lines: list[str] = []
        if intents & {Intent.LOCATION, Intent.VISIT}:
            place = ", ".join(part for part in (self.tenant.address, self.tenant.city) if part)
            lines.append(self._words("address", address=place or self._words("check")))
            if self.tenant.maps_url:
                lines.append(self._words("map", url=self.tenant.maps_url))
        if not hours.are_known(self.tenant):
            return ["\n".join([*lines, self._words("hours", check=self._words("check"))])]
        lines.append(self._today())
        if intents & {Intent.HOURS, Intent.VISIT} and _OTHER_DAY.search(self.question.text):
            lines.append(self._words("week", days=self._week()))
        return ["\n".join(lines)]

    def _today(self) -> str:
        local = self.now.astimezone(self.tenant.zone)
        today = hours.hours_on(self.tenant, local.date())
        if today is None:
            return self._words("closed_today")
        offset = local.utcoffset()
        zone = _ZONES.get(int(offset.total_seconds() // 3600)) if offset else None
        span = f"{today[0]:%H:%M}–{today[1]:%H:%M}"
        return self._words("open_today", hours=f"{span} {zone}" if zone else span)

    def _week(self) -> str:
        days = []
        for number, key in enumerate(hours.DAYS):
            open_hours = self.tenant.business_hours.get(key)
            span = (
                f"{open_hours['open']}–{open_hours['close']}"
                if open_hours
                else self._words("closed_day")
            )
            days.append(f"{weekday_name(number, self.question.language)} {span}")
        return ", ".join(days)

    def _courtesy(self) -> list[str]:
        """What is said when nothing was asked: a polite line, a greeting, or nothing."""
        if Intent.DECLINE in self.question.intents:
            return [self._words("declined")]
        if self.is_first:
            default = f"{self._words('hello')} {self._words('greeting', dealer=self.tenant.name)}"
            return [self.tenant.auto_reply.greeting or default]
        if self.question.intents & {Intent.GREETING, Intent.PING}:
            return [self._words("greeting_again")]
        return []

    def _away(self) -> str:
        if text := self.tenant.auto_reply.away_text:
            return str(text)
        opening = hours.next_opening(self.tenant, self.now)
        if opening is None:
            return self._words("away")
        days = (opening.date() - self.now.astimezone(self.tenant.zone).date()).days
        names = {0: self._words("today"), 1: self._words("tomorrow")}
        day = names.get(days) or weekday_name(opening.weekday(), self.question.language)
        return self._words("away_until", day=day, time=f"{opening:%H:%M}")
