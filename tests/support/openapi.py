"""Reading the OpenAPI document of the application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

JSON = "application/json"


@dataclass(frozen=True)
class Operation:
    """A described operation: its method in upper case, its path, and what the document says."""

    method: str
    path: str
    says: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def statuses(self) -> set[str]:
        return set(self.says["responses"])

    @property
    def json_schema(self) -> dict[str, Any] | None:
        """The schema of its JSON body, if it takes one."""
        content = self.says.get("requestBody", {}).get("content", {})
        schema: dict[str, Any] | None = content.get(JSON, {}).get("schema")
        return schema

    def parameters(self, place: str) -> set[str]:
        """Return the names of its parameters in `path`, `query` or `header`."""
        return {p["name"] for p in self.says["parameters"] if p["in"] == place}


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return all operations, in the order of the document."""
    found = []
    for path, methods in document["paths"].items():
        for method, says in methods.items():
            found.append(Operation(method.upper(), path, says))
    return found


def objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every JSON object in a part of the document."""
    if isinstance(tree, list):
        for item in tree:
            yield from objects(item)
    if isinstance(tree, dict):
        yield tree
        yield from objects(list(tree.values()))


def resolve(document: dict[str, Any], reference: str) -> Any:
    """Return the part of the document that a `$ref` points to.

    Raises:
        KeyError: the document has no such part.
    """
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def objects_of_schema(document: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every JSON object of a schema and of the schemas that it refers to."""
    found: list[dict[str, Any]] = []
    followed = set()
    queue = list(objects(schema))
    while queue:
        item = queue.pop()
        found.append(item)
        reference = item.get("$ref")
        if isinstance(reference, str) and reference not in followed:
            followed.add(reference)
            queue += objects(resolve(document, reference))
    return found
