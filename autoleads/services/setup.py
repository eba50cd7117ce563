"""The service objects that have settings."""

from __future__ import annotations

import hashlib

from autoleads.gateways import make_gateways
from autoleads.gateways.web_push import WebPush
from autoleads.services.accounts import CHEAP, STRONG, Passwords
from autoleads.services.cars import Totals
from autoleads.services.encryption import Encryptor
from autoleads.services.health import RedisHealth
from autoleads.services.installation import Installation
from autoleads.services.storage import Storage
from autoleads.services.tenants import TenantCache, TenantUrls, TxtRecords
from config import Config


def make_services(config: Config) -> list[object]:
    """Return one instance of each class, for `extensions.install`."""
    base_domains = [config.base_domain]
    if config.env == "development":
        base_domains.append("localhost")
    port = None if config.is_production else config.port
    return [
        Installation(),
        RedisHealth(config.redis_url),
        TenantCache(tuple(base_domains)),
        TenantUrls(config.base_domain, port, config.public_url),
        TxtRecords(),
        Totals(),
        make_gateways(config),
        WebPush(_push_key(config), f"https://{config.base_domain}"),
        Encryptor(config.encryption_keys),
        Storage(config.photo_store, config.photo_url),
        Passwords(CHEAP if config.env == "test" else STRONG),
    ]


def _push_key(config: Config) -> bytes:
    """Return the key that browsers know the application by; by default it follows the secret."""
    derived = hashlib.sha256(b"web push " + config.secret_key.encode()).digest()
    return config.vapid_private_key or derived
