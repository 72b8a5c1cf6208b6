"""A day: one member's one date, from 03:00 to 03:00 local.

This module holds the values; `ladder` is what the clock does to a day, `answers` what the two people do to it, and
`machine.advance` is the one way in to both.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain import calendar
from bot.domain.member import Member, MemberId
from bot.domain.pair import PairId

DayId = NewType("DayId", int)

LATE_DONE_LASTS = timedelta(hours=24)
UNDO_LASTS = timedelta(minutes=10)
STARTS_TODAY_BEFORE_EVENING = timedelta(hours=2)


class State(StrEnum):
    """Where a day stands."""

    PLANNED = "planned"
    """Before the morning ask, nothing named."""
    ASKED = "asked"
    """The morning ask is out."""
    NAMED = "named"
    """The one thing is known; the evening ask is ahead."""
    CHECKING = "checking"
    """The evening ask is out, with the one thing."""
    UNNAMED = "unnamed"
    """The evening ask is out, and nothing was named all day."""
    TONIGHT = "tonight"
    """Named after the evening ask; a check is ahead."""
    CHOOSING = "choosing"
    """Partly: on a call, or leave it?"""
    HELD = "held"
    """Not yet: the partner is asked in a minute, unless the member says wait."""
    NUDGED = "nudged"
    """The partner is asked to call."""
    CALLING = "calling"
    """The partner said "I'm calling now"."""
    UNMET = "unmet"
    """The ladder has ended; Done stays open."""
    PARTLY = "partly"
    """Left at partly; Done stays open until the day ends."""
    DONE = "done"
    SAVED = "saved"
    """A miss that was then done together on the line."""
    MISSED = "missed"
    DONE_LATE = "done_late"
    """Said within 24 hours after the day's end."""
    OFF = "off"
    """Given up with the check-ins: neither done nor missed."""


FINISHED = frozenset({State.DONE, State.SAVED, State.DONE_LATE})
"""The one thing is done: nothing more asks about it."""
ENDED = frozenset({State.MISSED, State.DONE_LATE, State.OFF})
"""Only a day that is over is in one of these."""


class Step(StrEnum):
    """What the clock does next to a day."""

    MORNING_ASK = "morning_ask"
    MORNING_REMINDER = "morning_reminder"
    EVENING_ASK = "evening_ask"
    EVENING_REMINDER = "evening_reminder"
    EVENING_CHECK = "evening_check"
    NUDGE = "nudge"
    END = "end"


@dataclass(frozen=True, slots=True)
class Day:
    """One member's one date. All instants are aware and in UTC."""

    id: DayId
    member_id: MemberId
    date: date
    state: State
    morning_at: datetime
    evening_at: datetime
    ends_at: datetime
    step: Step
    due_at: datetime | None
    """When the clock looks at it next; None once it is over."""
    pair_id: PairId | None = None
    """The pair it had at its evening ask (or when it was done, if that came first)."""
    commitment: str | None = None
    named_by_message: int | None = None
    """The message, in the member's private chat, that named the commitment."""
    planned_tomorrow: str | None = None
    """The one thing of the next day, if it was already said."""
    evening_asked: bool = False
    spoke_at: datetime | None = None
    """When the last step of the evening was really sent."""
    nudges: int = 0
    reoffers: int = 0
    """How often the evening card was offered anew because taps may have been lost."""
    card_message: int | None = None
    """The member's message that says the partner is about to be asked."""
    done_at: datetime | None = None
    done_count: int = 0
    undo_to: State | None = None
    cheered: bool = False
    closed_at: datetime | None = None
    version: int = 0
    """Grows with each write; a write that finds another number has lost a race."""

    @property
    def is_over(self) -> bool:
        """Whether the day has been closed."""
        return self.closed_at is not None

    @property
    def is_finished(self) -> bool:
        """Whether the one thing is done."""
        return self.state in FINISHED


def plan_day(member: Member, day: date) -> Day:
    """Return the untouched day of `member` on `day`, by the member's times and zone; its id is 0 until it is kept."""
    morning_at = calendar.instant(day, member.morning, member.zone)
    return Day(
        id=DayId(0),
        member_id=member.id,
        date=day,
        state=State.PLANNED,
        morning_at=morning_at,
        evening_at=calendar.instant(day, member.evening, member.zone),
        ends_at=calendar.day_end(day, member.zone),
        step=Step.MORNING_ASK,
        due_at=morning_at,
    )


def first_day(member: Member, *, now: datetime, last: Day | None) -> Day:
    """Return the day with which check-ins begin at `now`; `last` is the member's latest day so far.

    It is today if two hours are left before the evening ask (asked at once, or in the morning if that is still
    ahead), else tomorrow. Dates only increase.
    """
    today = calendar.date_at(now, member.zone)
    if last is not None and last.date >= today:
        return next_day(member, last, now=now)
    planned = plan_day(member, today)
    if planned.evening_at - now < STARTS_TODAY_BEFORE_EVENING:
        return plan_day(member, today + timedelta(days=1))
    asks_at = max(now, planned.morning_at)
    return replace(planned, morning_at=asks_at, due_at=asks_at)


def next_day(member: Member, closed: Day, *, now: datetime) -> Day:
    """Return the day that follows `closed`: the next date, or the running one if more than a day went by unseen."""
    following = max(closed.date + timedelta(days=1), calendar.date_at(now, member.zone))
    planned = plan_day(member, following)
    if closed.planned_tomorrow is None:
        return planned
    return replace(planned, state=State.NAMED, commitment=closed.planned_tomorrow)
