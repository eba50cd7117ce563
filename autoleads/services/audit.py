"""The audit log: what the team does besides working on leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from sqlalchemy import inspect

from autoleads.database.prepared import PreparedStatement
from autoleads.extensions import Base
from autoleads.models import User

Action = Literal[
    "settings_changed",
    "user_added",
    "user_changed",
    "user_removed",
    "device_added",
    "device_changed",
    "device_removed",
    "car_added",
    "car_changed",
    "cars_imported",
    "cars_exported",
    "leads_exported",
    "person_exported",
    "person_erased",
]
INSERT = PreparedStatement(
    """
    INSERT INTO audit_events (tenant_id, user_id, action, details, created_at)
    VALUES (:tenant_id, :user_id, :action, :details, :created_at)
    """,
    {
        "tenant_id": "bigint",
        "user_id": "bigint",
        "action": "text",
        "details": "jsonb",
        "created_at": "timestamptz",
    },
)
UNSEEN = {
    "version",
    "created_at",
    "updated_at",
    "sold_at",
    "search_text",
    "public_name",
    "slug",
    "brand_key",
    "model_key",
    "color_key",
    "public_json",
    "public_json_shape",
}
"""Columns that follow from others."""


def record(
    tenant_id: int,
    action: Action,
    by: User | None,
    *,
    subject: str | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Record what a user did to a subject; what operators do at the command line is not recorded.

    Takes an id, because changes of tenants themselves are recorded too.
    """
    if by is None:
        return
    details: dict[str, Any] = {}
    if subject is not None:
        details["subject"] = subject
    if fields:
        details["fields"] = list(fields)
    event = {
        "tenant_id": tenant_id,
        "user_id": by.id,
        "action": action,
        "details": orjson.dumps(details).decode(),
        # Not the transaction's: the entries of one keep their order.
        "created_at": datetime.now(UTC),
    }
    INSERT.execute(event)


def changed_columns(row: Base) -> list[str]:
    """Return the columns of a row whose values are not yet those of the database."""
    state = inspect(row)
    names = {attribute.key for attribute in state.mapper.column_attrs} - UNSEEN
    return sorted(name for name in names if state.attrs[name].history.has_changes())
