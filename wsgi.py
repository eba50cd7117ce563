"""What gunicorn and the `flask` command load."""

from __future__ import annotations

import sys

from autoleads import create_app
from config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    sys.exit(f"autoleads: {error}")
