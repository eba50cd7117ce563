"""Settings: each variable is read; a missing or malformed one stops the start with its name."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config import DEVELOPMENT_SECRET, Config, ConfigError

KEY = "bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="  # fixed, because the names of tests have it
DATABASE = "postgresql://u:p@db.example.com:5432/autoleads"
PRODUCTION = {"DATABASE_URL": DATABASE, "SECRET_KEY": "s" * 32, "ENCRYPTION_KEY": KEY}
TEST = {"APP_ENV": "test", "DATABASE_URL": DATABASE}
ROOT = Path(__file__).resolve().parents[1]


def read(**variables: str) -> Config:
    return Config.from_env({**TEST, **variables})


def test_production_is_the_default_and_requires_three_variables() -> None:
    config = Config.from_env(PRODUCTION)

    assert config.is_production
    assert (config.base_domain, config.public_url) == ("autoleads.com", "https://autoleads.com")
    assert (config.port, config.log_level, config.trusted_proxies) == (8000, "INFO", 0)
    assert (config.redis_url, config.replica_urls, config.cors_origins) == (None, (), ())
    assert config.rate_limits_enabled
    assert config.fonnte_url == "https://api.fonnte.com"
    assert config.encryption_keys == (KEY,)


@pytest.mark.parametrize("name", PRODUCTION)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_production_refuses_a_missing_required_variable(name: str, value: str | None) -> None:
    environ = {**PRODUCTION, name: value}

    with pytest.raises(ConfigError, match=f"^{name} "):
        Config.from_env({key: text for key, text in environ.items() if text is not None})


def test_production_refuses_the_secret_key_of_development() -> None:
    with pytest.raises(ConfigError, match=r"^SECRET_KEY "):
        Config.from_env({**PRODUCTION, "SECRET_KEY": DEVELOPMENT_SECRET})


def test_secrets_have_defaults_outside_production() -> None:
    config = read()

    assert len(config.secret_key) >= 32
    assert len(config.encryption_keys) == 1
    assert (config.base_domain, config.public_url) == ("localhost", "http://localhost:8000")
    assert config.migration_database_url == config.database_url


def test_the_default_encryption_key_is_derived_from_the_secret_key() -> None:
    default = read().encryption_keys

    assert read().encryption_keys == default
    assert read(SECRET_KEY="x" * 32).encryption_keys != default


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "staging"),
        ("APP_ENV", "Production"),
        ("DATABASE_URL", "mysql://h/db"),
        ("DATABASE_URL", "db.example.com"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgresql://h:port/db"),
        ("DATABASE_URL", "postgresql://h:0/db"),
        ("DATABASE_URL", "postgresql+psycopg://h/db"),
        ("MIGRATION_DATABASE_URL", "sqlite:///x"),
        ("DATABASE_REPLICA_URL", "postgresql//h/db"),
        ("DATABASE_REPLICA_URL", "postgresql://h/db,h2/db"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "redis://h:port/0"),
        ("REDIS_URL", "redis://[::1/0"),
        ("SECRET_KEY", "x" * 31),
        ("ENCRYPTION_KEY", "short"),
        ("ENCRYPTION_KEY", "é" * 44),
        ("ENCRYPTION_KEY", f"{KEY},short"),
        ("BASE_DOMAIN", "https://autoleads.com"),
        ("BASE_DOMAIN", "autoleads.com:8000"),
        ("BASE_DOMAIN", "auto leads"),
        ("BASE_DOMAIN", "auto..leads"),
        ("BASE_DOMAIN", "-autoleads.com"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://*.example.com"),
        ("CORS_ORIGINS", "https://a.example.com,www.example.com"),
        ("CORS_ORIGINS", "https://a.example.com/"),
        ("CORS_ORIGINS", "https://[::1"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "11"),
        ("TRUSTED_PROXIES", "true"),
        ("FONNTE_URL", "api.fonnte.com"),
        ("PUBLIC_URL", "ftp://example.com"),
        ("PUBLIC_URL", "https:// example.com"),
        ("RATE_LIMITS_ENABLED", "maybe"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "٨٠"),
        ("PORT", "9" * 5000),
        ("WEB_CONCURRENCY", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("DATA_DIR", __file__),
        ("PHOTO_STORE", "/srv/photos"),
        ("PHOTO_URL", "http://cdn.example.com"),
        ("VAPID_PRIVATE_KEY", "c2hvcnQ"),
        ("METRICS_TOKEN", "x" * 15),
        ("METRICS_TOKEN", "sixteen or more characters"),
        ("SENTRY_DSN", "sentry.example.com/1"),
        ("SENTRY_DSN", "ftp://key@sentry.example.com/1"),
        ("SENTRY_DSN", "https://sentry.example.com/1"),
        ("SENTRY_DSN", "https://key@sentry.example.com"),
        ("LIMIT_PUBLIC", "many"),
        ("LIMIT_LOGIN_IP", "5/fortnight"),
    ],
)
def test_a_malformed_variable_is_named_in_the_error(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} "):
        read(**{name: value})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@h/db", "postgresql+psycopg2://u:p@h/db"),
        (
            "postgresql://u:p@h:6543/db?sslmode=require",
            "postgresql+psycopg2://u:p@h:6543/db?sslmode=require",
        ),
        ("postgresql+psycopg2://u@h/db", "postgresql+psycopg2://u@h/db"),
        ("POSTGRES://u@h/db", "postgresql+psycopg2://u@h/db"),
        ("  postgres://u@h/db ", "postgresql+psycopg2://u@h/db"),
        ("postgresql:///db?host=/run/postgresql", "postgresql+psycopg2:///db?host=/run/postgresql"),
        ("postgres://u:p%40ss@[::1]:5432/db", "postgresql+psycopg2://u:p%40ss@[::1]:5432/db"),
    ],
)
@pytest.mark.parametrize("name", ["DATABASE_URL", "MIGRATION_DATABASE_URL", "DATABASE_REPLICA_URL"])
def test_every_spelling_of_a_database_url_is_accepted(name: str, given: str, expected: str) -> None:
    config = read(**{name: given})

    urls = {
        "DATABASE_URL": config.database_url,
        "MIGRATION_DATABASE_URL": config.migration_database_url,
        "DATABASE_REPLICA_URL": next(iter(config.replica_urls), None),
    }
    assert urls[name] == expected


def test_several_replicas_stand_between_commas() -> None:
    config = read(DATABASE_REPLICA_URL="postgres://u@first/db, postgresql://u@second/db,")

    assert config.replica_urls == (
        "postgresql+psycopg2://u@first/db",
        "postgresql+psycopg2://u@second/db",
    )


def test_every_optional_variable_is_read() -> None:
    older = Fernet.generate_key().decode()
    config = read(
        REDIS_URL="rediss://:secret@cache.example.com:6380/1",
        ENCRYPTION_KEY=f"{KEY}, {older}",
        BASE_DOMAIN="Example.COM.",
        CORS_ORIGINS="https://www.Example.com, http://localhost:3000",
        TRUSTED_PROXIES="2",
        FONNTE_URL="http://127.0.0.1:9/",
        PUBLIC_URL="https://hooks.example.com/",
        RATE_LIMITS_ENABLED="off",
        PORT="80",
        LOG_LEVEL="debug",
        DATA_DIR="/srv/autoleads",
        METRICS_TOKEN="m" * 16,
        SENTRY_DSN="https://key@sentry.example.com/1",
        LIMIT_PUBLIC="7/second",
    )

    assert config.redis_url == "rediss://:secret@cache.example.com:6380/1"
    assert config.encryption_keys == (KEY, older)
    assert config.base_domain == "example.com"
    assert config.cors_origins == ("https://www.example.com", "http://localhost:3000")
    assert config.trusted_proxies == 2
    assert (config.fonnte_url, config.public_url) == (
        "http://127.0.0.1:9",
        "https://hooks.example.com",
    )
    assert not config.rate_limits_enabled
    assert (config.port, config.log_level, config.data_dir) == (80, "DEBUG", Path("/srv/autoleads"))
    assert (config.metrics_token, config.sentry_dsn) == (
        "m" * 16,
        "https://key@sentry.example.com/1",
    )
    assert config.limits.public == "7/second"
    assert config.limits.webhook == "600/minute"


def run_python(code: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"PORT": "x"}, "PORT"),
        ({"DATABASE_URL": "?"}, "DATABASE_URL"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "", "APP_ENV": "test", "DATA_DIR": __file__}, "DATA_DIR"),
    ],
)
def test_a_server_with_wrong_settings_exits_with_one_line(
    change: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {**PRODUCTION, **change})

    with pytest.raises(SystemExit, match=rf"^autoleads: {name} .*$"):
        runpy.run_path(str(ROOT / "wsgi.py"))


@pytest.mark.slow
def test_a_server_starts_without_a_connection_to_anything() -> None:
    process = run_python("import wsgi", {**PRODUCTION, "REDIS_URL": "redis://127.0.0.1:9/0"})

    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.slow
def test_production_loads_nothing_of_development() -> None:
    code = "import sys, wsgi; print([m for m in sys.modules if m.startswith('autoleads.dev')])"

    process = run_python(code, PRODUCTION)

    assert process.stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value", "package"),
    [
        ("METRICS_TOKEN", "m" * 16, "prometheus_client"),
        ("SENTRY_DSN", "https://key@127.0.0.1:9/1", "sentry_sdk"),
    ],
)
def test_an_optional_package_is_loaded_only_where_its_variable_is_set(
    variable: str, value: str, package: str
) -> None:
    code = f"import sys, wsgi; print({package!r} in sys.modules)"

    assert run_python(code, PRODUCTION).stdout == "False\n"
    assert run_python(code, {**PRODUCTION, variable: value}).stdout == "True\n"


@pytest.mark.parametrize(
    ("variable", "value", "package"),
    [
        ("METRICS_TOKEN", "m" * 16, "prometheus_client"),
        ("SENTRY_DSN", "https://key@127.0.0.1:9/1", "sentry_sdk"),
    ],
)
def test_a_variable_whose_package_is_missing_stops_the_start(
    variable: str, value: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ConfigError, match=f"^{variable} needs .*requirements-optional.txt"):
        read(**{variable: value})


def test_settings_import_nothing_of_the_application() -> None:
    code = "import sys, config; print([m for m in sys.modules if m.startswith('autoleads')])"

    assert run_python(code, {}).stdout == "[]\n"


@pytest.mark.slow
def test_without_a_database_url_development_starts_the_embedded_postgresql(
    tmp_path: Path,
) -> None:
    code = "import wsgi; print(wsgi.app.config['AUTOLEADS'].database_url)"
    tmp_path.chmod(0o755)

    process = run_python(code, {"APP_ENV": "development", "DATA_DIR": str(tmp_path)})

    assert process.returncode == 0, process.stderr
    assert process.stdout.startswith("postgresql+psycopg2://autoleads_app@/autoleads?host=")


def test_parameters_of_other_tools_in_a_database_url_are_dropped() -> None:
    url = "postgres://u:p@h/db?pgbouncer=true&sslmode=require&connection_limit=1"

    read = Config.from_env({"APP_ENV": "test", "DATABASE_URL": url})

    assert read.database_url == "postgresql+psycopg2://u:p@h/db?sslmode=require"


def test_unknown_parameter_in_a_database_url_is_named() -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL has the unknown parameter 'schema'"):
        Config.from_env({"APP_ENV": "test", "DATABASE_URL": "postgres://u@h/db?schema=x"})
