"""The operator's commands, all under `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask

from autoleads.cli import backup, demo, devices, tenants, users, worker


def register_commands(app: Flask) -> None:
    """Add our commands to the application's."""
    nouns = (tenants.group, users.group, devices.group)
    commands = (demo.command, worker.command, backup.backup, backup.restore)
    for command in (*nouns, *commands):
        app.cli.add_command(command)
