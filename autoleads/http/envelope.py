"""The envelope that every answer comes in."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

T = TypeVar("T")


class _Shape(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, defer_build=True)


class Envelope(_Shape, Generic[T]):
    """A success."""

    success: Literal[True]
    data: T


class PageMeta(_Shape):
    page: int
    limit: int
    total: int
    total_pages: int


class PageOf(_Shape, Generic[T]):
    """A page of a list."""

    success: Literal[True]
    data: list[T]
    meta: PageMeta


class FieldProblem(_Shape):
    field: str
    message: str


class Problem(_Shape):
    code: str
    message: str
    details: list[FieldProblem]


class RequestMeta(_Shape):
    request_id: str | None


class ErrorEnvelope(_Shape):
    """Any error."""

    success: Literal[False]
    error: Problem
    meta: RequestMeta
