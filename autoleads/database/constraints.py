"""Constraints decide races; this module turns a violated one into an error of ours."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from autoleads.errors import AutoLeadsError
from autoleads.extensions import db


def flush_or_raise(errors: Mapping[str, AutoLeadsError]) -> None:
    """Flush the session; raise the error given for a constraint if the flush violates that one.

    Raises:
        AutoLeadsError: the one that stands under the name of the violated constraint.
        IntegrityError: another constraint is violated.
    """
    try:
        db.session.flush()
    except IntegrityError as violation:
        for name, error in errors.items():
            if is_violation_of(violation, name):
                # A new instance: one that is raised again and again keeps every traceback.
                raise type(error)(error.phrase, error.details, **error.values) from violation
        raise


def is_violation_of(error: IntegrityError, name: str) -> bool:
    """Return whether the constraint or unique index of this name was violated.

    The driver names it; where a proxy strips that field, PostgreSQL's message quotes the name.
    """
    diagnostics = getattr(error.orig, "diag", None)
    reported = getattr(diagnostics, "constraint_name", None)
    if reported is not None:
        return bool(reported == name)
    return f'"{name}"' in str(error.orig)
