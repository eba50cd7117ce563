"""The OpenAPI document as the documentation page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """A parameter or a property: its name, what it may be, whether it must be there."""

    name: str
    kind: str
    required: bool
    note: str = ""


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    login: bool
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    statuses: list[str]

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".translate(str.maketrans("/{}", "---"))


def sections(spec: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations by tag, in the order of the routes."""
    grouped: dict[str, list[Operation]] = {}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            grouped.setdefault(operation["tags"][0], []).append(
                _operation(spec, path, method, operation)
            )
    return grouped


def _operation(
    spec: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> Operation:
    good: dict[str, Any] = next(
        (answer for status, answer in operation["responses"].items() if status < "300"), {}
    )
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        login=operation.get("security") != [],
        parameters=[
            Field(p["name"], _kind(p["schema"]), p.get("required", False), p["in"])
            for p in operation.get("parameters", [])
        ],
        body=_properties(spec, _schema(operation.get("requestBody", {}))),
        answer=_properties(spec, _data(spec, _schema(good))),
        statuses=sorted(operation["responses"]),
    )


def _schema(holder: dict[str, Any]) -> dict[str, Any]:
    """The schema of a body or an answer, whatever its media type."""
    content: dict[str, Any] = next(iter(holder.get("content", {}).values()), {})
    schema: dict[str, Any] = content.get("schema", {})
    return schema


def _data(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What is inside an envelope: the object, or the items of the list."""
    data: dict[str, Any] = _resolve(spec, schema).get("properties", {}).get("data", {})
    items: dict[str, Any] = data.get("items", data)
    return items


def _properties(spec: dict[str, Any], schema: dict[str, Any]) -> list[Field]:
    resolved = _resolve(spec, schema)
    required = resolved.get("required", [])
    return [
        Field(name, _kind(inner), name in required, inner.get("description", ""))
        for name, inner in resolved.get("properties", {}).items()
    ]


def _resolve(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = spec["components"]["schemas"].get(name, schema)
    return found


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_kind(inner) for inner in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "any"))
