"""The OpenAPI document, as a client reads it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.support.factories import Api


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = Api(app, "any.test").get("/api/openapi.json").get_json()
    return document
