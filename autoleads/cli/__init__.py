"""The operator's commands, all under `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask

from autoleads.cli import backup, cars, demo, devices, migrations, tenants, users, worker


def register_commands(app: Flask) -> None:
    """Add our commands, and those of Flask-Migrate, to the application's."""
    migrations.LateMigrate(app)
    app.cli.add_command(migrations.group)
    app.cli.add_command(tenants.group)
    app.cli.add_command(users.group)
    app.cli.add_command(devices.group)
    app.cli.add_command(cars.group)
    app.cli.add_command(demo.command)
    app.cli.add_command(worker.command)
    app.cli.add_command(backup.backup)
    app.cli.add_command(backup.restore)
