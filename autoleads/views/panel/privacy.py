"""The page about one person's data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autoleads.services import privacy
from autoleads.services.privacy import Person
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import parse_phone
from autoleads.views.panel.settings import SECTIONS


@dataclass(frozen=True)
class PrivacyPage:
    """The context of `panel/settings/privacy.html`."""

    typed: str
    person: Person | None
    section: str = "privacy"

    @classmethod
    def of(cls, tenant: TenantInfo, typed: str) -> PrivacyPage:
        """Return the page with the person of the number that was typed, if there is one."""
        phone = parse_phone(typed) if typed else None
        person = privacy.find_person(tenant, phone) if phone else None
        return cls(typed, person)

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS
