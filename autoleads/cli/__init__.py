"""The operator's commands, all under `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask


def register_commands(app: Flask) -> None: ...
