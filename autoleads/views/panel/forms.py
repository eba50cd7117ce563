"""The state of a form: what was typed or is stored, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic.alias_generators import to_camel

from autoleads.errors import AutoLeadsError, FieldError
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
        values = {name: value for name, value in typed.items() if "assword" not in name}
        return cls(values, told(problem.details, phrases, typed), problem)


def told(errors: Sequence[FieldError], phrases: Phrases, names: Collection[str]) -> dict[str, str]:
    """Return what is wrong by the name of the form's field that it is about."""
    return {_field_of(error, names): phrases(error.phrase, **error.values) for error in errors}


def as_typed(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the fields of a value, each with its dotted name, as a person would type them."""
    match value:
        case None:
            yield name, ""
        case bool():
            yield name, str(value).lower()
        case float():
            yield name, f"{value:g}".replace(".", ",")
        case dict():
            for inner, part in value.items():
                yield from as_typed(f"{name}.{to_camel(inner)}", part)
        case list() | tuple() if any(isinstance(part, dict) for part in value):
            for number, part in enumerate(value):
                yield from as_typed(f"{name}.{number}", part)
        case list() | tuple():
            yield name, ", ".join(map(str, value))
        case _:
            yield name, str(value)


def _field_of(error: FieldError, names: Collection[Any]) -> str:
    """Return the field, or the group of fields, of the form that an error is about."""
    path = error.field
    while "." in path and not any(f"{name}.".startswith(f"{path}.") for name in names):
        path = path.rpartition(".")[0]
    return path
