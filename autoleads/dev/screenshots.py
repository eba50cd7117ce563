"""`make screenshots`: every page of the panel, on a phone and a desktop, into docs/screenshots.

It starts everything as `make run` does, with data of its own, and logs in as the demo's team.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from autoleads.dev.browser import find_browser
from autoleads.dev.children import ROOT
from autoleads.dev.demo.dealers import PASSWORD
from autoleads.dev.ports import free_port

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"phone": (390, 844), "desktop": (1280, 860)}
LOCALHOST = "--host-resolver-rules=MAP *.localhost 127.0.0.1"
PAGES = {
    "today": ("astri", "/admin/today"),
    "chat": ("astri", "/admin/chat?view=all"),
    "conversation": ("owner", "/admin/chat/1#akhir"),
    "draft": ("owner", "/admin/chat/1?draft=last#akhir"),
    "search": ("owner", "/admin/search?q=avanza"),
    "leads": ("owner", "/admin/leads"),
    "import": ("owner", "/admin/cars/import"),
    "figures": ("owner", "/admin/figures"),
    "cars": ("owner", "/admin/cars"),
    "car": ("owner", "/admin/cars/1"),
    "share": ("owner", "/admin/cars/1/share"),
    "sale": ("owner", "/admin/cars/1/sold"),
    "sheet": ("owner", "/admin/cars/1/sheet"),
    "new-car": ("owner", "/admin/cars/new"),
    "new-lead": ("astri", "/admin/leads/new"),
    "more": ("owner", "/admin/more"),
    "account": ("astri", "/admin/account"),
    "settings-dealer": ("owner", "/admin/settings/dealer"),
    "settings-hours": ("owner", "/admin/settings/hours"),
    "settings-answers": ("owner", "/admin/settings/answers"),
    "settings-try": ("owner", "/admin/settings/answers/try"),
    "settings-credit": ("owner", "/admin/settings/credit"),
    "settings-devices": ("owner", "/admin/settings/devices"),
    "settings-domain": ("owner", "/admin/settings/domain"),
    "settings-team": ("owner", "/admin/settings/team"),
    "settings-privacy": ("owner", "/admin/settings/privacy?phone=081100001001"),
    "settings-audit": ("owner", "/admin/audit"),
    "settings-user": ("owner", "/admin/settings/team/3"),
}
"""By name: whose page it is, and its address."""


def main() -> None:
    """Take all pictures, and print the name of each."""
    program = find_browser()
    if program is None:
        sys.exit("no Chromium: install it, or say in CHROMIUM where it is")
    with _running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", LOCALHOST]
        )
        for size in SIZES:
            _take_all(browser, address, size)
        browser.close()


@contextmanager
def _running() -> Iterator[str]:
    """Yield the address of the first demo dealer while everything runs."""
    port = free_port()
    with tempfile.TemporaryDirectory() as data_dir:
        Path(data_dir).chmod(0o755)
        env = {**os.environ, "PORT": str(port), "DATA_DIR": data_dir}
        process = subprocess.Popen(
            [sys.executable, "-m", "autoleads.dev.run"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout
            for line in process.stdout:
                if line.startswith("Ctrl-C"):
                    break
            yield f"http://dealer1.localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()


def _take_all(browser: Browser, address: str, size: str) -> None:
    width, height = SIZES[size]
    pages: dict[str, Page] = {}
    for name, (who, path) in {"login": ("", "/admin/login"), **PAGES}.items():
        if who not in pages:
            viewport: ViewportSize = {"width": width, "height": height}
            pages[who] = browser.new_page(viewport=viewport, locale="id-ID")
            _log_in(pages[who], address, who)
        page = pages[who]
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"panel-{name}-{size}.png")
        print(f"panel-{name}-{size}.png")
    for page in pages.values():
        page.close()


def _log_in(page: Page, address: str, who: str) -> None:
    """Log a member of the team in; nobody stays outside."""
    if not who:
        return
    page.goto(f"{address}/admin/login")
    page.fill("#email", f"{who}@dealer1.test")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/today")


if __name__ == "__main__":
    main()
