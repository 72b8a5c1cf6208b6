"""What the members of the sweep have chosen: the usual times, and what lies at the edges of what can be chosen."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from tests.zones.clocks import Clocks
from tests.zones.living import Absence

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
_NOON = time(12)
_ONE_DAY = timedelta(days=1)
_FROM_ABSENCE_TO_ABSENCE = timedelta(days=13)
_LONGEST_ABSENCE = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """When somebody is asked, and whether there are times when they are not."""

    morning: time
    evening: time
    days_off: frozenset[int] = frozenset()
    is_often_away: bool = False

    def absences(self, clocks: Clocks, first: date, last: date) -> list[Absence]:
        """Return when they are away from `first` to `last`: every other week, for one date to eight, said at noon."""
        away: list[Absence] = []
        since = first + 2 * _ONE_DAY
        while self.is_often_away and since <= last:
            while since.weekday() in self.days_off or not clocks.have(since):
                since += _ONE_DAY
            until = since + (2 + len(away) % (_LONGEST_ABSENCE - 1)) * _ONE_DAY
            away.append(Absence(since, clocks.first_at(since, _NOON), until))
            since += _FROM_ABSENCE_TO_ABSENCE
        return away


CHOICES = {
    "08:00 and 20:00": Choice(time(8), time(20)),
    "03:00 and 04:00": Choice(time(3), time(4)),
    "07:30 and 00:30": Choice(time(7, 30), time(0, 30)),
    "22:00 and 01:00": Choice(time(22), time(1)),
    "03:30 and 01:00": Choice(time(3, 30), time(1)),
    "08:30 and 00:00, Wednesdays off, often away": Choice(time(8, 30), time(0), frozenset({2}), is_often_away=True),
}
WALL_TIMES = sorted({wall for choice in CHOICES.values() for wall in (choice.morning, choice.evening)})
