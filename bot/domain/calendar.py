"""Local wall times and the instants they mean.

A member's date runs from 03:00 to 03:00 local, so a wall time before 03:00 belongs to the date whose evening it ends.
Everything returned as an instant is aware and in UTC; sums on wall clocks are made locally and turned back at once.
"""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

zoneinfo.reset_tzpath(to=())
"""The rules come from the pinned tzdata package, not from however old a machine is."""

DAY_STARTS = time(3)
CALL_HOURS = (time(7), time(22, 30))


@lru_cache(maxsize=1024)
def zone_info(zone: str) -> ZoneInfo:
    """Return the rules of an IANA zone; `ValueError` when there is no such zone."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"unknown time zone {zone!r}") from error


def instant(day: date, wall: time, zone: str) -> datetime:
    """Return the instant at which the member's `day` shows `wall` in `zone`.

    A wall time that the clocks skip means the first minute that exists after it; one that comes twice means the first.
    """
    calendar_date = day + timedelta(days=1) if wall < DAY_STARTS else day
    rules = zone_info(zone)
    local = datetime.combine(calendar_date, wall, tzinfo=rules)
    moment = local.astimezone(UTC)
    if moment.astimezone(rules).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), moment, rules)


def day_end(day: date, zone: str) -> datetime:
    """Return the instant at which the member's `day` ends: 03:00 of the next date."""
    return instant(day + timedelta(days=1), DAY_STARTS, zone)


def date_at(moment: datetime, zone: str) -> date:
    """Return the member's date that is running at `moment` in `zone`."""
    local = moment.astimezone(zone_info(zone))
    return local.date() - timedelta(days=1) if local.time() < DAY_STARTS else local.date()


def wall_clock(moment: datetime, zone: str) -> str:
    """Return what a clock on the wall in `zone` shows at `moment`, as `HH:MM`."""
    return moment.astimezone(zone_info(zone)).strftime("%H:%M")


def is_in_call_hours(moment: datetime, zone: str) -> bool:
    """Tell whether a call may be asked for at `moment` in `zone`."""
    opens, closes = CALL_HOURS
    return opens <= moment.astimezone(zone_info(zone)).time() <= closes


def _end_of_gap(before: datetime, after: datetime, rules: ZoneInfo) -> datetime:
    """Find, to the second, where the offset changes between two instants around a gap in the wall clock."""
    offset = before.astimezone(rules).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(rules).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
