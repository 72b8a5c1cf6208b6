"""What is to come of each date by the clocks on the wall, in the words of the product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.kinds import Kind
from tests.zones.choices import Choice
from tests.zones.clocks import Clocks
from tests.zones.living import Absence, Told

THREE = time(3)
ONE_DAY = timedelta(days=1)
_REPEAT = timedelta(minutes=20)
_ONE_HOUR, _HALF_AN_HOUR, _HOUR_AND_A_HALF = timedelta(hours=1), timedelta(minutes=30), timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Expected:
    """A date that is to be lived, and everything that its member is to be told of it, in order."""

    date: date
    begins_at: datetime
    ends_at: datetime
    told: Sequence[Told]
    nudges: int
    is_prolonged: bool
    """The clocks jump from its evening to its end, and so it goes on for an hour."""


def calendar_date(day: date, wall: time) -> date:
    """Return the calendar date on which a member's date shows `wall`: the next one for the hours after midnight."""
    return day if wall >= THREE else day + ONE_DAY


def dates(first: date, last: date) -> Iterator[date]:
    """Yield all dates of a span."""
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def expect(clocks: Clocks, choice: Choice, first: date, last: date) -> Iterator[Expected]:
    """Yield what is to come from `first` to `last`: one of each ask on each date that has check-ins, and no other."""
    absences = {absence.since: absence for absence in choice.absences(clocks, first, last)}
    absence: Absence | None = None
    not_before = clocks.first_at(first, THREE)
    for day in dates(first, last):
        if day.weekday() in choice.days_off or not clocks.have(day) or (absence is not None and day < absence.until):
            continue
        returned, absence = absence, absences.get(day)
        expected = _expect_day(clocks, choice, day, not_before, is_cut_short=absence is not None)
        yield expected if returned is None else _announced(clocks, choice, expected)
        not_before = expected.ends_at


def _expect_day(clocks: Clocks, choice: Choice, day: date, not_before: datetime, *, is_cut_short: bool) -> Expected:
    """Of a day that is cut short, at noon, only the morning comes."""
    evening_at = clocks.first_at(calendar_date(day, choice.evening), choice.evening)
    if evening_at == clocks.first_at(day, choice.morning):  # one jump of the clocks over both: in the same minute
        evening_at += timedelta(seconds=1)
    three_at = clocks.first_at(day + ONE_DAY, THREE)
    is_prolonged = evening_at >= three_at and not is_cut_short
    ends_at = evening_at + _ONE_HOUR if evening_at >= three_at else three_at
    morning = _morning(max(clocks.first_at(day, choice.morning), not_before), evening_at)
    evening = () if is_cut_short else _evening(evening_at, ends_at)
    nudges = 0 if is_cut_short else sum(evening_at + _ONE_HOUR + n * _REPEAT < ends_at for n in range(3))
    return Expected(day, clocks.first_at(day, THREE), ends_at, [*morning, *evening], nudges, is_prolonged)


def _morning(asked_at: datetime, evening_at: datetime) -> Iterator[Told]:
    yield Kind.MORNING_ASK, asked_at
    if asked_at + _HOUR_AND_A_HALF <= evening_at - _ONE_HOUR:
        yield Kind.MORNING_REMINDER, asked_at + _HOUR_AND_A_HALF


def _evening(evening_at: datetime, ends_at: datetime) -> Iterator[Told]:
    yield Kind.EVENING_ASK_UNNAMED, evening_at
    if evening_at + _HALF_AN_HOUR < ends_at:
        yield Kind.EVENING_REMINDER_UNNAMED, evening_at + _HALF_AN_HOUR
    if evening_at + _ONE_HOUR + 3 * _REPEAT < ends_at:
        yield Kind.NO_CALL, evening_at + _ONE_HOUR + 3 * _REPEAT


def _announced(clocks: Clocks, choice: Choice, expected: Expected) -> Expected:
    """The evening before the first date in again says so."""
    evening_before = calendar_date(expected.date - ONE_DAY, choice.evening)
    announcement = (Kind.COMING_BACK, clocks.first_at(evening_before, choice.evening))
    return replace(expected, told=[announcement, *expected.told])
