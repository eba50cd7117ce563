"""The page where a member of the team logs in."""

from __future__ import annotations

import re
from dataclasses import dataclass

TARGET = re.compile(r"/admin(?:/[\w./-]*)?(?:\?[\w=&%.+-]*)?", re.ASCII)


@dataclass(frozen=True)
class LoginPage:
    """The context of `panel/login.html`."""

    email: str
    target: str | None
    """Where the browser wanted to go."""
    problem: str | None
    """The phrase that says why the last try failed."""


def safe_target(written: str | None) -> str | None:
    """Return the address to go to after a login; None for any that is not a page of the panel."""
    if not written or not TARGET.fullmatch(written) or ".." in written:
        return None
    return written
