from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from autoleads.extensions import Base
from autoleads.models.base import CreatedAt, Id, Moment, TenantOwned, UpdatedAt


class Contact(TenantOwned, Base):
    """A customer of one tenant, known by phone, by WhatsApp's privacy id, or by both."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "phone"),
        UniqueConstraint("tenant_id", "lid"),
        CheckConstraint("phone IS NOT NULL OR lid IS NOT NULL", name="reachable"),
    )

    id: Mapped[Id]
    phone: Mapped[str | None]
    """E.164."""
    lid: Mapped[str | None]
    """The privacy id that WhatsApp gives in place of a hidden number, `…@lid`."""
    name: Mapped[str | None]
    opted_out_at: Mapped[Moment | None]
    """Since then no auto-reply is sent; the next message of the customer lifts it."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class ContactWord(Base):
    """A word of a contact's name or its number, by which searches find its leads.

    Triggers copy them from the contact, without foreign keys, which would check each word.
    """

    __tablename__ = "contact_words"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    reversed: Mapped[bool] = mapped_column(primary_key=True)
    """True for a word that is written from its end: it is found by its last letters."""
    word: Mapped[str] = mapped_column(String(collation="C"), primary_key=True)
    """In lower case and without apostrophes; a number in digits, with its country."""
    contact_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
