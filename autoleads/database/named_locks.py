"""Locks on names, where no row and no constraint decides who comes first."""

from __future__ import annotations

from sqlalchemy import func, select

from autoleads.extensions import db


def lock_name(name: str, owner_id: int) -> None:
    """Let transactions that lock this name of this owner take turns, until the end of each."""
    key = func.hashtextextended(name, owner_id)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))


def try_lock_name(name: str, owner_id: int) -> bool:
    """Lock a name as `lock_name` does; return False if another transaction has locked it."""
    key = func.hashtextextended(name, owner_id)
    return bool(db.session.scalar(select(func.pg_try_advisory_xact_lock(key))))
