"""Request bodies, the dataclasses that services take, and columns have the same names."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import inspect

from autoleads.extensions import Base
from autoleads.models import User
from autoleads.schemas.base import RequestBody
from autoleads.schemas.users import UserIn, UserPatch
from autoleads.services.accounts import NewUser, UserChanges

NOT_COLUMNS = {"password"}


@pytest.mark.parametrize(
    ("schema", "dataclass", "model"),
    [
        (UserIn, NewUser, User),
        (UserPatch, UserChanges, User),
    ],
)
def test_schema_dataclass_and_model_have_the_same_fields(
    schema: type[RequestBody], dataclass: Any, model: type[Base]
) -> None:
    names = {field.name for field in fields(dataclass)}

    assert names == set(schema.model_fields)
    assert names - NOT_COLUMNS <= set(inspect(model).columns.keys())
