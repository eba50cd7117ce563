"""The last auto-reply in a lead that is handed over to a person: one line, and no car."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from autoleads.services.autoreply import reply_policy
from autoleads.services.autoreply.compose import AutoReply
from autoleads.services.autoreply.question import reply_language
from autoleads.services.autoreply.showroom import away_text, phone_line
from autoleads.services.autoreply.turn import ReadMessage, Turn
from autoleads.services.tenants import TenantInfo
from autoleads.text.chat import Intent, NoSale
from autoleads.text.phrases import Phrases


def handover_reply(
    tenant: TenantInfo,
    turn: Turn,
    messages: Sequence[ReadMessage],
    reason: NoSale,
    now: datetime,
) -> AutoReply:
    """Return what is said to a customer whose messages a person will answer."""
    meanings = [message.meaning for message in messages]
    spoken = next((meaning for meaning in meanings if meaning.no_sale is reason), meanings[-1])
    phrases = Phrases(reply_language(tenant, spoken))
    paragraphs = [phrases(f"handover_{reason.value}")]
    if any(Intent.PHONE in meaning.intents for meaning in meanings):
        paragraphs.append(phone_line(tenant, phrases))
    if reply_policy.away_text_is_due(tenant, turn, now):
        paragraphs.append(away_text(tenant, phrases, now))
    return AutoReply("\n\n".join(paragraphs))
