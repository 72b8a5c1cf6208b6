"""Which date a member lives next, when its steps come, and what a journey or a new choice makes of them.

Dates only increase, and none is lived twice. A date without check-ins (a weekday off, a day away, one that the calendar
itself leaves out) has no day at all: it is neutral by its absence.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain import calendar
from bot.domain.day import FINISHED, Day, DayId, State, Step
from bot.domain.member import Member

STARTS_TODAY_BEFORE_EVENING = timedelta(hours=2)
ROOM_BEFORE_EVENING = timedelta(hours=1)
"""Nobody is asked or reminded in the morning's words when the evening ask is nearer than this."""
ROOM_AFTER_EVENING = timedelta(hours=1)
"""A day goes on so long after its evening ask, even where the clocks jump over the end of the evening."""
FAR_AHEAD = timedelta(hours=2)
"""An evening that comes once more so much later, by a journey or a city picked by mistake, is waited for."""
_BEFORE_EVENING = frozenset({State.PLANNED, State.ASKED, State.NAMED})
_ONE_DAY = timedelta(days=1)
_MOMENT = timedelta(seconds=1)


def plan_day(member: Member, day: date) -> Day:
    """Return the untouched day of `member` on `day`, by the member's times and zone; its id is 0 until it is kept."""
    morning_at, evening_at = _asks_at(day, member.morning, member.evening, member.zone)
    return Day(
        id=DayId(0),
        member_id=member.id,
        date=day,
        state=State.PLANNED,
        morning=member.morning,
        evening=member.evening,
        begins_at=calendar.day_begin(day, member.zone),
        morning_at=morning_at,
        evening_at=evening_at,
        ends_at=_end_of(day, evening_at, member.zone),
        step=Step.MORNING_ASK,
        due_at=morning_at,
    )


def plan_from(member: Member, earliest: date) -> Day:
    """Return the untouched day of the member's first date with check-ins from `earliest` on."""
    day = earliest if member.away_until is None else max(earliest, member.away_until)
    while not _is_lived(member, day):
        day += _ONE_DAY
    return plan_day(member, day)


def first_day(member: Member, *, now: datetime, last: Day | None) -> Day:
    """Return the day with which check-ins begin at `now`; `last` is the member's latest day so far, which is over.

    It is today if two hours are left before the evening ask (asked at once, or in the morning if that is still
    ahead), else the next date with check-ins. A day of today that was given up is taken up again.
    """
    today = calendar.date_at(now, member.zone)
    if last is not None and _can_reopen(last, now):
        return reopen(last, now=now)
    if last is not None and last.date >= today:
        return next_day(member, last, now=now)
    planned = plan_from(member, today)
    if planned.evening_at - now < STARTS_TODAY_BEFORE_EVENING:
        return plan_from(member, today + _ONE_DAY)
    asks_at = max(now, planned.morning_at)
    return replace(planned, morning_at=asks_at, due_at=asks_at)


def reopen(day: Day, *, now: datetime) -> Day:
    """Return a day that was given up or set aside, before its evening ask, as one with check-ins again.

    Nobody is asked twice: after the morning hour only the evening ask is ahead.
    """
    open_again = replace(day, closed_at=None, state=State.ASKED if day.commitment is None else State.NAMED)
    if now < day.morning_at:
        state = State.PLANNED if day.commitment is None else State.NAMED
        return replace(open_again, state=state, step=Step.MORNING_ASK, due_at=day.morning_at)
    return _at_evening(open_again)


def next_day(member: Member, closed: Day, *, now: datetime) -> Day:
    """Return the day that follows `closed`: the next date with check-ins that is not in the past.

    What was saved for the date that it is becomes its one thing; what was saved for another, or is still open, is
    offered in its morning.
    """
    planned = plan_from(member, max(closed.date + _ONE_DAY, calendar.date_at(now, member.zone)))
    following = _keep_thing(planned, closed.planned_tomorrow, closed.planned_for, _left_open(closed))
    following = replace(following, silent_days=closed.silent_days, silent_since=closed.silent_since)
    return _announced(following, member, now=now)


def tomorrow_of(day: Day, member: Member) -> date:
    """Return the date with check-ins that follows `day` as things stand."""
    return plan_from(member, day.date + _ONE_DAY).date


def replan(day: Day, member: Member, *, now: datetime, last: Day | None) -> Day:
    """Return a day that has not begun by the times, days off and absence that the member has chosen since.

    Changes count from the next date on: `last` is the latest day before this one.
    """
    after = calendar.date_at(now, member.zone) if last is None else max(last.date, calendar.date_at(now, member.zone))
    return _announced(take_place(day, plan_from(member, after + _ONE_DAY)), member, now=now)


def take_place(day: Day, planned: Day) -> Day:
    """Return `planned` in the place of `day`, which has not begun; a thing named for its date stays with that date."""
    kept = _keep_thing(planned, day.commitment, day.date, day.suggested)
    return replace(
        kept,
        id=day.id,
        version=day.version,
        named_by_message=None if kept.commitment is None else day.named_by_message,
        suggested=kept.suggested or day.suggested,
        silent_days=day.silent_days,
        silent_since=day.silent_since,
    )


def move(day: Day, member: Member, *, now: datetime) -> Day:
    """Return an open day by the clock of the zone in which the member is now, or by the new rules of the old one.

    What was not sent yet comes at its wall time there. What that puts into the past comes at once if it is a waking
    hour there, else not at all. The date stays, and the day ends at the next 03:00 there. A day that has ended, and was
    not closed yet, stays as it is.
    """
    if now >= day.ends_at:
        return day
    today = calendar.date_at(now, member.zone)
    if now < day.begins_at and (planned := plan_from(member, max(day.date, today))).begins_at > now:
        return _announced(take_place(day, planned), member, now=now)
    if now < day.begins_at:
        day = take_place(day, planned)
    morning_at, evening_at = _asks_at(today, day.morning, day.evening, member.zone)
    moved = replace(day, begins_at=min(day.begins_at, now), ends_at=_end_of(today, max(evening_at, now), member.zone))
    if day.evening_asked:
        moved = replace(moved, evening_at=min(day.evening_at, now))  # one that was waited for elsewhere is not any more
        return _wait_for_evening(moved, evening_at, now) if evening_at - now > FAR_AHEAD else _capped(moved)
    moved = replace(moved, evening_at=max(evening_at, now))
    if moved.morning_at >= moved.evening_at:
        moved = replace(moved, morning_at=moved.evening_at - _MOMENT)
    match day.step:
        case Step.RETURN | Step.MORNING_ASK:
            return _ask_by(moved, morning_at, member, now)
        case Step.MORNING_REMINDER | Step.NUDGE_OFFER if evening_at > now:
            return replace(moved, due_at=min(day.due_at or evening_at, evening_at))
        case Step.MORNING_REMINDER | Step.NUDGE_OFFER | Step.EVENING_ASK:
            return _ask_evening_by(moved, evening_at, member, now)
        case Step.END if day.is_excused and day.state in _BEFORE_EVENING and evening_at > now:
            return _at_evening(replace(moved, is_excused=False))  # a city picked by mistake costs nobody the evening
        case _:
            return _capped(moved)


def _wait_for_evening(day: Day, evening_at: datetime, now: datetime) -> Day:
    """Let what would follow an evening ask without an answer follow the evening here; nothing is asked twice."""
    if day.state not in (State.UNNAMED, State.CHECKING) or day.due_at is None or day.due_at >= evening_at:
        return _capped(day)
    if day.step is Step.END:
        return _capped(replace(day, evening_at=evening_at))
    gap = max(day.due_at - now, timedelta(0))
    return _capped(replace(day, evening_at=evening_at, due_at=evening_at + gap))


def _asks_at(day: date, morning: time, evening: time, zone: str) -> tuple[datetime, datetime]:
    """Return when a day asks; two hours that the clocks skip together lie in the same minute, one after the other."""
    morning_at = calendar.instant(day, morning, zone)
    return morning_at, max(calendar.instant(day, evening, zone), morning_at + _MOMENT)


def _end_of(day: date, evening_at: datetime, zone: str) -> datetime:
    """Return when a day ends: at 03:00, but never right at its evening ask."""
    end = calendar.day_end(day, zone)
    return end if end > evening_at else evening_at + ROOM_AFTER_EVENING


def _is_lived(member: Member, day: date) -> bool:
    """Tell whether a member who is not away has check-ins on a date: it is not off, and the calendar has it."""
    begins_at = calendar.day_begin(day, member.zone)
    is_on_calendar = begins_at.astimezone(calendar.zone_info(member.zone)).date() == day
    return is_on_calendar and day.weekday() not in member.days_off


def _can_reopen(last: Day, now: datetime) -> bool:
    has_room = last.evening_at - now >= STARTS_TODAY_BEFORE_EVENING
    return last.state is State.OFF and last.begins_at <= now and has_room and not last.evening_asked


def _left_open(closed: Day) -> str | None:
    is_open = closed.state not in FINISHED and not closed.is_carried
    return closed.commitment if is_open else None


def _keep_thing(planned: Day, thing: str | None, meant_for: date | None, left_open: str | None) -> Day:
    if thing is not None and meant_for in (None, planned.date):
        return replace(planned, state=State.NAMED, commitment=thing)
    return replace(planned, suggested=thing or left_open)


def _announced(day: Day, member: Member, *, now: datetime) -> Day:
    """Return a day whose member comes back from being away with the moment, the evening before, that says so."""
    is_return = member.away_until is not None and day.date >= member.away_until > calendar.date_at(now, member.zone)
    announce_at = calendar.instant(day.date - _ONE_DAY, member.evening, member.zone)
    if not is_return or announce_at <= now:
        return day
    return replace(day, step=Step.RETURN, due_at=announce_at)


def _capped(day: Day) -> Day:
    """Return a day with what is next to come no later than its end."""
    if day.step is Step.END or day.due_at is None or day.due_at >= day.ends_at:
        return replace(day, step=Step.END, due_at=day.ends_at)
    return day


def _at_evening(day: Day) -> Day:
    return replace(day, step=Step.EVENING_ASK, due_at=day.evening_at)


def _ask_by(day: Day, morning_at: datetime, member: Member, now: datetime) -> Day:
    """Let the morning ask come at its wall time, at once if that is past, or not at all."""
    if now < morning_at < day.evening_at:
        return replace(day, morning_at=morning_at, step=Step.MORNING_ASK, due_at=morning_at)
    if member.is_awake(now) and day.evening_at - now >= ROOM_BEFORE_EVENING:
        return replace(day, morning_at=now, step=Step.MORNING_ASK, due_at=now)
    return _ask_evening_by(day, day.evening_at, member, now)


def _ask_evening_by(day: Day, evening_at: datetime, member: Member, now: datetime) -> Day:
    """Let the evening ask come at its wall time, at once if that is past, or not at all, and then it is no miss."""
    if evening_at > now or member.is_awake(now):
        return _at_evening(day)
    return replace(day, step=Step.END, due_at=day.ends_at, is_excused=True)
