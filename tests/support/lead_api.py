"""Helpers to read the responses of the admin API about leads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from werkzeug.test import TestResponse

from tests.support.factories import Api

LEADS = "/api/admin/leads"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def data(response: TestResponse, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.get_json()["data"]


def ids(response: TestResponse) -> list[int]:
    return [lead["id"] for lead in data(response)]


def wrong_fields(response: TestResponse) -> list[str]:
    """Return the fields that a 422 names."""
    assert response.status_code == 422, response.text
    return [detail["field"] for detail in response.get_json()["error"]["details"]]


def timeline(api: Api, lead_id: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = data(api.get(f"{LEADS}/{lead_id}/timeline"))
    return entries
