"""Processor time of process trees, from `/proc`: Linux only, elsewhere it is not a number."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
PARENT = 1
TIMES = slice(11, 15)
"""Of the fields of `stat` after the name: user and system time, own and of children that have ended."""


def seconds(root: int) -> float:
    """Used so far by the process and all that descend from it."""
    if not PROC.is_dir():
        return float("nan")
    stats = _stats()
    children = defaultdict(list)
    for pid, fields in stats.items():
        children[int(fields[PARENT])].append(pid)
    tree = [root]
    for pid in tree:
        tree += children[pid]
    ticks = sum(int(field) for pid in tree if pid in stats for field in stats[pid][TIMES])
    return ticks / os.sysconf("SC_CLK_TCK")


def parent(pid: int) -> int:
    return int(_stats()[pid][PARENT]) if PROC.is_dir() else 0


def _stats() -> dict[int, list[str]]:
    found = {}
    for directory in PROC.iterdir():
        if directory.name.isdigit():
            try:
                found[int(directory.name)] = (
                    (directory / "stat").read_text().rpartition(")")[2].split()
                )
            except OSError:  # it has ended meanwhile
                continue
    return found
