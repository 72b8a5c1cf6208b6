"""What the clocks on the walls of a zone show, found by looking at them: nothing here knows of the bot's calendar.

The zone's file is opened where the pinned package keeps it. Its clocks are looked at every three hours, and where they
were changed in between every minute; the rest is plain arithmetic. Only the way from a moment to what the clocks show
is ever asked for: nobody has to say which `fold` a time has that comes twice, or what one means that never comes.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

_LOOK_EVERY = timedelta(hours=3)
_MINUTE = timedelta(minutes=1)
_MARGIN = timedelta(days=3)
_FURTHEST_AHEAD = timedelta(hours=15)
"""No clock in the world has ever been so far ahead of UTC since there are time zones with a law behind them."""

_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of one zone in some years: from each of `since` on they are `ahead` of UTC."""

    zone: str
    since: tuple[datetime, ...]
    ahead: tuple[timedelta, ...]

    def show(self, moment: datetime) -> datetime:
        """Return what the clocks show at `moment`, as a date and time without a zone."""
        return moment.replace(tzinfo=None) + self.ahead[bisect_right(self.since, moment) - 1]

    def first_at(self, day: date, wall: time) -> datetime:
        """Return the first moment, in UTC, at which the clocks have come to `wall` of a calendar date, or beyond it.

        That is the first of two if the wall time comes twice, and the end of the gap if the clocks skip it.
        """
        wanted = datetime.combine(day, wall, tzinfo=UTC)
        stretch = bisect_right(self.since, wanted - _FURTHEST_AHEAD) - 1
        while True:
            moment = max(wanted - self.ahead[stretch], self.since[stretch])
            if moment < self._end_of(stretch):
                return moment
            stretch += 1

    def how_often(self, day: date, wall: time) -> int:
        """Return how often the clocks show `wall` on a calendar date: once but for the nights of a change."""
        wanted = datetime.combine(day, wall, tzinfo=UTC)
        moments = ((stretch, wanted - ahead) for stretch, ahead in enumerate(self.ahead))
        return sum(self.since[stretch] <= moment < self._end_of(stretch) for stretch, moment in moments)

    def have(self, day: date) -> bool:
        """Tell whether the clocks ever show this date; a journey of the date line can leave one out."""
        return self.show(self.first_at(day, time())).date() == day

    @property
    def changes(self) -> tuple[datetime, ...]:
        """The moments at which the clocks were changed."""
        return self.since[1:]

    def _end_of(self, stretch: int) -> datetime:
        return self.since[stretch + 1] if stretch + 1 < len(self.since) else _FOREVER


def names() -> tuple[str, ...]:
    """Return the names of all zones of the pinned package, as it lists them."""
    return tuple(sorted(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()))


def rules_file(zone: str) -> bytes:
    """Return the file with the rules of a zone; two names for one zone have equal ones."""
    return resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()


@lru_cache(maxsize=4)
def open_rules(zone: str) -> ZoneInfo:
    """Return the rules of a zone of the pinned package, whatever this machine has of its own."""
    with resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


def watch(zone: str, first: date, last: date) -> Clocks:
    """Look at the clocks of a zone from some days before `first` to some days after `last`."""
    rules = open_rules(zone)
    begin = datetime.combine(first, time(), tzinfo=UTC) - _MARGIN
    end = datetime.combine(last, time(), tzinfo=UTC) + _MARGIN
    since, ahead = [begin], [_ahead(rules, begin)]
    for before, after in pairwise(_every(_LOOK_EVERY, begin, end)):
        if _ahead(rules, after) == ahead[-1]:
            continue
        changed_at = next(at for at in _every(_MINUTE, before, after) if _ahead(rules, at) != ahead[-1])
        since.append(changed_at)
        ahead.append(_ahead(rules, changed_at))
    return Clocks(zone, tuple(since), tuple(ahead))


def _every(step: timedelta, begin: datetime, end: datetime) -> Iterator[datetime]:
    moment = begin
    while moment <= end:
        yield moment
        moment += step


def _ahead(rules: ZoneInfo, moment: datetime) -> timedelta:
    shown = moment.astimezone(rules).replace(tzinfo=UTC)
    return shown - moment
