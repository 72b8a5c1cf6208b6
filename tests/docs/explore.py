"""Finds every transition of the day's machine by trying every event in every state that can be reached."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.day import Day, State, Step
from bot.domain.errors import Refused
from bot.domain.events import (
    CantTonight,
    Cheer,
    CouldntReach,
    Delivered,
    Done,
    Due,
    Event,
    ExtendCall,
    GiveUp,
    JoinLadder,
    LeavePartly,
    Move,
    Name,
    NotYet,
    NudgeInMorning,
    Partly,
    PartnerGone,
    PlanTomorrow,
    Replace,
    Return,
    Situation,
    Skip,
    Snooze,
    TakeCall,
    Undo,
    Wait,
    WeDidIt,
)
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.machine import advance
from bot.domain.member import Member, MemberId, Profile, Standing
from bot.domain.notices import Notice, Party
from bot.domain.pair import PairId
from bot.domain.planning import plan_day

PAIR = PairId(1)
MEMBER = Member(
    MemberId(1),
    Profile(1, "Ana", None, "en"),
    "UTC",
    time(8),
    time(20),
    Standing.ACTIVE,
    False,
    datetime(2026, 1, 1, tzinfo=UTC),
)

MORNING_STEPS = frozenset({Step.MORNING_ASK, Step.MORNING_REMINDER, Step.NUDGE_OFFER, Step.EVENING_ASK})
"""Each becomes the evening ask once its hour has come."""
Edge = tuple[str, str, str]
"""From, what happens, to."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One thing that can happen to a day, and what came of it."""

    before: Day
    situation: Situation
    cause: str
    after: Day
    notices: tuple[Notice, ...]


def edges() -> set[Edge]:
    """Return every change of state, with the name of what causes it; what leaves the state alone is left out."""
    return {
        (step.before.state.value, step.cause, step.after.state.value)
        for step in transitions(shape_of)
        if step.after.state is not step.before.state
    }


def beginnings() -> list[Day]:
    """Return the days that there are before anything happened."""
    start = plan_day(MEMBER, date(2026, 11, 23))
    planned = replace(start, state=State.NAMED, commitment="a thing saved the evening before")
    announced = replace(start, step=Step.RETURN, due_at=start.begins_at - timedelta(hours=7))
    silent = [replace(start, silent_days=days, silent_since=start.begins_at - timedelta(days=days)) for days in (2, 3)]
    return [start, planned, announced, *silent]


def transitions(shape: Callable[[Day], Hashable]) -> Iterator[Transition]:
    """Yield all that can happen to one day of each `shape` that can be reached."""
    seen: set[Hashable] = set()
    waiting = beginnings()
    while waiting:
        day = waiting.pop()
        if (found := shape(day)) in seen:
            continue
        seen.add(found)
        for step in _from(day):
            yield step
            waiting.append(step.after)


def _from(day: Day) -> Iterator[Transition]:
    for now in _moments(day):
        for situation in _situations(now):
            for event in (*_events(now), *_joins(day, now)):
                try:
                    after, notices = advance(day, event, situation)
                except Refused:
                    continue
                yield Transition(day, situation, _cause(day, event, after, now), after, notices)


def _moments(day: Day) -> list[datetime]:
    end = day.ends_at + timedelta(hours=1)
    if day.due_at is None:
        return [end]
    return sorted({day.due_at, day.evening_at + timedelta(minutes=1), day.morning_at, end})


def _situations(now: datetime) -> list[Situation]:
    together = Situation(
        now, pair_id=PAIR, has_day_pair=True, can_partner_call=True, partner_opens_at=now, both_open_at=now
    )
    return [
        together,
        Situation(now),
        replace(together, is_partner_in_call_hours=False, partner_opens_at=None, both_open_at=None),
        replace(together, heard_again_at=now),
        replace(together, does_partner_miss=True),
    ]


def _events(now: datetime) -> list[Event]:
    kinds = [Kind.MORNING_ASK, Kind.MORNING_REMINDER, Kind.EVENING_ASK, Kind.EVENING_ASK_UNNAMED, Kind.EVENING_REMINDER]
    kinds += [Kind.EVENING_REMINDER_UNNAMED, Kind.EVENING_CHECK, Kind.CALL_NUDGE]
    return [
        Due(),
        *(Delivered(kind, now) for kind in kinds),
        Name("a thing", now, 1),
        Replace("another", now, 2),
        NudgeInMorning(),
        PlanTomorrow("the next", date(2026, 11, 24)),
        Skip(now, is_away=False),
        Return(),
        Move(replace(MEMBER, chosen_zone="Asia/Dubai")),
        Done(),
        Undo(),
        Partly(),
        LeavePartly(),
        NotYet(3),
        Wait(),
        TakeCall(),
        Snooze(),
        CantTonight(),
        ExtendCall(),
        WeDidIt(Party.MEMBER),
        CouldntReach(Party.PARTNER),
        Cheer(ReadyCheer.PROUD),
        PartnerGone(),
        GiveUp(),
    ]


def _joins(day: Day, now: datetime) -> list[Event]:
    """Only a day whose ladder runs unanswered is made one with the partner's."""
    return [JoinLadder()] if day.can_join(now) and not day.is_over else []


def _cause(day: Day, event: Event, after: Day, now: datetime) -> str:
    match event:
        case Due() if now >= day.ends_at:
            return (
                "flight" if day.is_excused and after.state is State.OFF and day.state is not State.SKIPPED else "03:00"
            )
        case Due() if after.state is State.OFF:
            return "silence"
        case Due() if day.step in MORNING_STEPS and now >= day.evening_at:
            return "evening ask"
        case Due():
            return day.step.value.replace("_", " ")
        case PartnerGone():
            return "partner gone"
        case JoinLadder():
            return "both missed"
        case GiveUp():
            return "check-ins stopped"
        case _:
            return _words(type(event).__name__)


def _words(name: str) -> str:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return spaced.replace("couldnt", "couldn't").replace("cant", "can't")


def shape_of(day: Day) -> tuple[object, ...]:
    """What of a day decides where it can go; the rest only grows."""
    due = None if day.due_at is None else min(day.due_at, day.ends_at)
    return (
        day.state,
        day.step,
        due is None,
        day.commitment is None,
        day.pair_id,
        day.evening_asked,
        day.spoke_at is None,
        min(day.nudges, 1),
        min(day.reoffers, 1),
        day.undo_to,
        day.cheered,
        day.is_over,
        min(day.done_count, 1),
        day.silent_days if day.state is State.PLANNED else 0,
        day.is_excused and not day.evening_asked,
    )
