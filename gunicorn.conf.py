"""How gunicorn serves `wsgi:app`; PORT and WEB_CONCURRENCY come from the environment."""

import os
from pathlib import Path


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise SystemExit(f"autoleads: {name} must be a whole number from 1")
    return int(value)


bind = f"0.0.0.0:{_number('PORT', 8000)}"
workers = _number("WEB_CONCURRENCY", os.cpu_count() or 1)
worker_class = "gthread"
threads = 4
keepalive = 30
preload_app = True  # the memory of the code is shared; nothing is connected at import

# Heartbeat files on a disk can stall a worker long enough to be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True

# A worker is renewed now and then; jitter keeps them from going all at once.
max_requests = 10_000
max_requests_jitter = 1_000
timeout = 30
graceful_timeout = 20

accesslog = None  # the application logs each request itself
errorlog = "-"
