"""The routes: one package per surface."""

from __future__ import annotations

from flask import Flask

from autoleads.extensions import find_installed
from autoleads.metrics import Metrics
from autoleads.routes.admin import bp as admin
from autoleads.routes.docs import bp as docs
from autoleads.routes.metrics import bp as metrics
from autoleads.routes.operations import bp as operations
from autoleads.routes.panel import bp as panel
from autoleads.routes.photos import bp as photos
from autoleads.routes.public import bp as public
from autoleads.routes.storefront import bp as storefront
from autoleads.routes.webhook import bp as webhook


def register_blueprints(app: Flask) -> None:
    """Register the blueprint of every surface."""
    for surface in (public, storefront, admin, panel, webhook, docs, photos, operations):
        app.register_blueprint(surface)
    if find_installed(app, Metrics):
        app.register_blueprint(metrics)
