"""Auto-replies from the stock: deterministic, and silent about what the tenant did not store."""

from autoleads.services.autoreply.compose import AutoReply
from autoleads.services.autoreply.drafts import Topic, describe_car, draft_reply
from autoleads.services.autoreply.hours import closed_since, next_opening
from autoleads.services.autoreply.replies import NO_REPLY, ReplyOutcome, send_auto_reply
from autoleads.services.autoreply.trial import Trial, try_reply

__all__ = [
    "NO_REPLY",
    "AutoReply",
    "ReplyOutcome",
    "Topic",
    "Trial",
    "closed_since",
    "describe_car",
    "draft_reply",
    "next_opening",
    "send_auto_reply",
    "try_reply",
]
