"""Members who never answer and to whom the clock does what it does, day after day, each step at just its moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from bot.domain import planning
from bot.domain.day import Day, DayId
from bot.domain.events import Delivered, Due, Event, Situation, Skip
from bot.domain.kinds import Kind
from bot.domain.machine import advance
from bot.domain.member import Member, MemberId, Profile, Standing
from bot.domain.notices import Party
from bot.domain.pair import PairId

MOST_STEPS = 20
"""A day takes about eight steps; one that takes so many goes round in circles."""
PAIR = PairId(1)

Told = tuple[Kind, datetime]


@dataclass(frozen=True, slots=True)
class Lived:
    """A day that is over, with everything that its member was told, in order."""

    day: Day
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Absence:
    """While the day of `since` runs, at `said_at`, its member says to be away; the first date in again is `until`."""

    since: date
    said_at: datetime
    until: date


def member_in(zone: str, morning: time, evening: time, days_off: frozenset[int] = frozenset()) -> Member:
    """Return a member with these choices."""
    return Member(
        id=MemberId(1),
        profile=Profile(701, "Ana", None, "en"),
        chosen_zone=zone,
        morning=morning,
        evening=evening,
        standing=Standing.ACTIVE,
        has_blocked=False,
        joined_at=datetime(2000, 1, 1, tzinfo=UTC),
        days_off=days_off,
    )


def live(member: Member, first: date, last: date, absences: Sequence[Absence] = ()) -> Iterator[Lived]:
    """Yield the member's days from `first` to `last`.

    The member is heard of all the time, or else there would be a hold after three days.
    """
    to_say = list(absences)
    day = planning.plan_from(member, first)
    now = day.begins_at
    while day.date <= last:
        absence = to_say.pop(0) if to_say and to_say[0].since == day.date else None
        closed, told = _live_day(day, now, absence)
        yield Lived(closed, told)
        assert closed.closed_at is not None
        now = closed.closed_at
        if absence is not None:
            member = replace(member, away_until=absence.until)
        day = replace(planning.next_day(member, closed, now=now), id=DayId(closed.id + 1))


def _live_day(day: Day, now: datetime, absence: Absence | None) -> tuple[Day, Sequence[Told]]:
    told: list[Told] = []
    for _ in range(MOST_STEPS):
        if day.due_at is None:
            return day, told
        event: Event = Due()
        now, before = max(now, day.due_at), now
        if absence is not None and absence.said_at <= now:
            now, absence = max(before, absence.said_at), None
            event = Skip(now, is_away=True)
        day = _advance(day, event, now, told)
    raise AssertionError(f"{day.date} never ends: {day.step} at {day.due_at}")


def _advance(day: Day, event: Event, now: datetime, told: list[Told]) -> Day:
    """Let something happen to a day; what it says is delivered at once."""
    day, notices = advance(day, event, _situation(now))
    for notice in notices:
        if notice.to is Party.MEMBER:
            told.append((notice.kind, now))
        day, _ = advance(day, Delivered(notice.kind, now), _situation(now))
    return day


def _situation(now: datetime) -> Situation:
    """At night, so that whatever is late shows by its absence, and with a partner who can always be called."""
    return Situation(
        now,
        PAIR,
        has_day_pair=True,
        can_partner_call=True,
        partner_opens_at=now,
        both_open_at=now,
        is_member_awake=False,
        heard_at=now,
    )
