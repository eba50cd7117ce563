"""How the Fonnte stand-in misbehaves."""

from __future__ import annotations

from random import Random


class Behaviour:
    """How calls are answered: a share `rate` of them, or the next `times`, in this mode, the others well.

    refuse: status false with `reason` · error: HTTP 500 · garbage: no JSON · hang: no answer after `seconds`, nothing
    delivered · late: delivered, answered after `seconds` · drop: delivered, connection closed without an answer.
    """

    MODES = ("ok", "refuse", "error", "garbage", "hang", "late", "drop")

    def __init__(
        self,
        mode: str = "ok",
        reason: str = "token invalid",
        seconds: float = 0,
        rate: float = 1,
        times: int | None = None,
        seed: int = 0,
        statuses: list[str] | None = None,
    ) -> None:
        if mode not in self.MODES:
            raise ValueError("unknown mode")
        self.mode, self.reason, self.seconds = mode, reason, float(seconds)
        self.statuses = (
            ["sent", "delivered", "read"] if statuses is None else [str(s) for s in statuses]
        )
        """What the status hook hears after each delivery."""
        self._rate, self._times, self._random = float(rate), times, Random(seed)  # noqa: S311

    def next_mode(self) -> str:
        """The mode of one call; the caller holds the lock."""
        if self._times == 0 or self._random.random() >= self._rate:
            return "ok"
        if self._times is not None:
            self._times -= 1
        return self.mode
