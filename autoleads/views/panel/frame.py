"""The frame of every page of the panel: the menu, the user, and the pulse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autoleads.models import User
from autoleads.models.lead import LEAD_STATUSES
from autoleads.services import accounts, leads
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases.panel import NAMING_TOASTS, TOASTS


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu."""

    key: str
    icon: str
    endpoint: str


TODAY = MenuEntry("today", "today", "panel.today.show")
CHAT = MenuEntry("chat", "chat", "panel.chat.index")
LEADS = MenuEntry("leads", "users", "panel.leads.index")
CARS = MenuEntry("cars", "car", "panel.cars.index")
FIGURES = MenuEntry("figures", "chart", "panel.figures.show")
SETTINGS = MenuEntry("settings", "gear", "panel.settings.start")
TRY_REPLY = MenuEntry("try_reply", "bolt", "panel.try_reply.new")
ACCOUNT = MenuEntry("account", "user", "panel.account.edit")
MORE = MenuEntry("more", "grid", "panel.more.index")
NEW_CAR = MenuEntry("new_car", "plus", "panel.car_form.new")
NEW_LEAD = MenuEntry("new_lead", "plus", "panel.new_lead.new")
OF_ROLE = {"owner": (FIGURES, SETTINGS), "admin": (FIGURES, TRY_REPLY), "sales": ()}
"""The entries that only some see."""
WRITTEN_UNDO = re.compile(r"([0-9]{1,18}):([a-z]{1,20})", re.ASCII)
CAN_RETURN_TO = frozenset(LEAD_STATUSES) - {"lost"}
"""A lost lead has a reason, which is gone by now."""


@dataclass(frozen=True)
class Undo:
    """A change of a lead's status that can be undone; as text `12:contacted`."""

    lead_id: int
    status: str
    """The one to go back to."""

    def __str__(self) -> str:
        return f"{self.lead_id}:{self.status}"

    @classmethod
    def parse(cls, text: str) -> Undo | None:
        """Return what a text says; None if it says nothing of this kind."""
        parts = WRITTEN_UNDO.fullmatch(text)
        return cls(int(parts[1]), parts[2]) if parts and parts[2] in CAN_RETURN_TO else None


@dataclass(frozen=True)
class Toast:
    """The notice of a change that was just made, with the way to undo it."""

    phrase: str
    name: str | None = None
    """The colleague who has done it, where the phrase names them."""
    undo: Undo | None = None

    @classmethod
    def find(
        cls, tenant: TenantInfo, said: str, *, by: int | None, undo: Undo | None
    ) -> Toast | None:
        """Return the notice that the address of a page asks for; None for any other phrase.

        Args:
            by: the id of a colleague; an address has no names, which anybody could make up.
        """
        if said in NAMING_TOASTS and by is not None:
            name = accounts.user_names(tenant).get(by)
            return cls(said, name) if name else None
        return cls(said, undo=undo) if said in TOASTS else None


@dataclass(frozen=True)
class Frame:
    """The context of `panel/frame.html`."""

    dealer: str
    user: User
    active: str
    waiting: int
    """Customers who wait, of those that the user may see."""
    pulse: str
    toast: Toast | None

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """The rail of a wide screen: all that the user may see."""
        return (TODAY, CHAT, LEADS, CARS, *OF_ROLE[self.user.role])

    @property
    def tabs(self) -> tuple[MenuEntry, ...]:
        """The tabs of a phone, with what the user adds most in the middle."""
        make = NEW_LEAD if self.user.role == "sales" else NEW_CAR
        return (TODAY, CHAT, make, CARS, MORE)

    @property
    def others(self) -> tuple[MenuEntry, ...]:
        """The pages that have no tab."""
        return (LEADS, *OF_ROLE[self.user.role], ACCOUNT)

    @property
    def tab(self) -> str:
        """The key of the tab that the page belongs to."""
        keys = {entry.key for entry in self.tabs}
        return self.active if self.active in keys else MORE.key

    @classmethod
    def of(cls, tenant: TenantInfo, user: User, active: str, toast: Toast | None) -> Frame:
        """Return the frame of a page."""
        pulse, waiting = leads.pulse_and_waiting(tenant, user)
        return cls(
            dealer=tenant.name,
            user=user,
            active=active,
            waiting=waiting,
            pulse=pulse,
            toast=toast,
        )
