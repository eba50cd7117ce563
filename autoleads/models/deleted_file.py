from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import Moment


class DeletedFile(Base):
    """A file that the workers delete from the store when it is due.

    Of all tenants and without row-level security: a random name tells nothing about anybody.
    """

    __tablename__ = "deleted_files"
    __table_args__ = (Index(None, "due_at"),)

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[Moment]
