"""Incoming messages, received through the service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from autoleads.extensions import db
from autoleads.models import Device, Lead
from autoleads.services import messages, tenants
from autoleads.services.messages.inbound import Received
from tests.support.fake_gateway import Line, rows, tenant_context
from tests.support.fonnte_payloads import message

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)


def receive(line: Line, text: str = "halo", at: datetime | None = None, **fields: Any) -> Received:
    timestamp = {"timestamp": at.timestamp()} if at else {}
    may_auto_reply = fields.pop("may_auto_reply", True)
    with tenant_context(line.dealer):
        device = db.session.get_one(Device, (line.dealer.tenant.id, line.device_id))
        inbound = message(message=text, **timestamp, **fields)
        received = messages.receive(
            tenants.get(line.dealer.tenant.id), device, inbound, may_auto_reply=may_auto_reply
        )
        db.session.commit()
        return received


def change(line: Line, statement: Any) -> None:
    with tenant_context(line.dealer):
        db.session.execute(statement)
        db.session.commit()


def only_lead(line: Line) -> Lead:
    [lead] = rows(line.dealer, select(Lead))
    assert isinstance(lead, Lead)
    return lead
