"""Lives compared with what was to come of them, and what that amounts to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import zip_longest

from bot.domain import calendar
from bot.domain.kinds import Kind
from tests.zones.choices import WALL_TIMES, Choice
from tests.zones.clocks import Clocks
from tests.zones.expecting import ONE_DAY, Expected, calendar_date, dates, expect
from tests.zones.living import Lived, live, member_in

DAYS, ASKS = "days lived to their end", "asks compared, to the second"
SKIPPED, TWICE = "asks at a time that the clocks skip", "asks at a time that comes twice"
WALLS = "wall times compared, to the second"
TOGETHER = "days whose two hours the clocks skip at once, so that both asks come in one minute"
_ASKS = (Kind.MORNING_ASK, Kind.EVENING_ASK_UNNAMED)
_THREE_HOURS = timedelta(hours=3)
_NEAR = 3 * ONE_DAY


@dataclass(slots=True)
class Account:
    """What was looked at, and what was found."""

    looked_at: Counter[str] = field(default_factory=Counter)
    prolonged: set[tuple[str, date]] = field(default_factory=set)
    """The zone and date of each day that goes on for an hour."""
    wrong: list[str] = field(default_factory=list)
    """What was not as it should be, in words."""

    def add(self, other: "Account") -> None:
        """Take in what another account says."""
        self.looked_at.update(other.looked_at)
        self.prolonged |= other.prolonged
        self.wrong += other.wrong


def check_life(clocks: Clocks, choice: Choice, first: date, last: date) -> Account:
    """Let somebody live from `first` to `last` where these clocks hang, and compare it with what was to come."""
    account = Account()
    member = member_in(clocks.zone, choice.morning, choice.evening, choice.days_off)
    lived = live(member, first, last, choice.absences(clocks, first, last))
    for is_day, to_be in zip_longest(lived, expect(clocks, choice, first, last)):
        problem = _problem(clocks, is_day, to_be)
        if problem is not None or to_be is None:
            account.wrong.append(f"{clocks.zone}, {choice.morning:%H:%M} and {choice.evening:%H:%M}: {problem}")
            return account  # whatever else is wrong may only follow from it
        account.looked_at.update(_looked_at(clocks, choice, to_be))
        if to_be.is_prolonged:
            account.prolonged.add((clocks.zone, to_be.date))
    return account


def check_wall_times(clocks: Clocks, first: date, last: date) -> Account:
    """Compare all wall times of all dates with the moments that the bot's calendar gives them."""
    account = Account()
    for day in dates(first, last):
        for wall in WALL_TIMES:
            is_at = calendar.instant(day, wall, clocks.zone)
            to_be_at = clocks.first_at(calendar_date(day, wall), wall)
            if is_at != to_be_at:
                account.wrong.append(f"{clocks.zone}, {day}, {wall:%H:%M}: {is_at} and not {to_be_at}")
        account.looked_at[WALLS] += len(WALL_TIMES)
    return account


def _problem(clocks: Clocks, lived: Lived | None, expected: Expected | None) -> str | None:
    """Say in which way a day is not what it should be."""
    if lived is None or expected is None or lived.day.date != expected.date:
        return f"{lived and lived.day.date} is lived and not {expected and expected.date}"
    day = lived.day
    if (day.begins_at, day.ends_at, day.closed_at) != (expected.begins_at, expected.ends_at, expected.ends_at):
        return f"{day.date} is from {day.begins_at} to {day.closed_at}"
    if not day.begins_at <= day.morning_at < day.evening_at < day.ends_at:
        return f"{day.date} is out of order: {day.morning_at}, {day.evening_at}, {day.ends_at}"
    if list(lived.told) != list(expected.told) or day.nudges != expected.nudges:
        return f"{day.date} has {lived.told} and {day.nudges} nudges, and not {expected.told} and {expected.nudges}"
    if any(_date_of(clocks, at) != day.date for kind, at in lived.told if kind in _on_its_date(expected)):
        return f"{day.date} asks on another date: {lived.told}"
    return None


def _on_its_date(expected: Expected) -> tuple[Kind, ...]:
    """An evening that the clocks skip up to 03:00 comes on the next date, and so the day goes on for an hour."""
    return (Kind.MORNING_ASK,) if expected.is_prolonged else _ASKS


def _date_of(clocks: Clocks, moment: datetime) -> date:
    """Return the member's date of a moment: it changes when the clocks come to 03:00."""
    return (clocks.show(moment) - _THREE_HOURS).date()


def _is_one_minute(expected: Expected) -> bool:
    asked_at = [at for kind, at in expected.told if kind in _ASKS]
    return asked_at[-1] - asked_at[0] < timedelta(minutes=1) and len(asked_at) > 1


def _looked_at(clocks: Clocks, choice: Choice, expected: Expected) -> Counter[str]:
    kinds = [kind for kind, _ in expected.told if kind in _ASKS]
    counted = Counter({DAYS: 1, ASKS: len(kinds)})
    if any(abs(change - expected.ends_at) < _NEAR for change in clocks.changes):
        walls = {Kind.MORNING_ASK: choice.morning, Kind.EVENING_ASK_UNNAMED: choice.evening}
        shown = [clocks.how_often(calendar_date(expected.date, walls[kind]), walls[kind]) for kind in kinds]
        counted.update({SKIPPED: shown.count(0), TWICE: shown.count(2), TOGETHER: int(_is_one_minute(expected))})
    return counted
