"""The pages of the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from autoleads.errors import AutoLeadsError
from autoleads.models import User
from autoleads.models.user import ROLES
from autoleads.services import accounts
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import whatsapp_url
from autoleads.text.phrases import Phrases
from autoleads.views.panel.forms import FormState, as_typed
from autoleads.views.panel.settings import SECTIONS

TEAM_SIZE = 100
FIELDS = {
    "name": "name",
    "email": "email",
    "phone": "phone",
    "role": "role",
    "status": "status",
    "onLeave": "on_leave",
    "onLeaveUntil": "on_leave_until",
}
"""The name of a field → that of the user's attribute."""
NEW = {"role": "sales"}


@dataclass(frozen=True)
class TeamPage:
    """The context of `panel/settings/team.html`."""

    users: Sequence[User]
    form: FormState
    """That of the assignment."""
    section: str = "team"

    @classmethod
    def of(cls, tenant: TenantInfo) -> TeamPage:
        """Return the page of a tenant."""
        users = accounts.list_users(tenant, 1, TEAM_SIZE).items
        values = dict(as_typed("assignment", asdict(tenant.assignment)))
        return cls(users, FormState(values))

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS


@dataclass(frozen=True)
class UserPage:
    """The context of `panel/settings/user.html`."""

    user: User | None
    """None: a new one."""
    form: FormState

    @classmethod
    def of(
        cls,
        user: User | None,
        phrases: Phrases,
        typed: Mapping[str, str] | None,
        problem: AutoLeadsError | None,
    ) -> UserPage:
        """Return the form of a user, after a problem with what was typed."""
        stored = _stored_values(user) if user else NEW
        if problem is None or typed is None:
            return cls(user, FormState(stored))
        return cls(user, FormState.refused({**stored, **typed}, problem, phrases))

    @property
    def roles(self) -> Sequence[str]:
        return ROLES


@dataclass(frozen=True)
class InvitationPage:
    """The context of `panel/settings/invitation.html`."""

    user: User
    link: str
    phrases: Phrases

    @property
    def share_url(self) -> str:
        """The address that opens WhatsApp with the link typed, to the user if they have a phone."""
        text = self.phrases("invitation_text", name=self.user.name, link=self.link)
        return whatsapp_url(self.user.phone or "", text)


def _stored_values(user: User) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, attribute in FIELDS.items():
        values.update(as_typed(name, getattr(user, attribute)))
    return values
