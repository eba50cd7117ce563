"""The page that people see when a request fails."""

from __future__ import annotations

from dataclasses import dataclass

from autoleads.views.language import translate

PHRASES = {
    403: ("forbidden", "forbidden_hint"),
    404: ("not_found_page", "not_found_hint"),
    429: ("too_many_requests", "try_again_later"),
    500: ("internal_error", "try_again_later"),
    503: ("unavailable", "try_again_later"),
}
"""The status of a response → the phrases of its title and of its hint."""


@dataclass(frozen=True)
class ErrorPage:
    """The context of `errors/page.html`."""

    title: str
    hint: str
    request_id: str | None

    @classmethod
    def of(cls, status: int, request_id: str | None) -> ErrorPage:
        """Return the page of a status; one without a page of its own has that of 500."""
        title, hint = PHRASES.get(status, PHRASES[500])
        return cls(translate(title), translate(hint), request_id)
