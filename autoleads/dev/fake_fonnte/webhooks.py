"""Post to the webhooks of devices, in order and in the background."""

from __future__ import annotations

import json
from queue import Full, Queue
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

LONGEST_QUEUE = 20_000


class WebhookSender:
    """A queue of payloads and the thread that posts them; failures are not repeated."""

    def __init__(self) -> None:
        self._queue: Queue[tuple[str, dict[str, Any]]] = Queue(maxsize=LONGEST_QUEUE)
        Thread(target=self._run, daemon=True).start()

    def post(self, url: str, payload: dict[str, Any]) -> None:
        """Queue a payload; one without an http address, or for a full queue, is dropped."""
        if not url.startswith(("http://", "https://")):
            return
        try:
            self._queue.put_nowait((url, payload))
        except Full:
            return

    def _run(self) -> None:
        headers = {"Content-Type": "application/json"}
        while True:
            url, payload = self._queue.get()
            request = Request(url, json.dumps(payload).encode(), headers)  # noqa: S310
            try:
                urlopen(request, timeout=5).close()  # noqa: S310
            except (URLError, OSError, ValueError):
                continue
