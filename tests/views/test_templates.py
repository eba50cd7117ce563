"""Templates keep to the policy of their pages: nothing inline, and nothing that is not escaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import autoleads

FOLDER = Path(autoleads.__file__).parent / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
FORBIDDEN = {
    "a style of its own": re.compile(r"\sstyle=|<style\b"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*\bid=\"api-reference\")"),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape false"),
    "an address of another host": re.compile(r"(?:src|<link[^>]* href)=\"(?:https?:)?//"),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_has_nothing_that_its_policy_forbids(template: str) -> None:
    source = (FOLDER / template).read_text()

    found = {what: pattern.findall(source) for what, pattern in FORBIDDEN.items()}

    assert {what: parts for what, parts in found.items() if parts} == {}
