"""The two demo dealers and their teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autoleads.dev.demo.conversations import JAKARTA, MAKASSAR, Talk
from autoleads.models.user import Role

PASSWORD = "rahasia-demo-123"  # noqa: S105
"""Of all accounts, except where the demo is loaded in production."""


@dataclass(frozen=True)
class Member:
    """A member of a team; the e-mail is `{who}@{slug}.test`."""

    who: str
    name: str
    role: Role


@dataclass(frozen=True)
class DemoDealer:
    slug: str
    name: str
    label: str
    """The label of the WhatsApp device, in a range of unassigned numbers."""
    settings: dict[str, Any]
    """As the admin API would be sent them."""
    team: tuple[Member, ...]
    talks: tuple[Talk, ...]

    def email(self, who: str) -> str:
        return f"{who}@{self.slug}.test"


def hours(opens: str, closes: str) -> dict[str, str]:
    return {"open": opens, "close": closes}


DEALERS = (
    DemoDealer(
        slug="dealer1",
        name="Maju Jaya Mobilindo",
        label="6281100000001",
        settings={
            "whatsappNumber": "+6281100000001",
            "phone": "+62215550101",
            "address": "Jl. Contoh Raya No. 12, Cilandak, Jakarta Selatan",
            "city": "Jakarta",
            "mapsUrl": "https://www.google.com/maps/search/?api=1&query=-6.2915,106.7990",
            "timezone": "Asia/Jakarta",
            "businessHours": {
                **dict.fromkeys(
                    ("mon", "tue", "wed", "thu", "fri", "sat"), hours("09:00", "18:00")
                ),
                "sun": hours("10:00", "16:00"),
            },
            "creditRates": {
                "flatYearlyPercent": 7,
                "defaultDpPercent": 25,
                "adminFee": 1_500_000,
                "tenorsMonths": [12, 24, 36, 48, 60],
            },
            "answers": {
                "greeting": "Halo Kak, terima kasih sudah menghubungi Maju Jaya Mobilindo. "
                "Ada yang bisa dibantu?",
                "awayText": "Showroom kami sedang tutup; "
                "tim kami lanjut membantu saat jam buka ya.",
            },
        },
        team=(
            Member("owner", "Joko Prasetyo", "owner"),
            Member("admin", "Ratna Sari", "admin"),
            Member("astri", "Astri Wulandari", "sales"),
            Member("bayu", "Bayu Saputra", "sales"),
        ),
        talks=JAKARTA,
    ),
    DemoDealer(
        slug="dealer2",
        name="Anging Mammiri Motor",
        label="6281100000002",
        settings={
            "whatsappNumber": "+6281100000002",
            "phone": "+62411555202",
            "address": "Jl. Contoh Poros No. 88, Panakkukang, Makassar",
            "city": "Makassar",
            "mapsUrl": "https://www.google.com/maps/search/?api=1&query=-5.1450,119.4430",
            "timezone": "Asia/Makassar",
            "businessHours": {
                **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours("08:30", "17:30")),
                "sat": hours("09:00", "15:00"),
                "sun": None,
            },
            "creditRates": {
                "flatYearlyPercent": 8.5,
                "defaultDpPercent": 20,
                "adminFee": 1_250_000,
                "tenorsMonths": [12, 24, 36, 48],
            },
            "answers": {
                "greeting": "Halo Kak, selamat datang di Anging Mammiri Motor. Cari mobil apa?",
                "awayText": "Kami sedang tutup Kak, besok pagi kami balas ya.",
            },
        },
        team=(
            Member("owner", "Baso Hamzah", "owner"),
            Member("admin", "Sitti Aminah", "admin"),
            Member("citra", "Citra Daeng Kanang", "sales"),
            Member("dika", "Dika Ramadhan", "sales"),
        ),
        talks=MAKASSAR,
    ),
)
