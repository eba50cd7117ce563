"""The text of an auto-reply, in the order in which a good salesperson would say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from autoleads.models import Car
from autoleads.services import cars
from autoleads.services.autoreply import stock_search
from autoleads.services.autoreply.car_describer import CarDescriber
from autoleads.services.autoreply.car_selection import Selection
from autoleads.services.autoreply.credit import rate_line
from autoleads.services.autoreply.next_step import next_question
from autoleads.services.autoreply.question import ABOUT_A_CAR, QUESTIONS, Question
from autoleads.services.autoreply.showroom import away_text, showroom_lines
from autoleads.services.autoreply.stock_search import MAX_CARS, SearchOutcome
from autoleads.services.autoreply.talk import Talk
from autoleads.services.autoreply.wish_text import ask_names, describe_wish
from autoleads.services.cars import cover_photo
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent
from autoleads.text.phrases import Phrases

PROMISES = {
    Intent.NEGOTIATION: "nego",
    Intent.TRADE_IN: "trade_in",
    Intent.SELL: "sell",
    Intent.VISIT: "visit",
}
"""Intents that a salesperson must deal with, and the phrase that promises it."""
OF_THE_DEALER_TOO = frozenset({Intent.CREDIT, Intent.CONDITION, Intent.OWNER, Intent.PAPERS})
"""Intents that may be about the dealer: "ada garansi?" gets no list of cars."""


@dataclass(frozen=True)
class AutoReply:
    """A text, the photo whose caption it is, and the codes of the cars it is about."""

    text: str
    photo_url: str | None = None
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Composer:
    """Composes the auto-reply to one question."""

    tenant: TenantInfo
    question: Question
    selection: Selection
    talk: Talk
    now: datetime
    is_first: bool
    """True for the first auto-reply or reply in the lead."""
    adds_away_text: bool

    def compose(self) -> AutoReply | None:
        """Return the auto-reply; None when there is nothing to say."""
        paragraphs = self._facts()
        paragraphs += self._about_the_rest(paragraphs)
        if not paragraphs:
            paragraphs = self._courtesy()
        elif self.is_first:
            paragraphs.insert(0, self._greeting or self._phrases("hello"))
        if not paragraphs:
            return None
        if self.adds_away_text:
            paragraphs.append(away_text(self.tenant, self._phrases, self.now))
        cars_told = self._cars_told()
        step = next_question(self.talk, self.question, cars_told, self._phrases)
        if step is not None and not self._asks_back:
            paragraphs.append(step)
        return AutoReply(
            text="\n\n".join(paragraphs),
            photo_url=self._photo_url(cars_told),
            codes=[car.display_code for car in cars_told],
        )

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.question.language)

    @property
    def _greeting(self) -> str | None:
        """The dealer's own greeting, which is in Indonesian unless they reply in English only."""
        chosen = self.tenant.auto_reply
        return chosen.greeting if self.question.language in ("id", chosen.language) else None

    @property
    def _asks_back(self) -> bool:
        """True if the reply asks the customer what they mean or look for."""
        return self.selection.asks_back or any(wish.heard for wish in self.question.wanted)

    def _once(self, phrase: str) -> list[str]:
        """Return a sentence, unless it was said in this talk before."""
        sentence = self._phrases(phrase)
        return [] if sentence in self.talk.said else [sentence]

    def _promise(self) -> list[str]:
        """Return that a person replies, in words that were not used before."""
        return self._once("team") or self._once("team_again")

    def _about_the_rest(self, paragraphs: Sequence[str]) -> list[str]:
        """Return what is promised about words that were not understood, if any were.

        They are never passed over in silence, nor by what was understood beside them.
        """
        if self._asks_back or not self.question.has_unread_part:
            return []
        if not paragraphs:
            return self._promise()
        is_promised = any(self._phrases("check") in paragraph for paragraph in paragraphs)
        return [] if is_promised else self._once("unread_part")

    @cached_property
    def _describer(self) -> CarDescriber:
        today = self.now.astimezone(self.tenant.zone).date()
        return CarDescriber(self.tenant, self.question, self._phrases, today)

    def _facts(self) -> list[str]:
        """Return the paragraphs that reply to the question."""
        paragraphs = ask_names(self.question.wanted, self._phrases) + self._about_cars()
        for outcome in self.selection.reported:
            paragraphs += self._about_search(outcome)
        if self.selection.lists_stock:
            paragraphs += self._stock()
        if self.selection.asks_wish:
            paragraphs += self._once("ask_wish") or self._promise()
        paragraphs += rate_line(self.tenant, self.question, self._phrases)
        for intent, phrase in PROMISES.items():
            if intent in self.question.intents:
                paragraphs += self._once(phrase) or self._promise()
        showroom = showroom_lines(self.tenant, self.question, self._phrases, self.now)
        if showroom:
            paragraphs.append("\n".join(showroom))
        return paragraphs

    def _about_cars(self) -> list[str]:
        """Return what is said about the cars asked about and the codes that are unknown."""
        selection = self.selection
        paragraphs: list[str] = []
        if selection.unknown_codes:
            codes = ", ".join(f"#{code}" for code in selection.unknown_codes)
            paragraphs.append(self._phrases("unknown_code", codes=codes))
        available = [car for car in selection.cars if car.status == "available"]
        unavailable = [car for car in selection.cars if car.status != "available"]
        for car in available:
            paragraphs.append(self._describer.describe(car))
        for car in unavailable:
            paragraphs.append(self._phrases(car.status, car=self._describer.name(car)))
        if unavailable:
            paragraphs += self._listed("similar", self._similar(unavailable[0]))
        if selection.is_unclear:
            paragraphs += self._which_car()
        return paragraphs

    def _which_car(self) -> list[str]:
        """Return the question which car is meant, with examples where one has to be chosen."""
        if self.question.intents & ABOUT_A_CAR <= OF_THE_DEALER_TOO:
            return [self._phrases("which_car")]
        examples = self._listed("which_of", stock_search.newest(self.tenant))
        return examples or [self._phrases("team")]

    def _similar(self, car: Car) -> list[Car]:
        """Return cars similar to one that is unavailable, without those described already."""
        described = self.selection.cars
        similar = cars.similar(self.tenant, car, MAX_CARS + len(described))
        return [other for other in similar if other not in described]

    def _about_search(self, outcome: SearchOutcome) -> list[str]:
        if outcome.needs_estimate:
            return [self._phrases("no_estimate"), *self._listed("near", outcome.alternatives)]
        if not outcome.cars:
            wish = describe_wish(outcome.criteria, outcome.instalment_max, self._phrases)
            not_found = self._phrases("not_found", wish=wish)
            is_bound = outcome.instalment_max is not None
            near = self._listed("near", outcome.alternatives, with_facts=is_bound)
            return [not_found, *near]
        paragraphs: list[str] = []
        # A car is not called a match while the customer is asked whether they mean it.
        if not outcome.criteria.heard:
            paragraphs.append(self._phrases(self._heading(outcome)))
        for car in outcome.cars:
            paragraphs.append(self._describer.summary(car, with_facts=True))
        return paragraphs

    def _heading(self, outcome: SearchOutcome) -> str:
        """Return the phrase above what was found: it fits only if all of the wish was read."""
        if self.question.residue:
            return "found_near"
        return "found_some" if outcome.has_more else "found"

    def _stock(self) -> list[str]:
        """Return how many cars there are, the newest, and what the customer looks for."""
        count = stock_search.count_available(self.tenant)
        heading = self._phrases("stock", count=count)
        summaries = [self._describer.summary(car) for car in stock_search.newest(self.tenant)]
        return [heading, *summaries, *self._once("ask_wish")] if summaries else self._promise()

    def _listed(self, heading: str, cars: Sequence[Car], *, with_facts: bool = False) -> list[str]:
        """Return a heading and the summaries of the first cars; nothing without cars."""
        if not cars:
            return []
        describer = self._describer
        summaries = [describer.summary(car, with_facts=with_facts) for car in cars[:MAX_CARS]]
        return [self._phrases(heading), *summaries]

    def _courtesy(self) -> list[str]:
        """Return what is said when nothing was asked: a polite line, a greeting, or nothing."""
        intents = self.question.intents
        if Intent.DECLINE in intents:
            return [self._phrases("declined")]
        if Intent.REFRAIN in intents:
            return [self._phrases("refrained")]
        if self.is_first:
            welcome = self._phrases("greeting", dealer=self.tenant.name)
            return [self._greeting or f"{self._phrases('hello')} {welcome}"]
        if intents & {Intent.GREETING, Intent.PING}:
            return [self._phrases("greeting_again")]
        return []

    def _cars_told(self) -> list[Car]:
        """Return the cars that the customer may go on asking about, without those offered."""
        told = list(self.selection.cars)
        for outcome in self.selection.reported:
            told += outcome.cars
        return told

    def _photo_url(self, cars_told: Sequence[Car]) -> str | None:
        """Return the photo of a single available car if its card or its photos are shown."""
        if len(cars_told) != 1 or cars_told[0].status != "available":
            return None
        intents = self.question.intents
        if Intent.REFRAIN in intents:
            return None
        shows_card = Intent.AVAILABILITY in intents or not intents & QUESTIONS
        if shows_card or Intent.PHOTOS in intents:
            return cover_photo(self.tenant, cars_told[0])
        return None
