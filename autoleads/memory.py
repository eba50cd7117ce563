"""Let large blocks of memory go back to the system once they are freed."""

from __future__ import annotations

import ctypes

M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8
LARGE = 1024 * 1024
HEAPS = 2


def give_large_blocks_back() -> None:
    """Return each large block to the system when it is freed, also when threads take turns.

    Once glibc has freed a block, it takes others of that size from the heap of the thread, and
    keeps them for it: after some logins, whose hashes take 19 MB each, most of a process. A fixed
    threshold prevents that. Few heaps leave fewer holes, and threads rarely wait for one another,
    since Python runs them in turn.

    Other C libraries have no `mallopt`, and need none.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(M_MMAP_THRESHOLD, LARGE)
    mallopt(M_ARENA_MAX, HEAPS)
