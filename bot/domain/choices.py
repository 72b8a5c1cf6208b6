"""What a member may choose: times, days off, call hours, and how long to be away."""

import re
from datetime import date, time, timedelta

from bot.domain.calendar import DAY_STARTS, Hours
from bot.domain.errors import Reason, Refused
from bot.domain.wall_time import read_time, read_times

LATEST_MORNING = time(22)
LATEST_EVENING = time(1)
"""After midnight, still the same day."""
LATEST_CALL = time(2)
SHORTEST_DAY = timedelta(hours=1)
"""So far at least the evening is from the morning, and the end of the call hours from their beginning."""
LONGEST_AWAY = timedelta(days=366)
NUDGE_WITHIN = timedelta(minutes=60)
"""So long after the evening ask a partner is asked to call."""
WEEK = frozenset(range(7))
NOON = time(12)
_LAST_TIME = re.compile(r"(\d[\d:.h]*)\s*(a\.?\s?m)?\D*$", re.IGNORECASE)
"""The last time in a text, and whether it is marked as one of the morning."""


def check_times(morning: time, evening: time) -> None:
    """Return if these two can be the times of the check-ins, raise `Refused` otherwise."""
    if not DAY_STARTS <= morning <= LATEST_MORNING:
        raise Refused(Reason.MORNING_OUT_OF_RANGE, earliest=shown(DAY_STARTS), latest=shown(LATEST_MORNING))
    if LATEST_EVENING < evening < DAY_STARTS:
        raise Refused(Reason.EVENING_TOO_LATE, latest=shown(LATEST_EVENING))
    if _since_start(evening) - _since_start(morning) < SHORTEST_DAY:
        raise Refused(Reason.EVENING_TOO_EARLY, morning=shown(morning), evening=shown(evening))


def check_call_hours(hours: Hours) -> None:
    """Return if these can be call hours, raise `Refused` otherwise."""
    opens, closes = hours
    is_late = LATEST_CALL < closes < DAY_STARTS
    if opens < DAY_STARTS or is_late or _since_start(closes) - _since_start(opens) < SHORTEST_DAY:
        raise Refused(Reason.CALL_HOURS_IMPOSSIBLE, earliest=shown(DAY_STARTS), latest=shown(LATEST_CALL))


def check_days_off(days: frozenset[int]) -> None:
    """Return if these weekdays (0 is Monday) can be off, raise `Refused` when none is left."""
    if days >= WEEK:
        raise Refused(Reason.ALL_DAYS_OFF)


def check_away(until: date, today: date) -> None:
    """Return if a member whose date is `today` can be away until `until`, raise `Refused` otherwise."""
    if until <= today:
        raise Refused(Reason.AWAY_IN_THE_PAST, until=until.isoformat(), today=today.isoformat())
    if until - today > LONGEST_AWAY:
        raise Refused(Reason.AWAY_TOO_LONG, until=until.isoformat(), today=today.isoformat())


def has_room_for_call(evening: time, hours: Hours) -> bool:
    """Tell whether a call after an unanswered evening ask would still be within the call hours."""
    opens, closes = (_since_start(hour) for hour in hours)
    return opens <= _since_start(evening) + NUDGE_WITHIN <= closes


def read_check_ins(text: str) -> Hours:
    """Return the morning and the evening that were typed, raise `Refused` when there are not two times."""
    morning, evening = read_hours(text)
    return morning, evening if morning >= NOON else _as_evening(evening, text)


def read_hours(text: str) -> Hours:
    """Return the two times that were typed, raise `Refused` when there are not two of them."""
    hours = read_times(text)
    if hours is None:
        raise Refused(Reason.NOT_TWO_TIMES)
    return hours


def read_morning(text: str) -> time:
    """Return the time that was typed, raise `Refused` when there is none."""
    typed = read_time(text)
    if typed is None:
        raise Refused(Reason.NOT_A_TIME)
    return typed


def read_evening(text: str) -> time:
    """Return the time that was typed for an evening: "8" is 20:00 there, "08:00" and "8 am" are not."""
    return _as_evening(read_morning(text), text)


def _as_evening(typed: time, text: str) -> time:
    """Return what somebody means whose `text` ends in `typed`, when they are asked for an evening.

    "8" and "8:30" are of the evening there; "1:00" is what it says, for an evening may be as late as that.
    """
    last = _LAST_TIME.search(text)
    is_plain = last is not None and not last[1].startswith("0") and not last[2]
    is_night = last is not None and not last[1].isdecimal() and typed.hour == LATEST_EVENING.hour
    return typed.replace(hour=typed.hour + 12) if is_plain and not is_night and time(1) <= typed < NOON else typed


def _since_start(wall: time) -> timedelta:
    """Return how long after the start of the day (03:00) a clock shows `wall`."""
    hours = wall.hour - DAY_STARTS.hour + (24 if wall < DAY_STARTS else 0)
    return timedelta(hours=hours, minutes=wall.minute)


def shown(wall: time) -> str:
    """Return a wall time as `HH:MM`."""
    return wall.strftime("%H:%M")
