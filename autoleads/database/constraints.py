"""Races are decided by constraints; this tells which one said no."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError


def is_violation_of(error: IntegrityError, name: str) -> bool:
    """Whether it was the constraint of that name."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None) == name
