"""The settings of a tenant, which one JSON column holds in the spelling of the admin API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass

from autoleads.text.credit import CreditEstimate, estimate_credit

IN_JSON = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True)
"""Names are camelCase in JSON; unknown ones, as a newer release may store, are ignored."""


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class CreditRates:
    """The terms that credit estimates are computed with."""

    flat_yearly_percent: float
    default_dp_percent: float
    """The down payment, in percent of the price."""
    admin_fee: int = 0
    """Rupiah."""
    tenors_months: tuple[int, ...]

    def estimate(self, price: int, down_payment: int, months: int) -> CreditEstimate:
        """Return the costs of a credit at these terms; it raises what `estimate_credit` raises."""
        return estimate_credit(
            price,
            down_payment=down_payment,
            tenor_months=months,
            flat_yearly_percent=self.flat_yearly_percent,
            admin_fee=self.admin_fee,
        )


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class AutoReplySettings:
    """Settings of the auto-replies."""

    enabled: bool = True
    greeting: str | None = None
    away_text: str | None = None
    """Sent outside business hours."""
    language: Literal["auto", "id", "en"] = "auto"
    """`auto` is the language that the customer writes."""


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class AssignmentSettings:
    """Settings of the assignment of leads to salespeople."""

    mode: Literal["off", "round-robin"] = "off"
    reassign_after_minutes: int | None = None
    """None: a lead stays with a salesperson who does not reply."""


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class NotifySettings:
    """Settings of the notifications about customers who wait."""

    enabled: bool = True
    reminders: bool = True
    """Again after 5 and 15 minutes."""
    escalate_after_minutes: int = 30
    """Then the owner and the admins are told too; 0: never."""


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class CannedReply:
    """A reply that the team writes often; `{nama}`, `{mobil}` and `{harga}` are filled in."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class TenantSettings:
    """All settings, those that were never changed with their defaults."""

    credit_rates: CreditRates | None = None
    auto_reply: Annotated[AutoReplySettings, Field(alias="answers")] = AutoReplySettings()
    assignment: AssignmentSettings = AssignmentSettings()
    cors_origins: tuple[str, ...] = ()
    replies: tuple[CannedReply, ...] = ()
    answer_target_minutes: int = 15
    """A customer who waits longer waits too long."""
    notify: NotifySettings = NotifySettings()
    status_before_move: str | None = None
    """Set while the tenant moves to another installation, and after it in the one it left."""


@dataclass(frozen=True, kw_only=True, config=IN_JSON)
class SettingsChanges:
    """Changes of settings, each replaced as a whole: what is MISSING stays as it is."""

    credit_rates: CreditRates | MISSING | None = MISSING
    auto_reply: Annotated[AutoReplySettings | MISSING, Field(alias="answers")] = MISSING
    assignment: AssignmentSettings | MISSING = MISSING
    cors_origins: tuple[str, ...] | MISSING = MISSING
    replies: tuple[CannedReply, ...] | MISSING = MISSING
    answer_target_minutes: int | MISSING = MISSING
    notify: NotifySettings | MISSING = MISSING


_SETTINGS = TypeAdapter(TenantSettings)
_CHANGES = TypeAdapter(SettingsChanges)


def read_settings(stored: dict[str, Any]) -> TenantSettings:
    """Return the settings that the column holds."""
    return _SETTINGS.validate_python(stored)


def merge_settings(stored: dict[str, Any], changes: SettingsChanges) -> dict[str, Any]:
    """Return what the column holds after the changes."""
    changed: dict[str, Any] = _CHANGES.dump_python(changes, by_alias=True, mode="json")
    return stored | changed
