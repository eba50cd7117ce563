"""Files that leave the store once what refers to them is gone, in the same transaction or never."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from autoleads.extensions import current, db
from autoleads.models import DeletedFile
from autoleads.services.storage import Storage

BATCH = 200


def delete_later(names: Collection[str], after: timedelta = timedelta()) -> None:
    """Let files be deleted after some time; those that are to be deleted already stay so."""
    if not names:
        return
    due_at = datetime.now(UTC) + after
    rows = [{"name": name, "due_at": due_at} for name in names]
    db.session.execute(insert(DeletedFile).on_conflict_do_nothing(), rows)


def delete_due() -> int:
    """Delete the files that are due, at most 200, and return how many there were.

    Raises:
        ServiceUnavailable: the store does not respond; nothing is forgotten.
    """
    due = select(DeletedFile).where(DeletedFile.due_at <= datetime.now(UTC))
    # Other workers take others.
    query = due.order_by(DeletedFile.due_at).limit(BATCH).with_for_update(skip_locked=True)
    files = db.session.scalars(query).all()
    for file in files:
        current(Storage).delete(file.name)
        db.session.delete(file)
    db.session.flush()
    return len(files)
