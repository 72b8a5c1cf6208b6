"""The wall clock: the only caller of `datetime.now` in the project."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Life's time as this machine tells it."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        return datetime.now(UTC)


def uptime() -> float:
    """Return the machine's time in seconds, from any beginning, with the time in which the machine slept."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
