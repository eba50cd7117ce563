"""The business: tenant first, domain in, domain out; flushes and never commits; knows no request."""

from __future__ import annotations

from autoleads.gateways import gateways
from autoleads.services.answers.links import links
from autoleads.services.passwords import CHEAP, STRONG, passwords
from autoleads.services.tenant_directory import directory
from autoleads.services.vault import vault
from config import Config


def configure_services(config: Config) -> None:
    """Hand the settings to those services that need one."""
    local = ("localhost",) if config.env == "development" else ()
    directory.configure((config.base_domain, *local), config.redis_url)
    gateways.configure(config.fonnte_url)
    links.configure(f"http://{{}}.localhost:{config.port}" if local else f"https://{{}}.{config.base_domain}")
    vault.configure(config.encryption_keys)
    passwords.configure(CHEAP if config.env == "test" else STRONG)
