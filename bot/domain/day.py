"""A day: one member's one date, from 03:00 to 03:00 local.

This module holds the values; `planning` says which date comes when, `ladder` is what the clock does to a day, `answers`
what the two people do to it, `absence` how it is set aside, and `machine.advance` is the one way in to all of them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.member import MemberId
from bot.domain.pair import PairId

DayId = NewType("DayId", int)
Date = date
"""The type; in `Day` the plain name is that of a field."""

LATE_DONE_LASTS = timedelta(hours=24)
UNDO_LASTS = timedelta(minutes=10)
TIME_TO_ANSWER = timedelta(minutes=2)
"""So long after the evening ask nobody is told that they missed."""
MOST_NUDGES = 3
"""So often a partner is asked to call on one day, snoozes included."""
MOST_EXTENSIONS = 2
"""So often a call can be given a quarter of an hour more."""


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
    SKIPPED = "skipped"
    """Set aside before the evening ask: a day that is skipped, or on which a time away began."""
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


_UNANSWERED = frozenset({State.CHECKING, State.UNNAMED, State.HELD, State.NUDGED})


class Step(StrEnum):
    """What the clock does next to a day."""

    RETURN = "return"
    """Say, the evening before, that the member is coming back."""
    MORNING_ASK = "morning_ask"
    MORNING_REMINDER = "morning_reminder"
    NUDGE_OFFER = "nudge_offer"
    """Tell the partner that nothing is named yet, with a button that nudges."""
    EVENING_ASK = "evening_ask"
    EVENING_REMINDER = "evening_reminder"
    EVENING_CHECK = "evening_check"
    NUDGE = "nudge"
    FOLLOW_UP = "follow_up"
    """Ask both once how the call went."""
    END = "end"


@dataclass(frozen=True, slots=True)
class Day:
    """One member's one date. All instants are aware and in UTC."""

    id: DayId
    member_id: MemberId
    date: date
    state: State
    morning: time
    """The wall times of this day; what the member chooses later counts from the next."""
    evening: time
    begins_at: datetime
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
    planned_for: Date | None = None
    """The date for which that was said."""
    suggested: str | None = None
    """What its morning offers to take: what was left open, or saved for a date that had no check-ins."""
    is_carried: bool = False
    """Its thing was taken over to a later day, where it is reported from then on."""
    is_excused: bool = False
    """A journey took its evening ask away: it is no miss."""
    silent_days: int = 0
    """How many days in a row the member has said nothing: up to this one while it is open, with it once it is over."""
    silent_since: datetime | None = None
    """When the first of those days began."""
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
    is_waived: bool = False
    """The member asked for the call themselves, so that their own call hours do not hold it up."""
    is_snoozed: bool = False
    """The next nudge comes when the partner asked for it."""
    is_together: bool = False
    """Both missed: each is asked to call the other, and one call is for both days."""
    extensions: int = 0
    """How often the call was given a quarter of an hour more."""
    is_nudged_in_morning: bool = False
    """The partner has nudged the member to name something."""
    version: int = 0
    """Grows with each write; a write that finds another number has lost a race."""

    @property
    def is_over(self) -> bool:
        """Whether the day has been closed."""
        return self.closed_at is not None

    def can_join(self, now: datetime) -> bool:
        """Tell whether its ladder runs unanswered, so that it can become one with the partner's.

        Not before the evening ask has really reached its member, and they had a moment to answer: nobody hears of a
        miss before they were asked, nor with the question.
        """
        if self.state not in _UNANSWERED or self.nudges >= MOST_NUDGES or self.spoke_at is None:
            return False
        return self.step is not Step.EVENING_REMINDER or now - self.spoke_at >= TIME_TO_ANSWER

    @property
    def is_call_running(self) -> bool:
        """Whether somebody is on the line about it, as far as anybody said."""
        return self.state is State.CALLING and self.step is Step.FOLLOW_UP

    @property
    def is_finished(self) -> bool:
        """Whether the one thing is done."""
        return self.state in FINISHED
