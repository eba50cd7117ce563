"""Hashes of passwords, without a database."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from autoleads.services.accounts import CHEAP, STRONG, Passwords


@pytest.mark.parametrize("hasher", [CHEAP, STRONG])
def test_a_user_without_a_password_costs_a_whole_hash(hasher: PasswordHasher) -> None:
    passwords = Passwords(hasher)
    compared = passwords._dummy_hash

    assert not passwords.needs_rehash(compared)
    with pytest.raises(VerifyMismatchError):  # a malformed one would be refused at once
        hasher.verify(compared, "any password")
    assert not passwords.verify(None, "any password")
