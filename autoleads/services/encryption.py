"""Secrets at rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Encryptor:
    """Encrypts with the first key, decrypts with any: put a new key first to rotate."""

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None

    def configure(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, secret: str) -> str:
        return self._opened().encrypt(secret.encode()).decode()

    def decrypt(self, sealed: str, *, max_age: timedelta | None = None) -> str | None:
        """None when no key of ours opens it, or when it was sealed longer ago."""
        try:
            ttl = int(max_age.total_seconds()) if max_age else None
            return self._opened().decrypt(sealed.encode(), ttl=ttl).decode()
        except InvalidToken:
            return None

    def rotate(self, sealed: str) -> str:
        """The same secret under the first key."""
        return self._opened().rotate(sealed.encode()).decode()

    def _opened(self) -> MultiFernet:
        if self._fernet is None:
            raise RuntimeError("configure the encryptor first")
        return self._fernet


encryptor = Encryptor()
