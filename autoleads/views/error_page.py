"""The page that people see when a request fails."""

from __future__ import annotations

from dataclasses import dataclass

from autoleads.errors import AutoLeadsError
from autoleads.views.language import translate

PHRASES: dict[int, tuple[str, str | None]] = {
    403: ("forbidden", "forbidden_hint"),
    404: ("not_found_page", "not_found_hint"),
    409: ("not_possible", None),
    412: ("not_possible", None),
    413: ("not_possible", None),
    422: ("not_possible", None),
    429: ("too_many_requests", "try_again_later"),
    500: ("internal_error", "try_again_later"),
    503: ("unavailable", "try_again_later"),
}
"""The status of a response → the phrases of its title and of its hint; None: the error's own."""


@dataclass(frozen=True)
class ErrorPage:
    """The context of `errors/page.html`."""

    title: str
    hint: str
    request_id: str | None
    way_on: str | None
    """An address that works for those who read it."""

    @classmethod
    def of(
        cls, status: int, error: AutoLeadsError, request_id: str | None, way_on: str | None = None
    ) -> ErrorPage:
        """Return the page of an error; a status without a page of its own has that of 500."""
        title, hint = PHRASES.get(status, PHRASES[500])
        told = translate(hint) if hint else translate(error.phrase, **error.values)
        return cls(translate(title), told, request_id, way_on)
