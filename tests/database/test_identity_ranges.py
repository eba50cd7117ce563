"""A cell's ids are larger than PostgreSQL's `integer`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from autoleads.extensions import db
from autoleads.models import Lead
from autoleads.worker import maintenance
from tests.support.factories import make_dealer
from tests.support.fake_gateway import connect, rows, tenant_context
from tests.support.installations import CELL, Installation


@pytest.mark.slow
def test_leads_of_a_cell_are_assigned_and_reassigned_and_statuses_arrive(
    there: Installation,
) -> None:
    dealer = make_dealer(there.app, "dealer-new")
    settings = {"mode": "round-robin", "reassignAfterMinutes": 10}
    dealer.owner.patch("/api/admin/tenant", json={"assignment": settings})
    line = connect(dealer)
    assert min(dealer.tenant.id, line.device_id) > CELL

    assert line.say("Halo, masih ada?")["status"] == "processed"
    status = line.post({"device": line.label, "id": "80367170", "status": "sent"}, "/status")
    [lead] = rows(dealer, select(Lead))
    assert (status.status_code, lead.assigned_to) == (200, dealer.user_ids["sales"])

    long_ago = datetime.now(UTC) - timedelta(minutes=11)
    with tenant_context(dealer):
        waits = {"waiting_since": long_ago, "assigned_at": long_ago}
        db.session.execute(update(Lead).where(Lead.tenant_id == dealer.tenant.id).values(waits))
        db.session.commit()
    with there.app.app_context():
        maintenance.run_maintenance()
    assert rows(dealer, select(Lead))[0].assigned_to == dealer.user_ids["sales2"]
