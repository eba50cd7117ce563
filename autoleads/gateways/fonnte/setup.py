"""The steps of a device's setup that only a person can do, mostly in Fonnte's dashboard."""

from __future__ import annotations

from autoleads.gateways.base import SetupProgress
from autoleads.text.phrases import Phrases

_TOKEN_PROBLEMS = ("token_missing", "token_unreadable", "token_invalid")
_PASSING_PROBLEMS = ("unreachable", "no_answer", "unclear_answer")


def steps(progress: SetupProgress, language: str) -> list[str]:
    """Return the steps that are left, as sentences."""
    phrases = Phrases(language)
    return [phrases(key, gateway="Fonnte") for key in _steps_left(progress)]


def _steps_left(progress: SetupProgress) -> list[str]:
    """Return the keys of their phrases."""
    left = []
    if progress.problem in _TOKEN_PROBLEMS:
        left.append("setup_token")
    if progress.problem in _PASSING_PROBLEMS:
        left.append("setup_later")
    if progress.disconnected:
        left.append("setup_link")
    if progress.quota == 0:
        left.append("setup_quota")
    if not progress.seen:
        left += ["setup_options", "setup_test_chat"]
        return left
    if not progress.saw_message_id:
        left.append("setup_inbox")
    if not progress.saw_secret:
        left.append("setup_secret")
    return left
