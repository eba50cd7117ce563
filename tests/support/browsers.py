"""Pages in a real browser; a plugin of pytest, for its fixtures and for where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from autoleads.dev.browser import find_browser
from tests.support.factories import PASSWORD, Dealer
from tests.support.left_out import leave_out

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.autoleads.test 127.0.0.1",
]
EXPECTED = re.compile("status of 4|net::ERR_FAILED")
"""What the console says of a refusal, and of a connection that a test cuts."""
LOUD = ("error", "warning", "assert")
"""The kinds of messages on the console that fail a test."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
ARRIVES = 6_000
"""Milliseconds: a page asks every three seconds."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of pages where no browser runs, but never where a change is judged."""
    pages = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if pages and find_browser() is None:
        why = "no Chromium: install it, or say in CHROMIUM where it is"
        leave_out(config, items, pages, why)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_browser() is None:
        terminalreporter.write_line(
            "Left out: the tests of pages, which need a Chromium. Install one (on Debian: "
            "apt-get install chromium), or say in CHROMIUM where it is."
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that is watched."""
    with watched_page(browser) as page:
        yield page


@contextmanager
def watched_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a tab; fail when the console says that something is wrong or a page asks another host.

    What a page's policy blocks and what a script throws are said on the console. `options` are
    those of the browser's context.
    """
    context = browser.new_context(**{"locale": "id-ID"} | options)
    page = context.new_page()
    said: list[str] = []
    hosts: set[str] = set()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type in LOUD else None,
    )
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert [line for line in said if not EXPECTED.search(line)] == []
    assert len(hosts - {""}) <= 1


def log_in(page: Page, dealer: Dealer, who: str) -> None:
    """Fill in the login page that is shown."""
    page.get_by_label("E-mail").fill(dealer.email(who))
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
