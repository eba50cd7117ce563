"""The application as gunicorn and the `flask` command load it."""

from __future__ import annotations

import os
import sys

from autoleads import create_app
from autoleads.memory import give_large_blocks_back
from config import Config, ConfigError
from env_reader import EnvReader

give_large_blocks_back()
get = EnvReader(os.environ)
environ = dict(os.environ)
try:
    if get.text("APP_ENV") in ("development", "test") and not get.text("DATABASE_URL"):
        # Imported here because production does not install what it needs.
        from autoleads.dev.database import embedded_database

        environ |= embedded_database(environ)
    config = Config.from_env(environ)
    app = create_app(config)
    if config.env == "development":
        from autoleads.dev.demo.logins import offer_logins

        offer_logins(app)
except ConfigError as error:
    sys.exit(f"autoleads: {error}")
