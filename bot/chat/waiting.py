"""How long to wait before trying again, in the machine's time."""

from dataclasses import dataclass, field
from datetime import timedelta

from telegram.error import RetryAfter, TelegramError

FIRST, LONGEST, GROWTH = 1.0, 30.0, 1.5
STORAGE_PAUSE = 1.0
"""Between looks at a database that can't be read or written."""


def told_seconds(error: TelegramError) -> float | None:
    """Return for how long Telegram said to wait, None where it said nothing of the kind."""
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


@dataclass(slots=True)
class Backoff:
    """Waits longer after each failure in a row."""

    longest: float = LONGEST
    _next: float = field(default_factory=lambda: FIRST)

    def after(self, error: TelegramError) -> float:
        """Return the seconds to wait after `error`: as told, else half as long again as the time before."""
        told = told_seconds(error)
        if told is not None:
            return told
        seconds, self._next = self._next, min(self._next * GROWTH, self.longest)
        return seconds

    def reset(self) -> None:
        """Begin anew after a success."""
        self._next = FIRST
