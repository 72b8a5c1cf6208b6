"""A member and a day as most tests want them: Berlin, 08:00 and 20:00, a Monday in November."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.day import Day, DayId, plan_day
from bot.domain.member import Member, MemberId, Profile, Standing

MONDAY = date(2026, 11, 23)


def member(number: int = 1, *, zone: str = "Europe/Berlin", evening: time = time(20)) -> Member:
    return Member(
        id=MemberId(number),
        profile=Profile(700 + number, "Ana", None, "en"),
        zone=zone,
        morning=time(8),
        evening=evening,
        standing=Standing.ACTIVE,
        has_blocked=False,
        joined_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def day() -> Day:
    return replace(plan_day(member(), MONDAY), id=DayId(1))
