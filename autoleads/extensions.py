"""The extensions, and a place in each application for its own service objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g
from flask_jwt_extended import JWTManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"

T = TypeVar("T")


class Base(DeclarativeBase):
    """The base of all models; its convention gives every constraint a name to match errors by."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012


def chosen_replica() -> str | None:
    """Return the name of the replica to read from; None means the primary."""
    name: str | None = g.get("replica")
    return name


class RoutedSession(Session):
    """A session that reads from the replica that is chosen, if one is."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        if replica := chosen_replica():
            return self._db.engines[replica]
        return super().get_bind(*args, **kwargs)


db = SQLAlchemy(
    model_class=Base, session_options={"class_": RoutedSession, "expire_on_commit": False}
)
jwt = JWTManager()


def install(app: Flask, *instances: object) -> None:
    """Make these the application's instances of their classes."""
    for instance in instances:
        app.extensions[_key(type(instance))] = instance


def installed(app: Flask, kind: type[T]) -> T:
    """Return an application's instance of a class."""
    return cast("T", app.extensions[_key(kind)])


def find_installed(app: Flask, kind: type[T]) -> T | None:
    """Return an application's instance of a class that not every application has."""
    return cast("T | None", app.extensions.get(_key(kind)))


def current(kind: type[T]) -> T:
    """Return the current application's instance of a class."""
    return cast("T", current_app.extensions[_key(kind)])


def _key(kind: type) -> str:
    return f"autoleads.{kind.__qualname__}"
