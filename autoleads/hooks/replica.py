"""Public reads go to the replica, where there is one."""

from __future__ import annotations

import logging
import time

from flask import current_app, request

from autoleads.database.tenant_scope import read_from_replica

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which a replica that did not answer is left alone."""

_paused_until = 0.0


def prefer_replica() -> None:
    global _paused_until
    if not current_app.config["SQLALCHEMY_BINDS"] or request.method not in ("GET", "HEAD"):
        return
    if time.monotonic() >= _paused_until and not read_from_replica():
        _paused_until = time.monotonic() + PAUSE
        log.warning("the replica does not answer; reading from the primary")
