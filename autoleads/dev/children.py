"""Processes that run together: they print with their names, and end together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
STOP_TIMEOUT = 25.0
"""Seconds; a worker may take 20 to finish what it sends."""


class ChildEnded(Exception):
    """A process ended by itself; the message says which and how."""


@dataclass(frozen=True)
class Command:
    """A process to start."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables besides those of all processes."""


class Children:
    """Running processes, each in a group of its own.

    Ctrl-C therefore reaches only the parent, which then stops them.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._relays: list[threading.Thread] = []

    def start(self, command: Command) -> None:
        process = subprocess.Popen(  # noqa: S603
            command.command,
            cwd=ROOT,
            env={**self._env, **command.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        self._running[command.name] = process
        assert process.stdout
        relay = threading.Thread(target=_relay, args=(command.name, process.stdout), daemon=True)
        relay.start()
        self._relays.append(relay)

    def check(self) -> None:
        """Raise ChildEnded if a process has ended."""
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                raise ChildEnded(f"{name} ended with {_describe(code)}; everything else is stopped")

    def stop(self) -> None:
        """Ask all processes to finish; then kill what is left of them and of their children."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        for process in self._running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for relay in self._relays:
            relay.join(1.0)  # for the last lines
        self._running.clear()


def end_with_parent() -> None:
    """Let the kernel end this process when its parent dies, also by `kill -9`; Linux only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _describe(code: int) -> str:
    if code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _relay(name: str, output: IO[str]) -> None:
    with output:
        for line in output:
            print(f"{name:<6} | {line.rstrip()}", flush=True)
