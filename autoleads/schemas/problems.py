"""Pydantic's errors as ours: the name that the client wrote, and a phrase for the problem."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from autoleads.errors import FieldError
from autoleads.schemas.base import EMAIL
from autoleads.schemas.tenants import TIME_OF_DAY
from autoleads.text.phrases import fields

PHRASES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "int_type": "not_whole_number",
    "int_parsing": "not_whole_number",
    "int_parsing_size": "not_whole_number",
    "int_from_float": "not_whole_number",
    "float_type": "not_number",
    "float_parsing": "not_number",
    "finite_number": "not_number",
    "greater_than": "not_greater",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "list_type": "not_list",
    "too_short": "too_few",
    "too_long": "too_many",
    "dict_type": "not_object",
    "model_type": "not_object",
    "model_attributes_type": "not_object",
    "none_required": "not_null",
    "literal_error": "not_a_choice",
    "date_from_datetime_parsing": "not_a_date",
    "datetime_from_date_parsing": "not_a_moment",
    "datetime_parsing": "not_a_moment",
    "datetime_type": "not_a_moment",
    "timezone_aware": "not_a_moment",
}
"""The type of an error of pydantic's → the phrase; errors of our validators are named by theirs."""

PATTERNS = {EMAIL: "not_an_email", TIME_OF_DAY: "not_a_time_of_day"}


def field_errors(
    error: ValidationError, depth: int | None = None, null: str | None = None
) -> list[FieldError]:
    """Return the wrong fields by the names and dotted paths that the client wrote.

    Args:
        depth: how many steps of a path to name; None names all.
        null: the phrase for a null that the field cannot be, where clients cannot write null.
    """
    found = []
    for detail in error.errors(include_url=False):
        path = ".".join(map(str, detail["loc"][:depth]))
        values = detail.get("ctx", {})
        phrase = _phrase(detail["type"], values)
        if null and detail["input"] is None:
            phrase = null
        found.append(FieldError(path, phrase, values))
    return found


def _phrase(kind: str, values: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(values["pattern"], "wrong_form")
    if values.get("min_length") == 1:
        return "empty"
    # Pydantic calls a cleaned text a value, and its characters items.
    if values.get("field_type") == "Value":
        return kind
    if kind in PHRASES:
        return PHRASES[kind]
    return kind if kind in fields.PHRASES else "not_valid"
