"""Read environment variables, each checked and converted to its type."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from limits import parse as parse_limit
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DRIVER = "postgresql+psycopg2"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*", re.IGNORECASE)
ORIGIN = re.compile(rf"https?://{HOST.pattern}(:[0-9]{{1,5}})?", re.IGNORECASE)

FOREIGN_WORDS = frozenset(
    ("pgbouncer", "connection_limit", "pool_timeout", "socket_timeout", "statement_cache_size")
)
"""Parameters of Prisma and others; ours has its own pool and prepares no statements."""
LIBPQ_WORDS = re.compile(
    "host|hostaddr|port|dbname|user|password|passfile|service|channel_binding|connect_timeout"
    "|client_encoding|options|(?:fallback_)?application_name|keepalives(?:_idle|_interval|_count)?"
    "|tcp_user_timeout|replication|gss[a-z]+|ssl[a-z]+|ssl_m(?:in|ax)_protocol_version"
    "|requirepeer|require_auth|krbsrvname|target_session_attrs|load_balance_hosts"
)

Choice = TypeVar("Choice", bound=str)


class ConfigError(Exception):
    """A setting is missing or malformed; the message begins with its name."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")


@dataclass(frozen=True)
class EnvReader:
    """Reads one variable at a time; an empty one counts as unset.

    Every method but `text` raises ConfigError if the value is malformed.
    """

    environ: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def words(self, name: str) -> list[str]:
        """Return the values between commas, without empty ones."""
        words = [word.strip() for word in self.text(name).split(",")]
        return [word for word in words if word]

    def choice(
        self,
        name: str,
        default: Choice,
        choices: tuple[Choice, ...],
        *,
        ignore_case: bool = False,
    ) -> Choice:
        value = self.text(name, default)
        for choice in choices:
            if value == choice or (ignore_case and value.lower() == choice.lower()):
                return choice
        raise ConfigError(name, f"must be one of {', '.join(choices)}")

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

    def secret(self, name: str, shortest: int) -> str | None:
        """Return a secret that fits in a header; None where it is not set."""
        value = self.text(name)
        if value and not re.fullmatch(rf"[!-~]{{{shortest},}}", value):
            raise ConfigError(name, f"must have at least {shortest} characters of ASCII, no spaces")
        return value or None

    def error_store(self, name: str) -> str | None:
        """Return the address of a Sentry project."""
        value = self.url(name, ("http", "https"))
        if value and not re.fullmatch(r"https?://[^@/]+@[^@]+/[0-9]+", value):
            raise ConfigError(name, "must be a URL such as https://key@sentry.example.com/1")
        return value

    def host(self, name: str, default: str) -> str:
        """Return a host name in lower case, without a dot at the end."""
        value = self.text(name, default).strip(".")
        if not HOST.fullmatch(value) or len(value) > 253:
            raise ConfigError(name, "must be a host name such as example.com")
        return value.lower()

    def directory(self, name: str, default: str) -> Path:
        path = Path(self.text(name, default))
        if path.exists() and not path.is_dir():
            raise ConfigError(name, "must be a directory")
        return path

    def url(self, name: str, schemes: tuple[str, ...]) -> str | None:
        """Return a URL of one of the schemes, without a slash at the end."""
        value = self.text(name)
        if value and not _is_url(value, schemes):
            prefixes = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ConfigError(name, f"must be a URL that starts with {prefixes}")
        return value.rstrip("/") or None

    def key(self, name: str, size: int) -> bytes | None:
        """Return a key of as many bytes, written in url-safe base64; None where it is not set."""
        value = self.text(name)
        if not value:
            return None
        try:
            raw = urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except ValueError:
            raw = b""
        if len(raw) != size:
            raise ConfigError(name, f"must be {size} bytes in url-safe base64")
        return raw

    def file_store(self, name: str) -> str | None:
        """Return the address of a store for files: a directory, or a bucket of S3."""
        value = self.text(name)
        if value and not re.fullmatch(r"file:///\S+|s3://[a-z0-9.-]{3,63}(/\S*)?", value):
            raise ConfigError(name, "must be such as file:///srv/photos or s3://bucket")
        return value.rstrip("/") or None

    def origins(self, name: str) -> tuple[str, ...]:
        """Return web origins in lower case."""
        origins = self.words(name)
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise ConfigError(
                    name, "must be origins such as https://www.example.com, separated by commas"
                )
        return tuple(origin.lower() for origin in origins)

    def rate_limit(self, name: str, default: str) -> str:
        """Return a limit in the notation of the package `limits`."""
        value = self.text(name, default)
        try:
            parse_limit(value)
        except ValueError:
            raise ConfigError(name, "must be a limit such as 100/minute") from None
        return value

    def database(self, name: str) -> str | None:
        """Return a PostgreSQL URL with the driver's name, as SQLAlchemy wants it.

        SQLAlchemy refuses `postgres://` and chooses another driver for `postgresql://`.
        """
        value = self.text(name)
        return _database_url(name, value) if value else None

    def databases(self, name: str) -> tuple[str, ...]:
        """Return the PostgreSQL URLs between commas, each as `database` returns it."""
        return tuple(_database_url(name, value) for value in self.words(name))


def _database_url(name: str, value: str) -> str:
    """Return a PostgreSQL URL with the driver's name.

    Raises:
        ConfigError: it is none, or has a word that libpq does not know.
    """
    scheme, _, rest = value.partition("://")
    url = _without_foreign_words(name, f"{DRIVER}://{rest}")
    known_scheme = scheme.lower() in ("postgres", "postgresql", DRIVER)
    if not known_scheme or not rest or not _is_database_url(url):
        raise ConfigError(
            name, "must be a URL such as postgresql://user:password@host:5432/database"
        )
    return url


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    """Tell if a value has one of the schemes, a host (a path for `unix`) and a possible port."""
    if re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    location = parts.path if parts.scheme == "unix" else parts.hostname
    return parts.scheme in schemes and bool(location) and port != 0


def _without_foreign_words(name: str, url: str) -> str:
    """Return a database URL without the words that other tools read from it.

    Raises:
        ConfigError: it has a word that libpq does not know.
    """
    address, _, query = url.partition("?")
    kept = []
    for pair in query.split("&") if query else []:
        word = pair.partition("=")[0]
        if word in FOREIGN_WORDS:
            continue
        if not LIBPQ_WORDS.fullmatch(word):
            raise ConfigError(name, f"has the unknown parameter {word!r}")
        kept.append(pair)
    return f"{address}?{'&'.join(kept)}" if kept else address


def _is_database_url(url: str) -> bool:
    try:
        return make_url(url).port != 0
    except (ArgumentError, ValueError):
        return False
