"""Dealers."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from autoleads.schemas.base import Line, Moment, Phone, RequestBody, ResponseModel, Text
from autoleads.text.host import RESERVED, SLUG, parse_host

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address that starts with https://")
    return value


def _origin(value: str) -> str:
    parts = urlsplit(_web_address(value))
    if parts.path or parts.query or parts.fragment or parse_host(parts.netloc) is None:
        raise ValueError("must be an origin such as https://www.example.com")
    return value.lower()


def _domain(value: str) -> str:
    host = parse_host(value)
    if (
        host is None
        or host != value.lower().rstrip(".")
        or "." not in host
        or host.split(".")[0] in RESERVED - {"www"}
    ):
        raise ValueError("must be a host name such as www.example.com")
    return host


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError("must be lower-case letters, digits and inner hyphens, at most 63")
    if value in RESERVED:
        raise ValueError("is reserved")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be a time zone such as Asia/Jakarta")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
Domain = Annotated[str, AfterValidator(_domain)]
WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]


class OpenHours(RequestBody):
    open: Clock
    close: Clock

    @model_validator(mode="after")
    def closes_after_it_opens(self) -> OpenHours:
        if self.close <= self.open:
            raise ValueError("must close after it opens")
        return self


class CreditRates(RequestBody):
    flat_yearly_percent: float = Field(ge=0, le=100, allow_inf_nan=False)
    default_dp_percent: float = Field(ge=0, le=100, allow_inf_nan=False)
    admin_fee: int = Field(0, ge=0, le=999_999_999_999)
    """Rupiah."""
    tenors_months: list[Annotated[int, Field(ge=1, le=120)]] = Field(min_length=1, max_length=12)


class Answers(RequestBody):
    enabled: bool = True
    greeting: Text | None = None
    away_text: Text | None = None
    language: Literal["auto", "id", "en"] = "auto"


class Assignment(RequestBody):
    mode: Literal["off", "round-robin"] = "off"
    reassign_after_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None


class TenantIn(RequestBody):
    slug: Slug
    name: Line
    domain: Domain | None = None
    whatsapp_number: Phone | None = None


class TenantPatch(RequestBody):
    name: Line = ""
    phone: Phone | None = None
    whatsapp_number: Phone | None = None
    address: Text | None = None
    city: Line | None = None
    maps_url: WebAddress | None = None
    logo_url: WebAddress | None = None
    business_hours: dict[Day, OpenHours | None] = Field(default_factory=dict)
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    locale: Literal["id", "en"] = "id"
    domain: Domain | None = None
    credit_rates: CreditRates | None = None
    answers: Answers = Field(default_factory=Answers)
    assignment: Assignment = Field(default_factory=Assignment)
    cors_origins: list[Annotated[str, AfterValidator(_origin)]] = Field(
        default_factory=list, max_length=20
    )

    def columns(self) -> dict[str, Any]:
        """What was sent: columns by their names, parts of `settings` as the API spells them."""
        sent = self.model_dump(by_alias=False, include=self.model_fields_set)
        spelt = self.model_dump(by_alias=True, include=self.model_fields_set)
        settings = {"credit_rates": "creditRates", "answers": "answers", "assignment": "assignment"}
        settings["cors_origins"] = "corsOrigins"
        return {
            settings.get(name, name): spelt[settings[name]] if name in settings else sent[name]
            for name in sent
        }


class TenantOut(ResponseModel):
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


class TenantSettingsOut(TenantOut):
    id: int
    status: str
    trial_ends_at: Moment | None
    domain: str | None
    locale: str
    credit_rates: dict[str, Any] | None
    answers: dict[str, Any]
    assignment: dict[str, Any]
    cors_origins: list[str]
    created_at: Moment
    updated_at: Moment
