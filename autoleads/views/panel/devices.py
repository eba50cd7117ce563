"""The page of the WhatsApp devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoleads.errors import AutoLeadsError
from autoleads.gateways.outbound import Accepted, SendResult
from autoleads.models import Device
from autoleads.services import devices, messages
from autoleads.services.devices import ConnectionReport
from autoleads.services.tenants import TenantInfo
from autoleads.text.phone import format_phone, parse_phone
from autoleads.text.phrases import Phrases
from autoleads.views.panel.forms import FormState
from autoleads.views.panel.settings import SECTIONS

DEVICES = 50
TONES = {"connected": "good", "disconnected": "late"}


@dataclass(frozen=True)
class TestResult:
    """The result of a test message."""

    device_id: int
    result: SendResult

    @property
    def phrase(self) -> str:
        if isinstance(self.result, Accepted):
            return "test_accepted"
        return f"gateway_{self.result.reason}"

    @property
    def tone(self) -> str:
        return "good" if isinstance(self.result, Accepted) else "late"


@dataclass(frozen=True)
class NewWebhooks:
    """The addresses of a device's webhooks, which are shown once."""

    label: str
    urls: Mapping[str, str]
    """The phrase that names an address → the address."""
    are_set: bool
    """True if the gateway has them already."""

    @classmethod
    def of(cls, report: ConnectionReport) -> NewWebhooks:
        """Return the addresses of the device that a report is about."""
        secret = report.secret or ""
        urls = devices.webhook_urls(secret)
        shown = {
            "webhook_message": urls.message,
            "webhook_status": urls.status,
            "webhook_connection": urls.connection,
            "webhook_secret": secret,
        }
        return cls(report.device.label, shown, report.webhooks_set)


@dataclass(frozen=True)
class DeviceCard:
    """A device, with what is left to do."""

    device: Device
    steps: Sequence[str]
    held: int
    """Messages that wait for it."""
    tested: TestResult | None

    @property
    def number(self) -> str:
        """The number, as people write it; the gateway's label where that is none."""
        phone = parse_phone(f"+{self.device.label}")
        return format_phone(phone) if phone else self.device.label

    @property
    def state(self) -> str:
        """The phrase that names its state."""
        if self.device.paused and self.device.state != "disconnected":
            return f"gateway_{self.device.paused}"
        return f"device_{self.device.state}"

    @property
    def tone(self) -> str:
        return "late" if self.device.paused else TONES.get(self.device.state, "wait")


@dataclass(frozen=True)
class DevicesPage:
    """The context of `panel/settings/devices.html`."""

    cards: Sequence[DeviceCard]
    form: FormState
    """That of a new device."""
    webhooks: NewWebhooks | None
    section: str = "devices"

    @classmethod
    def of(
        cls,
        tenant: TenantInfo,
        phrases: Phrases,
        *,
        report: ConnectionReport | None,
        webhooks: NewWebhooks | None,
        tested: TestResult | None,
        typed: Mapping[str, str],
        problem: AutoLeadsError | None,
    ) -> DevicesPage:
        """Return the page of a tenant, with the result of what was just done."""
        held = messages.count_queued(tenant)
        cards = []
        for device in devices.index(tenant, 1, DEVICES).items:
            is_reported = report is not None and report.device.id == device.id
            steps = report.todo if report and is_reported else devices.setup_steps(tenant, device)
            result = tested if tested and tested.device_id == device.id else None
            cards.append(DeviceCard(device, steps, held.get(device.id, 0), result))
        form = FormState.refused(typed, problem, phrases) if problem else FormState()
        return cls(cards, form, webhooks)

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS
