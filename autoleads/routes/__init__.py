"""The doors: one package per surface."""

from __future__ import annotations

from flask import Flask

from autoleads.routes.operations import bp as operations


def register_blueprints(app: Flask) -> None:
    app.register_blueprint(operations)
