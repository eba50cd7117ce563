"""Auto-replies from the stock: deterministic, and silent about what the tenant did not store."""

from autoleads.services.autoreply.replies import NO_REPLY, ReplyOutcome, send_auto_reply

__all__ = ["NO_REPLY", "ReplyOutcome", "send_auto_reply"]
