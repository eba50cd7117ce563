"""Serve `wsgi:app` with gunicorn; PORT and WEB_CONCURRENCY come from the environment."""

import gc
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

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

# What is loaded at the start stays: looking for garbage among it takes a tenth of the start, and
# later would write to each page that the workers share. They collect only what is theirs.
gc.disable()


def post_worker_init(worker: Any) -> None:
    """Let a worker collect garbage, but leave alone what it was forked with."""
    gc.freeze()
    gc.enable()


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

if os.environ.get("METRICS_TOKEN", "").strip():
    # The workers count in files, because any of them may be asked for the figures of all. Each
    # server has its own directory; a reload reads this file again and goes on with the same.
    own = f"autoleads-metrics-{os.getpid()}-"
    if own not in os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""):
        directory = tempfile.mkdtemp(prefix=own, dir=worker_tmp_dir)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = directory

    def pre_fork(server: Any, worker: Any) -> None:
        """Give a worker the lowest free number: it goes on counting for the last that had it."""
        taken = {running.number for running in server.WORKERS.values()}
        worker.number = next(number for number in count(1) if number not in taken)

    def post_fork(server: Any, worker: Any) -> None:
        """Let a worker count under its number."""
        from autoleads.extensions import installed
        from autoleads.metrics import Metrics

        installed(server.app.wsgi(), Metrics).process = str(worker.number)

    def child_exit(server: Any, worker: Any) -> None:
        """Forget what a worker that is gone had in use."""
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.number)  # type: ignore[no-untyped-call]

    def on_exit(server: Any) -> None:
        """Remove the files when the server ends."""
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
