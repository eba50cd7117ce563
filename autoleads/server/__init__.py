"""The web server: gunicorn with a worker that no slow client can stop (ADR 11)."""

from autoleads.server.worker import BufferingWorker

__all__ = ["BufferingWorker"]
