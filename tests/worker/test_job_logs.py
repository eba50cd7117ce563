"""Log lines of the worker name the queued item that they are about."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy.exc import DataError, OperationalError

from autoleads.services import messages
from tests.conftest import LogLines
from tests.support.deliveries import CUSTOMER, Deliveries


def test_lines_about_an_item_carry_its_id_and_tenant(
    deliveries: Deliveries, log_lines: LogLines
) -> None:
    deliveries.queue()
    [item] = deliveries.items()
    log_lines()
    deliveries.work()
    [line] = [line for line in log_lines() if line["message"].startswith("message accepted")]

    assert (line["jobId"], line["kind"], line["tenant"]) == (item.id, "delivery", "dealer-a")


@pytest.mark.parametrize(
    ("failure", "level", "message"),
    [
        (KeyError(CUSTOMER[:3]), "error", "outbox item failed"),
        (DataError("INSERT", {}, Exception(CUSTOMER)), "error", "outbox item failed"),
        (OperationalError("INSERT", {}, Exception(CUSTOMER)), "warning", "database unavailable"),
    ],
)
def test_line_of_a_failed_item_carries_its_id_and_tenant(
    deliveries: Deliveries,
    log_lines: LogLines,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    level: str,
    message: str,
) -> None:
    def fail(*_: object) -> None:
        raise failure

    deliveries.queue()
    [item] = deliveries.items()
    monkeypatch.setattr(messages, "prepare_delivery", fail)
    log_lines()
    deliveries.work()
    [line] = log_lines()

    assert (line["level"], line["message"]) == (level, message)
    assert (line["jobId"], line["kind"], line["tenant"]) == (item.id, "delivery", "dealer-a")
    assert CUSTOMER not in json.dumps(line)


def test_lines_after_an_item_do_not_carry_its_id(
    deliveries: Deliveries, log_lines: LogLines
) -> None:
    deliveries.queue()
    deliveries.work()
    log_lines()
    logging.getLogger("autoleads.worker").info("idle")
    [line] = log_lines()

    assert "jobId" not in line
