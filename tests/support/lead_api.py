"""What the API says about leads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from werkzeug.test import TestResponse

from tests.support.factories import Api

LEADS = "/api/admin/leads"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def data(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.get_json()["data"]


def ids(answer: TestResponse) -> list[int]:
    return [lead["id"] for lead in data(answer)]


def wrong_fields(answer: TestResponse) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [detail["field"] for detail in answer.get_json()["error"]["details"]]


def timeline(api: Api, lead_id: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = data(api.get(f"{LEADS}/{lead_id}/timeline"))
    return entries
