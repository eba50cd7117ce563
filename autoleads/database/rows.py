"""Reading, locking and changing rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import MISSING
from sqlalchemy import ColumnElement, Select, update

from autoleads.errors import NotFound, PreconditionFailed
from autoleads.extensions import Base, db

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


class Versioned(Protocol):
    """A model whose edits move its version and its time of change."""

    version: Any
    updated_at: Any


def get_or_404(query: Select[T], error: type[NotFound] = NotFound) -> T:
    """Return the one row of a query.

    Raises:
        NotFound: the query has no row; `error` may be a more particular kind.
    """
    row = db.session.scalar(query)
    if row is None:
        raise error
    return row


def for_update(query: Select[T]) -> Select[T]:
    """Return the query with its rows locked until the transaction ends, and read after the lock.

    Only the rows of the queried model are locked, not those joined to it. The lock is FOR NO KEY
    UPDATE: other transactions may go on inserting rows that refer to them.
    """
    model = query.column_descriptions[0]["entity"]
    locked = query.with_for_update(of=model, key_share=True)
    return locked.execution_options(populate_existing=True)


def require_version(row: Versioned, expected: Collection[int] | None) -> None:
    """Check the version of a locked row against those that the client accepts; None accepts any.

    Raises:
        PreconditionFailed: the row has another version by now.
    """
    if expected is not None and row.version not in expected:
        raise PreconditionFailed


def given_fields(changes: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a dataclass of changes that are not MISSING."""
    values = {field.name: getattr(changes, field.name) for field in fields(changes)}
    return {name: value for name, value in values.items() if value is not MISSING}


def apply_changes(row: Base, changes: DataclassInstance) -> None:
    """Set the columns that a dataclass of changes gives a value; MISSING ones stay as they are."""
    for name, value in given_fields(changes).items():
        setattr(row, name, value)


def update_in_background(
    model: type[Base], *conditions: ColumnElement[bool], **values: Any
) -> None:
    """Update rows without moving their version and time of change, because no person edited them.

    Rows that the session holds are not refreshed.
    """
    unchanged = {"version": model.version, "updated_at": model.updated_at}  # type: ignore[attr-defined]
    statement = update(model).where(*conditions).values(**values, **unchanged)
    db.session.execute(statement, execution_options={"synchronize_session": False})
