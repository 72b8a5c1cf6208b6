"""The wall clock: the only caller of `datetime.now` in the project."""

from datetime import UTC, datetime


class SystemClock:
    """Life's time as this machine tells it."""

    def now(self) -> datetime:
        """Return the current instant, aware and in UTC."""
        return datetime.now(UTC)
