from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base


class InstallationId(Base):
    """The random id of this database, in one row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("single", name="single"),)

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    """Always true, so that there is one row."""
    id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
