"""The terms of a credit that a customer names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autoleads.text.chat import Understanding


@dataclass(frozen=True)
class CreditTerms:
    """The terms that a customer has named; what they name later replaces it."""

    down_payment: int | None = None
    """In rupiah."""
    down_payment_percent: float | None = None
    tenors: tuple[int, ...] = ()
    """In months."""
    instalment_max: int | None = None
    """Rupiah a month."""
    are_doubtful: bool = False
    """True if the last terms named were not all understood, or cannot be."""

    @property
    def bound_a_search(self) -> bool:
        """True if they say what a car may cost: an instalment, or a down payment in hand."""
        return self.instalment_max is not None or self.down_payment is not None

    def of_any_car(self) -> CreditTerms:
        """Return what holds whatever the car: what the customer can pay a month."""
        return CreditTerms(instalment_max=self.instalment_max, tenors=self.tenors)

    def changed_by(self, meaning: Understanding) -> CreditTerms:
        """Return the terms with those that a message names."""
        terms = self
        if meaning.down_payment is not None or meaning.down_payment_percent is not None:
            terms = replace(
                terms,
                down_payment=meaning.down_payment,
                down_payment_percent=meaning.down_payment_percent,
            )
        if meaning.tenors:
            terms = replace(terms, tenors=meaning.tenors)
        if meaning.instalment_max is not None:
            terms = replace(terms, instalment_max=meaning.instalment_max)
        if terms != self or meaning.has_doubtful_terms:
            terms = replace(terms, are_doubtful=meaning.has_doubtful_terms)
        return terms


NO_TERMS = CreditTerms()
