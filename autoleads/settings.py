"""The settings of Flask and its extensions, made from our typed ones."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from autoleads.database.connection import TransactionConnection
from config import Config

ISSUER = "autoleads"
REPLICA_SECONDS = 2
"""The time that a request may lose with a replica before it asks the primary."""


def flask_settings(config: Config) -> dict[str, Any]:
    """Settings by the names the extensions know."""
    return {
        "AUTOLEADS": config,
        "TESTING": config.env == "test",
        "SECRET_KEY": config.secret_key,
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(config),
        "SQLALCHEMY_BINDS": _binds(config),
        "JWT_SECRET_KEY": config.secret_key,
        "JWT_ALGORITHM": "HS256",
        "JWT_DECODE_ALGORITHMS": ["HS256"],
        "JWT_ENCODE_ISSUER": ISSUER,
        "JWT_DECODE_ISSUER": ISSUER,
        "JWT_ENCODE_AUDIENCE": ISSUER,
        "JWT_DECODE_AUDIENCE": ISSUER,
        "JWT_TOKEN_LOCATION": ["headers"],
        "JWT_ACCESS_TOKEN_EXPIRES": timedelta(minutes=15),
        "JWT_REFRESH_TOKEN_EXPIRES": timedelta(days=30),
        "RATELIMIT_STORAGE_URI": "shared://" if config.redis_url else "process://",
        "RATELIMIT_STORAGE_OPTIONS": {"redis_url": config.redis_url} if config.redis_url else {},
    }


def _binds(config: Config) -> dict[str, dict[str, Any]]:
    """Return the options of each replica's engine: the first is `replica1`."""
    options = _engine_options(config, connect_timeout=REPLICA_SECONDS)
    return {
        f"replica{number}": {"url": url, **options}
        for number, url in enumerate(config.replica_urls, 1)
    }


def _engine_options(config: Config, connect_timeout: int = 5) -> dict[str, Any]:
    """Return the options of an engine: a connection for each thread, and a few to spare."""
    return {
        "pool_size": config.web_threads or 8,
        "max_overflow": 4,
        "pool_timeout": 10,
        "hide_parameters": True,
        "connect_args": {
            "connection_factory": partial(TransactionConnection, timeouts=_timeouts(config)),
            "connect_timeout": connect_timeout,
            "application_name": "autoleads",
            # A server that is gone is noticed within half a minute, also while we wait for it.
            "keepalives": 1,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        },
    }


def _timeouts(config: Config) -> dict[str, str]:
    """Return the settings that bound every wait; PgBouncer refuses them as connection options."""
    return {
        "statement_timeout": f"{config.statement_timeout}s",
        "lock_timeout": f"{config.lock_timeout}s",
        "idle_in_transaction_session_timeout": "60s",
    }
