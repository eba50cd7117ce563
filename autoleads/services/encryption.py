"""Secrets at rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Encryptor:
    """Encrypts with the first key, decrypts with any: put a new key first to rotate."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def decrypt(self, sealed: str, *, max_age: timedelta | None = None) -> str | None:
        """None when no key of ours opens it, or when it was sealed longer ago."""
        try:
            ttl = int(max_age.total_seconds()) if max_age else None
            return self._fernet.decrypt(sealed.encode(), ttl=ttl).decode()
        except InvalidToken:
            return None
