"""The pages of the dealer's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autoleads.errors import AutoLeadsError
from autoleads.services.tenants import TenantInfo
from autoleads.text.numbers import group_thousands
from autoleads.text.phrases import Phrases
from autoleads.text.rupiah import money
from autoleads.views.panel.forms import FormState, as_typed

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
MAX_REPLIES = 30
EMPTY_REPLIES = 2
"""Empty lines for more canned replies."""
SECTIONS: Mapping[str, tuple[str, str]] = {
    "dealer": ("panel.settings.edit", "settings_dealer"),
    "hours": ("panel.settings.edit", "settings_hours"),
    "answers": ("panel.settings.edit", "settings_answers"),
    "try": ("panel.try_reply.new", "settings_try"),
    "credit": ("panel.settings.edit", "settings_credit"),
    "devices": ("panel.devices.index", "settings_devices"),
    "domain": ("panel.domain.edit", "settings_domain"),
    "team": ("panel.team.index", "settings_team"),
    "privacy": ("panel.privacy.index", "settings_privacy"),
    "audit": ("panel.audit.index", "settings_audit"),
}
"""The pages in their order: each with its endpoint and the phrase that names it."""
REPLY = re.compile(r"replies\.([0-9]{1,3})\.(title|text)", re.ASCII)


def _percent(written: str) -> str:
    """Read `7,5` and `7.5%`."""
    return written.strip().rstrip("%").strip().replace(",", ".")


def _months(written: str) -> list[str]:
    """Read `12, 24, 36`."""
    return re.findall(r"[^,;\s]+", written)


def _clock(written: str) -> str:
    """Read `9`, `9.30`, `09:30` and `0930` as `09:30`."""
    parts = re.fullmatch(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?", written.strip(), re.ASCII)
    return f"{parts[1]:0>2}:{parts[2] or '00'}" if parts else written


CLOCKS = [f"businessHours.{day}.{name}" for day in DAYS for name in ("open", "close")]
CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    "creditRates.flatYearlyPercent": _percent,
    "creditRates.defaultDpPercent": _percent,
    "creditRates.adminFee": money,
    "creditRates.tenorsMonths": _months,
    **dict.fromkeys(CLOCKS, _clock),
}
"""What reads the fields as people write them."""


@dataclass(frozen=True)
class SettingsPage:
    """The context of the templates in `panel/settings/`."""

    section: str
    form: FormState
    version: int
    """The version of the tenant that the form was filled in from."""
    zones: Sequence[tuple[str, str]]
    """The time zones to choose from, with their names."""

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        section: str,
        phrases: Phrases,
        typed: Mapping[str, str] | None,
        problem: AutoLeadsError | None,
    ) -> SettingsPage:
        """Return a page of a tenant's settings, after a problem with what was typed."""
        stored = stored_values(tenant)
        form = FormState(stored)
        if problem is not None and typed is not None:
            form = FormState.refused(stored | _numbered(typed), problem, phrases)
        zones = [(zone, phrases(f"zone_{zone}")) for zone in ZONES]
        if tenant.timezone not in ZONES:
            zones.append((tenant.timezone, tenant.timezone))
        return cls(section, form, tenant.version, zones)

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS

    @property
    def days(self) -> Sequence[str]:
        return DAYS

    @property
    def reply_lines(self) -> range:
        """The numbers of the lines for canned replies."""
        filled = [name for name in self.form.values if re.fullmatch(r"replies\.\d+\.title", name)]
        return range(min(len(filled) + EMPTY_REPLIES, MAX_REPLIES))


def stored_values(tenant: TenantInfo) -> dict[str, str]:
    """Return the settings as a person would type them, by the names of the admin API."""
    stored = asdict(tenant) | {"answers": asdict(tenant.auto_reply)}
    values = dict(as_typed("", stored))
    shown = {name.removeprefix("."): value for name, value in values.items()}
    if tenant.credit_rates is not None:
        shown["creditRates.adminFee"] = group_thousands(tenant.credit_rates.admin_fee)
    return shown


def _numbered(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed with the canned replies numbered as they were read: without gaps."""
    filled: list[str] = []
    numbered = {}
    for name, value in typed.items():
        match = REPLY.fullmatch(name)
        if match is None:
            numbered[name] = value
        elif typed.get(f"replies.{match[1]}.title") or typed.get(f"replies.{match[1]}.text"):
            if match[1] not in filled:
                filled.append(match[1])
            numbered[f"replies.{filled.index(match[1])}.{match[2]}"] = value
    return numbered
