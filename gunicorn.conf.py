"""Serve `wsgi:app` with gunicorn; PORT and WEB_CONCURRENCY come from the environment."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST') or '0.0.0.0'}:{os.environ.get('PORT') or 8000}"  # noqa: S104
# A container often sees all cores of a large host, of which it may use few.
# The application shares its cache out among them.
workers = os.environ.get("WEB_CONCURRENCY") or str(min(os.cpu_count() or 1, 4))
os.environ["WEB_CONCURRENCY"] = workers
worker_class = "autoleads.server.BufferingWorker"
# The application bounds how many of them one tenant may use.
threads = os.environ.setdefault("WEB_THREADS", "8")
keepalive = 30
preload_app = True  # the memory of the code is shared; nothing is connected at import

# Heartbeat files on a disk can stall a worker long enough to be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True

# Workers are renewed rarely, because that closes idle connections, and never all at once.
max_requests = 100_000
max_requests_jitter = 10_000
timeout = 30
graceful_timeout = 20

accesslog = None  # the application logs each request itself
errorlog = "-"
