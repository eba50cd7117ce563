"""The page where the user of a one-time link sets a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PasswordPage:
    """The context of `panel/password.html`; `problem` is the key of the phrase that names it."""

    token: str
    problem: Literal["password_length", "password_link_used"] | None = None
