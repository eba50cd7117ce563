"""Dealers."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal, cast

from pydantic import MISSING, Field, field_validator, model_validator

from autoleads.models import DomainClaim
from autoleads.models.domain_claim import DomainStatus
from autoleads.schemas.addresses import Domain, Origin, Slug, TimeZone, WebAddress
from autoleads.schemas.base import (
    Line,
    Moment,
    Phone,
    RequestBody,
    ResponseModel,
    ResponseShape,
    Text,
    wrong,
)
from autoleads.services.tenants import NewTenant, SettingsChanges, TenantChanges, TenantInfo
from autoleads.text.rupiah import MAX_RUPIAH

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Clock = Annotated[str, Field(pattern=TIME_OF_DAY)]


SETTINGS = {field.name for field in fields(SettingsChanges)}
"""The fields of a dealer that are settings, not columns."""


class OpenHours(RequestBody):
    open: Clock
    close: Clock

    @model_validator(mode="after")
    def closes_after_it_opens(self) -> OpenHours:
        if self.close <= self.open:
            raise wrong("closes_before_opening")
        return self


class CreditRates(RequestBody):
    """Terms of a credit; always sent as a whole."""

    flat_yearly_percent: float = Field(ge=0, le=100, allow_inf_nan=False)
    default_dp_percent: float = Field(ge=0, le=100, allow_inf_nan=False)
    admin_fee: Annotated[int, Field(ge=0, le=MAX_RUPIAH)] | MISSING = MISSING
    """Rupiah; left out or null: 0."""
    tenors_months: list[Annotated[int, Field(ge=1, le=120)]] = Field(min_length=1, max_length=12)

    @field_validator("admin_fee", mode="before")
    @classmethod
    def null_is_no_fee(cls, fee: Any) -> Any:
        return 0 if fee is None else fee


class Answers(RequestBody):
    """Settings of auto-replies; sent as a whole: a field left out returns to its default."""

    enabled: bool | MISSING = MISSING
    greeting: Text | MISSING | None = MISSING
    away_text: Text | MISSING | None = MISSING
    language: Literal["auto", "id", "en"] | MISSING = MISSING


class Assignment(RequestBody):
    """Settings of the assignment; sent as a whole: a field left out returns to its default."""

    mode: Literal["off", "round-robin"] | MISSING = MISSING
    reassign_after_minutes: Annotated[int, Field(ge=1, le=10080)] | MISSING | None = MISSING


class Notify(RequestBody):
    """Settings of notifications; sent as a whole: a field left out returns to its default."""

    enabled: bool | MISSING = MISSING
    reminders: bool | MISSING = MISSING
    escalate_after_minutes: Annotated[int, Field(ge=0, le=1440)] | MISSING = MISSING
    """0: never."""


class Reply(RequestBody):
    """A canned reply; `{nama}`, `{mobil}` and `{harga}` in its text are filled in."""

    title: Annotated[Line, Field(max_length=40)]
    text: Annotated[Text, Field(min_length=1, max_length=2000)]


class TenantIn(RequestBody):
    """A new dealer."""

    slug: Slug
    name: Line
    domain: Domain | None = None
    whatsapp_number: Phone | None = None

    def new_tenant(self) -> NewTenant:
        return NewTenant(**self.model_dump())


class TenantPatch(RequestBody):
    """Changes of a dealer: a field left out stays as it is, null clears it."""

    name: Line | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING
    whatsapp_number: Phone | MISSING | None = MISSING
    address: Text | MISSING | None = MISSING
    city: Line | MISSING | None = MISSING
    maps_url: WebAddress | MISSING | None = MISSING
    logo_url: WebAddress | MISSING | None = MISSING
    business_hours: dict[Day, OpenHours | None] | MISSING = MISSING
    timezone: TimeZone | MISSING = MISSING
    locale: Literal["id", "en"] | MISSING = MISSING
    domain: Domain | MISSING | None = MISSING
    credit_rates: CreditRates | MISSING | None = MISSING
    auto_reply: Answers | MISSING = Field(MISSING, alias="answers")
    assignment: Assignment | MISSING = MISSING
    cors_origins: Annotated[list[Origin], Field(max_length=20)] | MISSING = MISSING
    replies: Annotated[list[Reply], Field(max_length=30)] | MISSING = MISSING
    answer_target_minutes: Annotated[int, Field(ge=1, le=1440)] | MISSING = MISSING
    notify: Notify | MISSING = MISSING

    def changes(self) -> TenantChanges:
        return TenantChanges(**self.model_dump(exclude=SETTINGS))

    def settings_changes(self) -> SettingsChanges:
        return SettingsChanges(**self.model_dump(include=SETTINGS))


class TenantOut(ResponseModel):
    """A dealer as customers see them."""

    name: str
    slug: str
    phone: str | None
    whatsapp_number: str | None
    address: str | None
    city: str | None
    maps_url: str | None
    business_hours: dict[str, dict[str, str] | None]
    logo_url: str | None
    timezone: str


class CreditRatesOut(ResponseModel):
    """Terms of a credit."""

    flat_yearly_percent: float
    default_dp_percent: float
    admin_fee: int
    """Rupiah."""
    tenors_months: list[int]


class AnswersOut(ResponseModel):
    """Settings of auto-replies."""

    enabled: bool
    greeting: str | None
    away_text: str | None
    language: str


class AssignmentOut(ResponseModel):
    """Settings of the assignment of leads."""

    mode: str
    reassign_after_minutes: int | None


class NotifyOut(ResponseModel):
    """Settings of notifications about customers who wait."""

    enabled: bool
    reminders: bool
    escalate_after_minutes: int


class ReplyOut(ResponseModel):
    """A canned reply."""

    title: str
    text: str


class DomainVerificationOut(ResponseShape):
    """The DNS record that proves the domain, and whether it was found."""

    name: str
    type: Literal["TXT"] = "TXT"
    value: str
    status: DomainStatus
    checked_at: Moment | None


class TenantSettingsOut(TenantOut):
    """A dealer as the team sees them."""

    id: int
    status: str
    trial_ends_at: Moment | None
    domain: str | None
    """Served only if `domainVerification` says `verified`."""
    domain_verification: DomainVerificationOut | None = None
    locale: str
    credit_rates: CreditRatesOut | None
    auto_reply: AnswersOut = Field(alias="answers")
    assignment: AssignmentOut
    cors_origins: list[str]
    replies: list[ReplyOut]
    answer_target_minutes: int
    notify: NotifyOut
    created_at: Moment
    updated_at: Moment

    @classmethod
    def of(cls, tenant: TenantInfo, claim: DomainClaim | None) -> dict[str, Any]:
        """Return the JSON object of a tenant with the domain it claims."""
        shown = cls.model_validate(tenant)
        if claim is not None:
            shown.domain = claim.domain
            shown.domain_verification = DomainVerificationOut(
                name=claim.record_name,
                value=claim.record,
                status=cast("DomainStatus", claim.status),
                checked_at=claim.checked_at,
            )
        return shown.to_json()
