"""The state of a form: what was typed or is stored, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autoleads.errors import AutoLeadsError
from autoleads.text.phrases import Phrases


@dataclass(frozen=True)
class FormState:
    """The values and the errors of a form, by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """In the language of the page."""
    problem: AutoLeadsError | None = None
    warnings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def refused(
        cls, typed: Mapping[str, str], problem: AutoLeadsError, phrases: Phrases
    ) -> FormState:
        """Return the form as it was typed, with what is in the way; passwords are not kept."""
        errors = {
            error.field.partition(".")[0]: phrases(error.phrase, **error.values)
            for error in problem.details
        }
        values = {name: value for name, value in typed.items() if "assword" not in name}
        return cls(values, errors, problem)
