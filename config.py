"""The settings, read once from the environment; a missing or malformed one stops the start with its name."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from limits import parse as parse_limit
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

Environment = Literal["production", "development", "test"]
ENVIRONMENTS: tuple[Environment, ...] = ("production", "development", "test")
DEVELOPMENT_SECRET = "for development and tests only, never for production"  # noqa: S105
DRIVER = "postgresql+psycopg2"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)


class ConfigError(Exception):
    """A setting is missing or malformed; the text begins with its name."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")


@dataclass(frozen=True)
class Limits:
    """How much is allowed, as `limits` notates it; `LIMIT_…` variables change it."""

    public: str = "100/minute"
    login_account_and_ip: str = "5/15 minutes"
    login_ip: str = "30/15 minutes"
    login_account: str = "30/hour"
    webhook: str = "600/minute"


@dataclass(frozen=True)
class Config:
    """Every setting of the product, typed."""

    env: Environment
    database_url: str
    migration_database_url: str
    """The role that owns the tables; the same as `database_url` where there is one role."""
    replica_url: str | None
    redis_url: str | None
    secret_key: str
    encryption_keys: tuple[str, ...]
    """Fernet keys; the first encrypts, all decrypt."""
    base_domain: str
    cors_origins: tuple[str, ...]
    trusted_proxies: int
    fonnte_url: str
    public_url: str
    """Where the gateway reaches the webhook, without a slash at the end."""
    rate_limits_enabled: bool
    limits: Limits
    port: int
    log_level: str
    data_dir: Path

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read and check the environment.

        Outside production an unset `DATABASE_URL` starts, or joins, the embedded PostgreSQL.

        Raises:
            ConfigError: a variable is missing or malformed.
        """
        get = EnvReader(environ)
        env = get.environment()
        data_dir = get.directory("DATA_DIR", "var")
        port = get.integer("PORT", 8000, 1, 65535)
        secret_key = get.secret_key(env)
        base_domain = get.host(
            "BASE_DOMAIN", "autoleads.com" if env == "production" else "localhost"
        )
        keys = get.encryption_keys(env, secret_key)
        database_url, owner_url = get.databases(env, data_dir)
        get.integer(
            "WEB_CONCURRENCY", 1, 1, 1000
        )  # gunicorn reads it, but refuses nonsense without its name
        default_url = (
            f"https://{base_domain}" if env == "production" else f"http://{base_domain}:{port}"
        )
        return cls(
            env=env,
            database_url=database_url,
            migration_database_url=owner_url,
            replica_url=get.database("DATABASE_REPLICA_URL"),
            redis_url=get.url("REDIS_URL", ("redis", "rediss", "unix")),
            secret_key=secret_key,
            encryption_keys=keys,
            base_domain=base_domain,
            cors_origins=tuple(get.origins("CORS_ORIGINS")),
            trusted_proxies=get.integer("TRUSTED_PROXIES", 0, 0, 10),
            fonnte_url=get.url("FONNTE_URL", ("http", "https")) or "https://api.fonnte.com",
            public_url=get.url("PUBLIC_URL", ("http", "https")) or default_url,
            rate_limits_enabled=get.flag("RATE_LIMITS_ENABLED", True),
            limits=get.limits(),
            port=port,
            log_level=get.word("LOG_LEVEL", "INFO", LOG_LEVELS),
            data_dir=data_dir,
        )


@dataclass(frozen=True)
class EnvReader:
    """Reads one variable at a time; an empty one counts as unset."""

    environ: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def environment(self) -> Environment:
        value = self.text("APP_ENV", "production")
        for env in ENVIRONMENTS:
            if value == env:
                return env
        raise ConfigError("APP_ENV", f"must be one of {', '.join(ENVIRONMENTS)}")

    def word(self, name: str, default: str, words: tuple[str, ...]) -> str:
        value = self.text(name, default).upper()
        if value not in words:
            raise ConfigError(name, f"must be one of {', '.join(words)}")
        return value

    def integer(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch("[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            raise ConfigError(name, f"must be a whole number from {lowest} to {highest}")
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value in ("true", "1", "yes", "on"):
            return True
        if value in ("false", "0", "no", "off"):
            return False
        raise ConfigError(name, "must be true or false")

    def host(self, name: str, default: str) -> str:
        from autoleads.text.host import parse_host  # autoleads imports this module

        value = self.text(name, default).strip(".")
        host = parse_host(value)
        if host is None or ":" in value:
            raise ConfigError(name, "must be a host name such as example.com")
        return host

    def directory(self, name: str, default: str) -> Path:
        path = Path(self.text(name, default))
        if path.exists() and not path.is_dir():
            raise ConfigError(name, "must be a directory")
        return path

    def url(self, name: str, schemes: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value and not is_address(value, schemes):
            raise ConfigError(
                name,
                f"must be an address that starts with {' or '.join(s + '://' for s in schemes)}",
            )
        return value.rstrip("/") or None

    def limits(self) -> Limits:
        given = {
            field.name: self.text(f"LIMIT_{field.name.upper()}", str(field.default))
            for field in fields(Limits)
        }
        for name, value in given.items():
            try:
                parse_limit(value)
            except ValueError:
                raise ConfigError(
                    f"LIMIT_{name.upper()}", "must be a limit such as 100/minute"
                ) from None
        return Limits(**given)

    def origins(self, name: str) -> list[str]:
        origins = [origin.strip() for origin in self.text(name).split(",") if origin.strip()]
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise ConfigError(
                    name, "must be origins such as https://www.example.com, separated by commas"
                )
        return [origin.lower() for origin in origins]

    def secret_key(self, env: Environment) -> str:
        value = self.text("SECRET_KEY", "" if env == "production" else DEVELOPMENT_SECRET)
        if len(value.encode()) < 32:
            raise ConfigError("SECRET_KEY", "must have at least 32 bytes")
        if env == "production" and value == DEVELOPMENT_SECRET:
            raise ConfigError("SECRET_KEY", "must be a secret: this one is printed in the source")
        return value

    def encryption_keys(self, env: Environment, secret_key: str) -> tuple[str, ...]:
        keys = tuple(key.strip() for key in self.text("ENCRYPTION_KEY").split(",") if key.strip())
        if not keys and env != "production":
            keys = (
                base64.urlsafe_b64encode(hashlib.sha256(secret_key.encode()).digest()).decode(),
            )
        if not keys:
            raise ConfigError(
                "ENCRYPTION_KEY", "must be one or more Fernet keys, separated by commas"
            )
        for key in keys:
            try:
                Fernet(key)
            except ValueError:
                raise ConfigError(
                    "ENCRYPTION_KEY", "has a key that is not 32 url-safe base64 bytes"
                ) from None
        return keys

    def database(self, name: str) -> str | None:
        """A PostgreSQL address in any of its spellings, as SQLAlchemy wants it.

        SQLAlchemy refuses `postgres://` and takes another driver for `postgresql://`.
        """
        value = self.text(name)
        if not value:
            return None
        scheme, _, rest = value.partition("://")
        url = f"{DRIVER}://{rest}"
        if (
            scheme.lower() not in ("postgres", "postgresql", DRIVER)
            or not rest
            or not is_database(url)
        ):
            raise ConfigError(
                name, "must be an address such as postgresql://user:password@host:5432/database"
            )
        return url

    def databases(self, env: Environment, data_dir: Path) -> tuple[str, str]:
        """The serving role's address and the owning role's."""
        database_url = self.database("DATABASE_URL")
        owner_url = self.database("MIGRATION_DATABASE_URL")
        if database_url:
            return database_url, owner_url or database_url
        if env == "production":
            raise ConfigError("DATABASE_URL", "must be set in production")
        from autoleads.dev.postgres.programs import PostgresError
        from autoleads.dev.postgres.server import (
            ensure_development_database,
        )  # a development dependency

        try:
            urls = ensure_development_database(data_dir)
        except PostgresError as error:
            raise ConfigError(
                "DATABASE_URL", f"is not set, and no database starts by itself: {error}"
            ) from error
        return EnvReader({"app": urls.app}).database("app") or "", EnvReader(
            {"owner": urls.owner}
        ).database("owner") or ""


def is_address(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether it is an address of one of the schemes, with a host (or, for a socket, a path) and a port that can be."""
    try:
        parts = urlsplit(value)
        place = parts.path if parts.scheme == "unix" else parts.hostname
        return (
            parts.scheme in schemes
            and bool(place)
            and parts.port != 0
            and not re.search(r"\s", value)
        )
    except ValueError:
        return False


def is_database(url: str) -> bool:
    """Whether SQLAlchemy can read it."""
    try:
        return make_url(url).port != 0
    except (ArgumentError, ValueError):
        return False
