"""Local wall times and the instants they mean.

A member's date runs from 03:00 to 03:00 local, so a wall time before 03:00 belongs to the date whose evening it ends.
Everything returned as an instant is aware and in UTC; sums on wall clocks are made locally and turned back at once.
"""

import zoneinfo
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import metadata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

zoneinfo.reset_tzpath(to=())
"""The rules come from the pinned tzdata package, not from however old a machine is."""

DAY_STARTS = time(3)
WAKING_HOURS = (time(7), time(22, 30))
"""Outside of these nothing rings that was not due at just that minute."""

Hours = tuple[time, time]
"""When something opens and closes, on a wall clock; closing before opening means after midnight."""


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
    local = datetime.combine(calendar_date, wall.replace(fold=0), tzinfo=rules)
    moment = local.astimezone(UTC)
    if moment.astimezone(rules).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), moment, rules)


def day_begin(day: date, zone: str) -> datetime:
    """Return the instant at which the member's `day` begins: 03:00 of that date."""
    return instant(day, DAY_STARTS, zone)


def day_end(day: date, zone: str) -> datetime:
    """Return the instant at which the member's `day` ends: 03:00 of the next date."""
    return day_begin(day + timedelta(days=1), zone)


def date_at(moment: datetime, zone: str) -> date:
    """Return the member's date that is running at `moment` in `zone`."""
    local = moment.astimezone(zone_info(zone))
    return local.date() - timedelta(days=1) if local.time() < DAY_STARTS else local.date()


def wall_clock(moment: datetime, zone: str) -> str:
    """Return what a clock on the wall in `zone` shows at `moment`, as `HH:MM`."""
    return moment.astimezone(zone_info(zone)).strftime("%H:%M")


def is_within(hours: Hours, moment: datetime, zone: str) -> bool:
    """Tell whether a clock on the wall in `zone` shows a time within `hours` at `moment`, both ends included."""
    opens, closes = hours
    shown = moment.astimezone(zone_info(zone)).time()
    return opens <= shown <= closes if opens <= closes else shown >= opens or shown <= closes


def next_within(clocks: Sequence[tuple[Hours, str]], moment: datetime) -> datetime | None:
    """Return the first moment from `moment` on that lies within everybody's hours, each in their zone.

    None when there is none within a day.
    """
    openings = [
        instant(date_at(moment, zone) + timedelta(days=ahead), hours[0], zone)
        for hours, zone in clocks
        for ahead in (0, 1, 2)
    ]
    for candidate in (moment, *sorted(opening for opening in openings if opening > moment)):
        if candidate - moment <= timedelta(days=1) and all(is_within(hours, candidate, zone) for hours, zone in clocks):
            return candidate
    return None


def closing(hours: Hours, moment: datetime, zone: str) -> datetime:
    """Return the last moment of the hours in which `moment` lies."""
    today = date_at(moment, zone)
    ends = (instant(today + timedelta(days=ahead), hours[1], zone) for ahead in (-1, 0, 1))
    return min(end for end in ends if end >= moment)


def rules_version() -> str:
    """Return the version of the rules of all zones that are in use, such as `2026.3`."""
    return metadata.version("tzdata")


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
