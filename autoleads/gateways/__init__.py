"""The WhatsApp providers, each in its own package behind the interface of `base`.

To add one: a package here, its line in `make_gateways`, and a file in `routes/webhook`.
"""

from __future__ import annotations

from autoleads.gateways.base import Gateway, Provider, WebhookUrls
from autoleads.gateways.console import ConsoleGateway
from autoleads.gateways.fonnte.gateway import FonnteGateway
from config import Config


class Gateways:
    """The gateways of an application.

    The first provider serves all devices that have a token; what the others send goes to the
    console. `public_url` is where providers reach the webhooks.
    """

    def __init__(self, *providers: Provider, public_url: str) -> None:
        self.default = providers[0]
        self._providers = {provider.name: provider for provider in providers}
        self._console = ConsoleGateway()
        self._public_url = public_url

    def provider(self, name: str) -> Provider:
        """Return the provider of this name; KeyError if there is none."""
        return self._providers[name]

    def sender(self, token: str | None) -> Gateway:
        """Return the gateway that sends the messages of a device with this token."""
        if token is None:
            return self._console
        return self.default

    def webhook_urls(self, secret: str) -> WebhookUrls:
        """Return the addresses of the webhooks of the device with this secret."""
        message = f"{self._public_url}/webhook/{self.default.name}/{secret}"
        return WebhookUrls(
            message=message, status=f"{message}/status", connection=f"{message}/device"
        )


def make_gateways(config: Config) -> Gateways:
    """Return the gateways as configured."""
    return Gateways(FonnteGateway(config.fonnte_url), public_url=config.public_url)
