"""Auto-replies from the stock: deterministic, and silent about what the tenant did not store."""

from autoleads.services.autoreply.links import Links
from autoleads.services.autoreply.replies import SILENCE, AnswerOutcome, answer

__all__ = ["SILENCE", "AnswerOutcome", "Links", "answer"]
