"""The frame of every page of the panel: the menu, the user, and the pulse."""

from __future__ import annotations

from dataclasses import dataclass

from autoleads.models import User
from autoleads.services import leads
from autoleads.services.tenants import TenantInfo


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu."""

    key: str
    icon: str
    endpoint: str


MENU = (
    MenuEntry("today", "today", "panel.today.show"),
    MenuEntry("chat", "chat", "panel.chat.index"),
    MenuEntry("leads", "users", "panel.leads.index"),
    MenuEntry("cars", "car", "panel.cars.index"),
)
SETTINGS = MenuEntry("settings", "gear", "panel.settings.start")


@dataclass(frozen=True)
class Frame:
    """The context of `panel/frame.html`."""

    dealer: str
    user: User
    active: str
    waiting: int
    """Customers who wait, of those that the user may see."""
    pulse: str
    toast: str | None
    """The phrase of what was just done."""

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """The pages that the user may see, in the rail; a phone has the first four as tabs."""
        return (*MENU, SETTINGS) if self.user.role == "owner" else MENU

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, active: str, toast: str | None) -> Frame:
        """Return the frame of a page."""
        return cls(
            dealer=tenant.name,
            user=user,
            active=active,
            waiting=leads.count_waiting(tenant, user),
            pulse=leads.pulse(tenant),
            toast=toast,
        )
