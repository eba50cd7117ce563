"""The page of the dealer's own domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autoleads.errors import AutoLeadsError
from autoleads.extensions import current
from autoleads.models import DomainClaim
from autoleads.services import tenants
from autoleads.services.tenants import TenantInfo, TenantUrls
from autoleads.text.phrases import Phrases
from autoleads.views.panel.forms import FormState
from autoleads.views.panel.settings import SECTIONS

TONES = {"pending": "wait", "verified": "good", "failed": "late"}


@dataclass(frozen=True)
class DomainPage:
    """The context of `panel/settings/domain.html`."""

    form: FormState
    claim: DomainClaim | None
    address: str
    """The tenant's address that is always served."""
    section: str = "domain"

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        phrases: Phrases,
        typed: Mapping[str, str] | None,
        problem: AutoLeadsError | None,
    ) -> DomainPage:
        """Return the page of a tenant, after a problem with what was typed."""
        claim = tenants.find_claim(tenant)
        form = FormState({"domain": claim.domain if claim else ""})
        if problem is not None and typed is not None:
            form = FormState.refused({**form.values, **typed}, problem, phrases)
        return cls(form, claim, current(TenantUrls).host(tenant))

    @property
    def tone(self) -> str:
        return TONES[self.claim.status] if self.claim else ""

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS
