"""The page where a one-time link leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PasswordPage:
    """What `panel/password.html` is given; `problem` is the phrase that says what was wrong."""

    token: str
    problem: Literal["password_length", "password_link_used"] | None = None
