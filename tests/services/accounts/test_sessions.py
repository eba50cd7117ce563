"""Sessions: their lifetime, and the users whose sessions count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import Session, User
from autoleads.services import accounts
from tests.support.factories import PASSWORD, Dealer


@pytest.fixture
def dealer(dealer_a: Dealer) -> Iterator[Dealer]:
    """Dealer A, with their tenant set."""
    with dealer_a.app.app_context(), tenant_scope(dealer_a.tenant.id):
        yield dealer_a


def log_in(dealer: Dealer) -> tuple[Session, User]:
    return accounts.log_in(dealer.tenant, dealer.email("sales"), PASSWORD)


def refresh(dealer: Dealer, session: Session) -> tuple[Session, User] | None:
    return accounts.refresh(dealer.tenant, session.id, session.refresh_jti, datetime.now(UTC))


def test_refresh_prolongs_the_session_to_thirty_days(dealer: Dealer) -> None:
    session, _ = log_in(dealer)
    session.expires_at = datetime.now(UTC) + timedelta(hours=1)
    db.session.flush()

    assert refresh(dealer, session) is not None
    remaining = session.expires_at - datetime.now(UTC)
    assert timedelta(days=30, minutes=-1) < remaining <= timedelta(days=30)


def test_session_of_a_disabled_user_is_not_valid(dealer: Dealer) -> None:
    session, user = log_in(dealer)
    assert accounts.find_current_user(dealer.tenant, session.id, user.id) is user

    # What remains when the user is disabled while they log in: their session was not seen yet.
    user.status = "disabled"
    db.session.flush()

    assert accounts.find_current_user(dealer.tenant, session.id, user.id) is None
    assert refresh(dealer, session) is None
