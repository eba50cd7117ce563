"""The page on which an auto-reply is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autoleads.services.autoreply import Trial
from autoleads.views.panel.settings import SECTIONS

EXAMPLE = "#A01 masih ada? DP 20% cicilan 3 thn brp ya. surat lengkap?"


@dataclass(frozen=True)
class TryReplyPage:
    """The context of `panel/settings/try.html`."""

    text: str = EXAMPLE
    trial: Trial | None = None
    section: str = "try"

    @property
    def sections(self) -> Mapping[str, tuple[str, str]]:
        return SECTIONS
