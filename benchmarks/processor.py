"""Measure the processor time of process trees from `/proc`, which only Linux has."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
PARENT = 1
TIMES = slice(11, 15)
"""Positions in `stat` after the name: user and system time, its own and of ended children."""


def cpu_seconds(root: int) -> float:
    """Return the processor time that a process and its descendants used; nan without `/proc`."""
    if not PROC.is_dir():
        return float("nan")
    stats = _stats()
    children = defaultdict(list)
    for pid, fields in stats.items():
        children[int(fields[PARENT])].append(pid)
    ticks = 0
    tree = [root]
    for pid in tree:
        tree += children[pid]
        ticks += sum(map(int, stats.get(pid, [])[TIMES]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _stats() -> dict[int, list[str]]:
    """Return the fields of `/proc/PID/stat` that follow the process's name, by PID."""
    stats = {}
    for directory in PROC.iterdir():
        if not directory.name.isdigit():
            continue
        try:
            text = (directory / "stat").read_text()
        except OSError:  # it has ended meanwhile
            continue
        stats[int(directory.name)] = text.rpartition(")")[2].split()
    return stats
