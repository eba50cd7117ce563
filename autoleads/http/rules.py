"""URL rules that leave for later what most processes never do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that compiles its part of `url_for` when it is first asked for.

    Werkzeug writes and compiles two functions for each rule as it is added: 300 for ours.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_builder = super()._compile_builder

        @cache
        def compiled() -> Builder:
            return compile_builder(append_unknown)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build
