"""The business: tenant first, domain in, domain out; flushes and never commits; knows no request."""

from __future__ import annotations

from autoleads.gateways import gateways
from autoleads.services.accounts import CHEAP, STRONG, passwords
from autoleads.services.autoreply.links import links
from autoleads.services.encryption import encryptor
from autoleads.services.tenants import directory
from config import Config


def configure_services(config: Config) -> None:
    """Hand the settings to those services that need one."""
    local = ("localhost",) if config.env == "development" else ()
    directory.configure((config.base_domain, *local), config.redis_url)
    gateways.configure(config.fonnte_url)
    links.configure(
        f"http://{{}}.localhost:{config.port}" if local else f"https://{{}}.{config.base_domain}"
    )
    encryptor.configure(config.encryption_keys)
    passwords.configure(CHEAP if config.env == "test" else STRONG)
