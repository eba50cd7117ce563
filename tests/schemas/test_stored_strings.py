"""Every string that a client sends is cleaned or refused before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from autoleads import routes as routes  # defines all schemas
from autoleads.schemas.accounts import LoginIn, OneTimePasswordIn, PasswordIn
from autoleads.schemas.base import Query, RequestBody
from autoleads.schemas.users import UserIn, UserPatch

UNSAFE = "https://ex\x00ample.com/\x07\ud800"
HASHED = {
    (LoginIn, "password"),
    (PasswordIn, "current_password"),
    (PasswordIn, "new_password"),
    (OneTimePasswordIn, "new_password"),
    (OneTimePasswordIn, "token"),
    (UserIn, "password"),
    (UserPatch, "password"),
}
"""Fields that are never stored as they are sent."""


def schemas(base: type[Any]) -> Iterator[type[Any]]:
    for schema in base.__subclasses__():
        yield schema
        yield from schemas(schema)


FIELDS = [
    (schema, name)
    for base in (RequestBody, Query)
    for schema in schemas(base)
    for name in schema.model_fields
    if (schema, name) not in HASHED
]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize(("schema", "name"), FIELDS)
@pytest.mark.parametrize("wrapped", [False, True])
def test_control_characters_and_surrogates_never_pass(
    schema: type[Any], name: str, wrapped: bool
) -> None:
    field = schema.model_fields[name]
    annotation: Any = field.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[annotation, Field(), *field.metadata])
    try:
        accepted = adapter.validate_python([UNSAFE] if wrapped else UNSAFE)
    except ValidationError:
        return

    for text in strings(accepted):
        assert not {"\x00", "\x07", "\ud800"} & set(text), (schema, name, text)
