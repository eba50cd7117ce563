"""Request bodies, the dataclasses that services take, and columns have the same names."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import inspect

from autoleads.extensions import Base
from autoleads.models import Car, Tenant, User
from autoleads.schemas import tenants as schemas
from autoleads.schemas.base import RequestBody, ResponseModel
from autoleads.schemas.cars import CarIn, CarPatch
from autoleads.schemas.tenants import TenantIn, TenantPatch
from autoleads.schemas.users import UserIn, UserPatch
from autoleads.services.accounts import NewUser, UserChanges
from autoleads.services.cars import CarChanges, NewCar
from autoleads.services.tenants import (
    AssignmentSettings,
    AutoReplySettings,
    CreditRates,
    NewTenant,
    SettingsChanges,
    TenantChanges,
    TenantInfo,
)
from autoleads.services.tenants.settings import TenantSettings

NOT_COLUMNS = {"password"}
OF_OPERATORS = {"status_before_move"}
"""Settings that no request changes."""


@pytest.mark.parametrize(
    ("schema", "dataclass", "model"),
    [
        (CarIn, NewCar, Car),
        (CarPatch, CarChanges, Car),
        (UserIn, NewUser, User),
        (UserPatch, UserChanges, User),
        (TenantIn, NewTenant, Tenant),
    ],
)
def test_schema_dataclass_and_model_have_the_same_fields(
    schema: type[RequestBody], dataclass: Any, model: type[Base]
) -> None:
    names = names_of(dataclass)

    assert names == set(schema.model_fields)
    assert names - NOT_COLUMNS <= columns_of(model)


def test_changes_of_a_tenant_are_columns_and_settings() -> None:
    columns = names_of(TenantChanges)
    settings = names_of(SettingsChanges)

    assert columns | settings == set(TenantPatch.model_fields)
    assert columns <= columns_of(Tenant)
    assert settings == names_of(TenantSettings) - OF_OPERATORS
    assert columns_of(Tenant) - {"settings"} | settings | OF_OPERATORS == names_of(TenantInfo)


@pytest.mark.parametrize(
    ("schema", "dataclass", "response"),
    [
        (schemas.CreditRates, CreditRates, schemas.CreditRatesOut),
        (schemas.Answers, AutoReplySettings, schemas.AnswersOut),
        (schemas.Assignment, AssignmentSettings, schemas.AssignmentOut),
    ],
)
def test_schemas_of_a_setting_have_its_fields(
    schema: type[RequestBody], dataclass: Any, response: type[ResponseModel]
) -> None:
    assert set(schema.model_fields) == names_of(dataclass) == set(response.model_fields)


def names_of(dataclass: Any) -> set[str]:
    return {field.name for field in fields(dataclass)}


def columns_of(model: type[Base]) -> set[str]:
    return set(inspect(model).columns.keys())
