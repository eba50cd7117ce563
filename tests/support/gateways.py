"""The gateways of an application under test."""

from __future__ import annotations

from flask import Flask

from autoleads.extensions import install
from autoleads.gateways import Gateways
from autoleads.gateways.base import Provider
from autoleads.gateways.fonnte.gateway import FonnteGateway


def use_providers(app: Flask, *providers: Provider) -> None:
    """Give the application these providers instead of the configured ones."""
    install(app, Gateways(*providers, public_url=app.config["AUTOLEADS"].public_url))


def use_fonnte(app: Flask, url: str, **timeouts: float) -> None:
    """Have the application find Fonnte at this address; `timeouts` are those of FonnteGateway."""
    use_providers(app, FonnteGateway(url, **timeouts))
