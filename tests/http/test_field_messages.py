"""Problems of fields are told in plain words, for every field and every wrong value."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import autoleads.schemas
from autoleads.errors import FieldError
from autoleads.http.responses import field_messages
from autoleads.schemas.base import Query, RequestBody
from autoleads.schemas.problems import field_errors
from tests.support.factories import Dealer

WRONG_VALUES: list[Any] = [
    None,
    True,
    1.5,
    -1,
    10**30,
    float("inf"),
    "",
    "x",
    "x" * 20_000,
    "http://x:0",
    [],
    ["x"] * 100,
    [None],
    [{}],
    {},
    {"mon": 1},
    "2026-13-45",
    "2026-11-30T25:00:00",
]


def schemas(base: type) -> Iterator[type]:
    for path in sorted(Path(autoleads.schemas.__path__[0]).glob("[a-z]*.py")):
        import_module(f"autoleads.schemas.{path.stem}")
    pending = [base]
    while pending:
        schema = pending.pop()
        pending += schema.__subclasses__()
        yield schema


def errors_of(schema: Any, body: dict[str, Any]) -> list[FieldError]:
    try:
        schema.model_validate(body)
    except ValidationError as error:
        return field_errors(error)
    return []


@pytest.mark.parametrize(
    "schema", [*schemas(RequestBody), *schemas(Query)], ids=lambda schema: schema.__name__
)
def test_every_wrong_value_is_told_in_words_of_ours(schema: Any) -> None:
    names = [field.alias for field in schema.model_fields.values()]
    bodies = [{name: value} for name in [*names, "unknown"] for value in WRONG_VALUES]

    found = [wrong for body in bodies for wrong in errors_of(schema, body)]
    assert [wrong for wrong in found if wrong.phrase == "not_valid"] == []
    assert all(message["message"] for message in field_messages(found))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"price": "murah"}, "must be a whole number"),
        ({"price": 0}, "must be at least 1"),
        ({"brand": ""}, "must not be empty"),
        ({"brand": "x" * 201}, "must have at most 200 characters"),
        ({"brand": 7}, "must be text"),
        ({"fuelType": "coal"}, "must be one of 'petrol', 'diesel', 'hybrid', 'electric' or 'gas'"),
        ({"features": "sunroof"}, "must be a list"),
        ({"taxDueOn": "besok"}, "must be a date such as 2026-11-30"),
        ({"tenantId": 1}, "is not a field of this resource"),
        ({"plateNumber": "?"}, "must be a number plate such as B 1234 XYZ"),
    ],
)
def test_message_of_a_wrong_field(dealer_a: Dealer, change: dict[str, Any], message: str) -> None:
    car = {
        "brand": "Honda",
        "model": "Brio",
        "year": 2022,
        "price": 178_000_000,
        "km": 31_000,
        "transmission": "automatic",
        "fuelType": "petrol",
    }

    response = dealer_a.owner.post("/api/admin/cars", json=car | change)

    [name] = change
    assert response.status_code == 422
    assert response.get_json()["error"]["details"] == [{"field": name, "message": message}]


def test_message_of_a_missing_field(dealer_a: Dealer) -> None:
    response = dealer_a.owner.post("/api/admin/leads", json={"customerName": "Sari"})

    assert response.get_json()["error"]["details"] == [
        {"field": "customerPhone", "message": "is required"}
    ]
