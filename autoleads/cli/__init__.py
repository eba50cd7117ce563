"""The operator's commands, all under `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask

from autoleads.cli import demo, devices, tenants, users, worker


def register_commands(app: Flask) -> None:
    """Add our commands to the application's."""
    for command in (tenants.group, users.group, devices.group, demo.command, worker.command):
        app.cli.add_command(command)
