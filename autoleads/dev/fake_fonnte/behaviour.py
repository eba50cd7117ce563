"""The ways in which calls of the fake Fonnte fail."""

from __future__ import annotations

from random import Random


class Behaviour:
    """The failures of the next calls: a share `rate` of them, or the next `times`; others succeed.

    - `refuse`: status false with `reason`
    - `error`: HTTP 500
    - `garbage`: a response that is not JSON
    - `hang`: no response and no delivery; the connection is closed after `seconds`
    - `late`: delivered, the response comes after `seconds`
    - `drop`: delivered, the connection is closed without a response
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
        if statuses is None:
            statuses = ["sent", "delivered", "read"]
        self.mode = mode
        self.reason = reason
        self.seconds = float(seconds)
        self.statuses = [str(status) for status in statuses]
        """Reported to the device's webhook after each delivery."""
        self._rate = float(rate)
        self._times = times
        self._random = Random(seed)  # noqa: S311

    def next_mode(self) -> str:
        """Return the mode of one call; the caller holds the lock."""
        if self._times == 0 or self._random.random() >= self._rate:
            return "ok"
        if self._times is not None:
            self._times -= 1
        return self.mode
