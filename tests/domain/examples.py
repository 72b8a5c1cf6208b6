"""A member and a day as most tests want them: Berlin, 08:00 and 20:00, a Monday in November."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain import calendar
from bot.domain.day import Day, DayId
from bot.domain.events import Situation
from bot.domain.member import Member, MemberId, Profile, Standing
from bot.domain.pair import PairId
from bot.domain.planning import plan_day

MONDAY = date(2026, 11, 23)
BERLIN = "Europe/Berlin"
PAIR = PairId(1)


def member(
    number: int = 1,
    *,
    zone: str = BERLIN,
    times: calendar.Hours = (time(8), time(20)),
    days_off: Iterable[int] = (),
    away_until: date | None = None,
) -> Member:
    return Member(
        id=MemberId(number),
        profile=Profile(700 + number, "Ana", None, "en"),
        chosen_zone=zone,
        morning=times[0],
        evening=times[1],
        standing=Standing.ACTIVE,
        has_blocked=False,
        joined_at=datetime(2026, 11, 1, tzinfo=UTC),
        days_off=frozenset(days_off),
        away_until=away_until,
    )


def day() -> Day:
    return replace(plan_day(member(), MONDAY), id=DayId(1))


def at(clock: str, *, days: int = 0, zone: str = BERLIN) -> datetime:
    """Return when a clock in `zone` shows `HH:MM`, so many days after the Monday; before 03:00: the next night."""
    return calendar.instant(MONDAY + timedelta(days=days), time.fromisoformat(clock), zone)


def together(now: datetime) -> Situation:
    """Return the situation of somebody whose partner can be called."""
    return Situation(now, pair_id=PAIR, has_day_pair=True, can_partner_call=True)
