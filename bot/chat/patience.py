"""How much of one person is heard at once, so that nobody who floods the bot makes others wait.

A batch is dealt with to its end before the next is asked for: without this, one person with a thousand messages makes
everybody wait for all of them. All times are the machine's, in seconds.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from bot.chat.limits import Pace

BURST = 30
"""More than anybody taps or types by hand before a second has gone by for each."""
BURST_AFTER_SILENCE = 300
"""What somebody may have said in the day for which Telegram keeps it, all of which comes at once then."""
INTERVAL = 1.0
MOST_PEOPLE = 2000
"""More than can be heard within half a minute."""


class Ear(Enum):
    """What becomes of an update."""

    HEARS = auto()
    SAYS_SO = auto()
    """It is not read, and as the first of them the one that is answered."""
    IS_CLOSED = auto()
    """It is not read, and nothing is said of it."""


@dataclass(slots=True)
class Patience:
    """30 at once and one a second from each person, 300 at once when all that was said during an outage comes in."""

    is_enforced: bool = True
    """Off where those on the other side live faster than people do."""
    _paces: dict[int, Pace] = field(default_factory=dict)
    _told: set[int] = field(default_factory=set)
    _weighed: dict[int, Ear] = field(default_factory=dict)
    """What became of the updates that are in hand: they come again when the database can't be written."""

    def weigh(self, update_id: int, account_id: int | None, now: float, *, is_late: bool) -> Ear:
        """Tell what becomes of an update; `is_late`: it may have waited for the bot to hear again."""
        if account_id is None or not self.is_enforced:
            return Ear.HEARS
        if update_id not in self._weighed:
            self._weighed[update_id] = self._ear_for(account_id, now, BURST_AFTER_SILENCE if is_late else BURST)
        return self._weighed[update_id]

    def settle(self, now: float) -> None:
        """Forget what is acknowledged, and, when there are many, whoever has long calmed down."""
        self._weighed.clear()
        if len(self._paces) > MOST_PEOPLE:
            self._paces = {account_id: pace for account_id, pace in self._paces.items() if not pace.is_idle(now)}
            self._told &= self._paces.keys()

    def _ear_for(self, account_id: int, now: float, burst: int) -> Ear:
        pace = self._paces.setdefault(account_id, Pace(INTERVAL, burst))
        pace.burst = burst
        if pace.is_idle(now):
            self._told.discard(account_id)
        if pace.ready_at() <= now:
            pace.take(now)
            return Ear.HEARS
        if account_id in self._told:
            return Ear.IS_CLOSED
        self._told.add(account_id)
        return Ear.SAYS_SO
