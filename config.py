"""The settings of the application, read once from the environment.

This module imports nothing of `autoleads`, which imports it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet

from env_reader import ConfigError, EnvReader

__all__ = ["Config", "ConfigError", "Environment", "Limits"]

Environment = Literal["production", "development", "test"]
ENVIRONMENTS: tuple[Environment, ...] = ("production", "development", "test")
DEVELOPMENT_SECRET = "for development and tests only, never for production"  # noqa: S105
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True)
class Limits:
    """Rate limits in the notation of the package `limits`; `LIMIT_…` variables change them."""

    public: str = "100/minute"
    login_account_and_ip: str = "5/15 minutes"
    login_ip: str = "30/15 minutes"
    login_account: str = "30/hour"
    webhook: str = "600/minute"
    password_change: str = "10/15 minutes"  # noqa: S105
    admin_write: str = "300/minute"
    probe: str = "60/minute"
    """For unknown hosts and webhook secrets, by address."""
    readiness: str = "120/minute"


@dataclass(frozen=True)
class Config:
    """Every setting of the application, typed."""

    env: Environment
    database_url: str
    migration_database_url: str
    """The role that owns the tables; the same as `database_url` where there is one role."""
    replica_urls: tuple[str, ...]
    """Read replicas of the database, for public reads."""
    redis_url: str | None
    secret_key: str
    encryption_keys: tuple[str, ...]
    """Fernet keys; the first encrypts, all decrypt."""
    base_domain: str
    cors_origins: tuple[str, ...]
    trusted_proxies: int
    fonnte_url: str
    public_url: str
    """The URL at which the gateway reaches the webhook, without a slash at the end."""
    rate_limits_enabled: bool
    limits: Limits
    port: int
    log_level: str
    data_dir: Path
    photo_store: str | None
    photo_url: str | None
    vapid_private_key: bytes | None
    """`file:///directory` or `s3://bucket`; None refuses photos."""
    metrics_token: str | None
    """The token that `/metrics` is read with; None: nothing is counted."""
    sentry_dsn: str | None
    """Where errors are reported to; None: they are in the log only."""
    statement_timeout: int
    """Seconds that one statement of a request or of a worker may take."""
    lock_timeout: int
    """Seconds that a statement may wait for a lock."""
    public_front: bool
    """Serve public reads before Flask does."""
    web_processes: int
    """Web processes on this host; gunicorn.conf.py sets it."""
    web_threads: int | None
    """Threads of a web process; gunicorn.conf.py sets it. None: not bounded, as in tests."""

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read and check the environment.

        Raises:
            ConfigError: a variable is missing or malformed.
        """
        get = EnvReader(environ)
        env = get.choice("APP_ENV", "production", ENVIRONMENTS)
        port = get.integer("PORT", 8000, 1, 65535)
        base_domain, default_url = _base_domain(get, env, port)
        database_url = get.database("DATABASE_URL")
        if database_url is None:
            raise ConfigError("DATABASE_URL", "must be set")
        secret_key = _secret_key(get, env)
        data_dir = get.directory("DATA_DIR", "var")
        return cls(
            env=env,
            database_url=database_url,
            migration_database_url=get.database("MIGRATION_DATABASE_URL") or database_url,
            replica_urls=get.databases("DATABASE_REPLICA_URL"),
            redis_url=get.url("REDIS_URL", ("redis", "rediss", "unix")),
            secret_key=secret_key,
            encryption_keys=_encryption_keys(get, env, secret_key),
            base_domain=base_domain,
            cors_origins=get.origins("CORS_ORIGINS"),
            trusted_proxies=get.integer("TRUSTED_PROXIES", 0, 0, 10),
            fonnte_url=get.url("FONNTE_URL", ("http", "https")) or "https://api.fonnte.com",
            public_url=get.url("PUBLIC_URL", ("http", "https")) or default_url,
            rate_limits_enabled=get.flag("RATE_LIMITS_ENABLED", True),
            limits=_limits(get),
            port=port,
            log_level=get.choice("LOG_LEVEL", "INFO", LOG_LEVELS, ignore_case=True),
            data_dir=data_dir,
            photo_store=get.file_store("PHOTO_STORE") or _default_store(env, data_dir),
            photo_url=get.url("PHOTO_URL", ("https",)),
            vapid_private_key=get.key("VAPID_PRIVATE_KEY", 32),
            metrics_token=_metrics_token(get),
            sentry_dsn=_sentry_dsn(get),
            statement_timeout=get.integer("DATABASE_STATEMENT_TIMEOUT", 10, 1, 3600),
            lock_timeout=get.integer("DATABASE_LOCK_TIMEOUT", 3, 1, 3600),
            public_front=get.flag("PUBLIC_FRONT", True),
            web_processes=get.integer("WEB_CONCURRENCY", 1, 1, 1000),
            web_threads=get.integer("WEB_THREADS", 0, 0, 1000) or None,
        )


def _base_domain(get: EnvReader, env: Environment, port: int) -> tuple[str, str]:
    """Return the base domain, and the address of the platform on it."""
    if env == "production":
        base_domain = get.host("BASE_DOMAIN", "autoleads.com")
        return base_domain, f"https://{base_domain}"
    base_domain = get.host("BASE_DOMAIN", "localhost")
    return base_domain, f"http://{base_domain}:{port}"


def _secret_key(get: EnvReader, env: Environment) -> str:
    default = "" if env == "production" else DEVELOPMENT_SECRET
    value = get.text("SECRET_KEY", default)
    if len(value.encode()) < 32:
        raise ConfigError("SECRET_KEY", "must have at least 32 bytes")
    if env == "production" and value == DEVELOPMENT_SECRET:
        raise ConfigError("SECRET_KEY", "must be a secret: this one is printed in the source")
    return value


def _default_store(env: Environment, data_dir: Path) -> str | None:
    """Return where photos are kept outside production, whose own disk may be lost at a deploy."""
    if env == "production":
        return None
    return (data_dir.absolute() / "photos").as_uri()


def _encryption_keys(get: EnvReader, env: Environment, secret_key: str) -> tuple[str, ...]:
    """Return the Fernet keys; outside production the default is derived from the secret key."""
    keys = get.words("ENCRYPTION_KEY")
    if not keys and env == "production":
        raise ConfigError("ENCRYPTION_KEY", "must be one or more Fernet keys, separated by commas")
    if not keys:
        digest = hashlib.sha256(secret_key.encode()).digest()
        keys = [base64.urlsafe_b64encode(digest).decode()]
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            raise ConfigError(
                "ENCRYPTION_KEY", "has a key that is not 32 url-safe base64 bytes"
            ) from None
    return tuple(keys)


def _metrics_token(get: EnvReader) -> str | None:
    token = get.secret("METRICS_TOKEN", 16)
    if token is not None:
        _require_package("METRICS_TOKEN", "prometheus_client")
    return token


def _sentry_dsn(get: EnvReader) -> str | None:
    dsn = get.error_store("SENTRY_DSN")
    if dsn is not None:
        _require_package("SENTRY_DSN", "sentry_sdk")
    return dsn


def _require_package(name: str, package: str) -> None:
    """Check that the optional package that a variable asks for is installed."""
    if find_spec(package) is None:
        raise ConfigError(name, "needs `pip install -r requirements-optional.txt`, or to be unset")


def _limits(get: EnvReader) -> Limits:
    limits = {
        field.name: get.rate_limit(f"LIMIT_{field.name.upper()}", str(field.default))
        for field in fields(Limits)
    }
    return Limits(**limits)
