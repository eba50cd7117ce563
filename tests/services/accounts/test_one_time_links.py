"""One-time links belong to one user of one tenant."""

from __future__ import annotations

import pytest

from autoleads.database.tenant_scope import tenant_scope
from autoleads.errors import ValidationError
from autoleads.models import User
from autoleads.services import accounts
from autoleads.services.accounts import NewUser
from tests.support.factories import Dealer


def token_for(user: User) -> str:
    return accounts.one_time_link("https://dealer.test", user).partition("token=")[2]


def test_link_does_not_work_for_the_user_of_another_tenant_with_the_same_id(
    dealer_a: Dealer, dealer_b: Dealer
) -> None:
    with dealer_b.app.app_context(), tenant_scope(dealer_b.tenant.id):
        new_user = NewUser(email="new@dealer-b.test", name="New", role="sales")
        user = accounts.create_user(dealer_b.tenant, new_user)
        namesake = User(id=user.id, tenant_id=dealer_a.tenant.id)

        with pytest.raises(ValidationError):
            accounts.use_one_time_token(dealer_b.tenant, token_for(namesake), "kata-sandi-baru")
        accounts.use_one_time_token(dealer_b.tenant, token_for(user), "kata-sandi-baru")
