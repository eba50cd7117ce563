"""Measure the processor time and memory of process trees from `/proc`, which only Linux has."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
PARENT = 1
TIMES = slice(11, 15)
"""Positions in `stat` after the name: user and system time, its own and of ended children."""
PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
"""Memory, of which what several processes share counts in equal parts."""


def tree(root: int) -> list[int]:
    """Return the process and its descendants."""
    children = defaultdict(list)
    for pid, fields in _stats().items():
        children[int(fields[PARENT])].append(pid)
    pids = [root]
    for pid in pids:
        pids += children[pid]
    return pids


def cpu_seconds(root: int) -> float:
    """Return the processor time that a process and its descendants used; nan without `/proc`."""
    if not PROC.is_dir():
        return float("nan")
    stats = _stats()
    ticks = 0
    for pid in tree(root):
        ticks += sum(map(int, stats.get(pid, [])[TIMES]))
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Return the memory of one process; nan if it cannot be read."""
    try:
        found = PSS.search((PROC / str(pid) / "smaps_rollup").read_text())
    except OSError:
        found = None
    return int(found[1]) / 1024 if found else float("nan")


def _stats() -> dict[int, list[str]]:
    """Return the fields of `/proc/PID/stat` that follow the process's name, by PID."""
    stats = {}
    for directory in PROC.glob("[0-9]*"):
        try:
            text = (directory / "stat").read_text()
        except OSError:  # it has ended meanwhile
            continue
        stats[int(directory.name)] = text.rpartition(")")[2].split()
    return stats
