"""Webhooks that fail on our side."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.exc import DataError

from autoleads.extensions import db
from tests.conftest import LogLines
from tests.support.factories import Dealer
from tests.support.fake_gateway import CUSTOMER, connect

TEXT = "rahasia dagang"


@pytest.mark.parametrize(
    "failure",
    [
        DataError("INSERT INTO messages", {"text": TEXT}, Exception(f"{CUSTOMER}: {TEXT}")),
        KeyError(f"{CUSTOMER}: {TEXT}"),
    ],
)
def test_the_log_of_a_failed_webhook_has_the_traceback_but_not_the_words_of_the_error(
    dealer_a: Dealer, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail_to_commit() -> None:
        raise failure

    line = connect(dealer_a)
    monkeypatch.setattr(db.session, "commit", fail_to_commit)
    log_lines()
    response = line.post(line.payload(TEXT))
    [error] = [entry for entry in log_lines() if entry["level"] == "error"]

    assert response.status_code == 503
    assert error["error"] == type(failure).__name__
    assert "in fail_to_commit" in error["trace"]
    assert CUSTOMER not in json.dumps(error)
    assert TEXT not in json.dumps(error)
