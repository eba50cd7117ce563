"""The database of development: the embedded PostgreSQL."""

from __future__ import annotations

import atexit
from collections.abc import Mapping

from autoleads.dev.postgres import PostgresError, start
from env_reader import ConfigError, EnvReader


def embedded_database(environ: Mapping[str, str]) -> dict[str, str]:
    """Start the embedded PostgreSQL, or use the one that runs, until this process ends.

    Returns:
        The variables that lead the application to it.

    Raises:
        ConfigError: DATA_DIR is malformed, or PostgreSQL does not start.
    """
    data_dir = EnvReader(environ).directory("DATA_DIR", "var")
    try:
        server = start(data_dir)
    except PostgresError as error:
        raise ConfigError(
            "DATABASE_URL", f"is not set, and the embedded PostgreSQL does not start: {error}"
        ) from error
    atexit.register(server.stop)
    return server.urls.variables
