"""The one thing: named, replaced, saved for tomorrow, taken over from before.

A day that has one is never changed by text alone: the person chooses.
"""

from datetime import date, timedelta

from bot.domain import calendar
from bot.domain.commitment import read_commitment
from bot.domain.day import Day, DayId, State
from bot.domain.errors import Facts, Reason, Refused
from bot.domain.events import CarryOver, Name, PlanTomorrow, Replace
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from bot.domain.planning import tomorrow_of
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.cards import heard_alone, show_day
from bot.services.days import apply, find_day, running_day
from bot.services.telling import people_of


async def hear_thing(act: Act, text: str, asked_day: DayId | None) -> None:
    """Take a text as the one thing of the day for which it was asked; None: of the running one."""
    running = await _typed_in(act)
    await _name_or_offer(act, running, read_commitment(text), asked_day=asked_day or running.id)


async def hear_change(act: Act, text: str, asked_day: DayId | None) -> None:
    """Take a text as another one thing for the day for which that was asked."""
    running = await _typed_in(act)
    thing = read_commitment(text)
    if running.state is State.NAMED:
        await _replace(act, running, thing, asked_day=asked_day)
    else:
        await _name_or_offer(act, running, thing, asked_day=asked_day)


async def hear_edit(act: Act, text: str) -> None:
    """Take an edit of the message that made the commitment as a new commitment; other edits mean nothing.

    While nothing is named, an edit counts as typing: it mends a text that was refused.
    """
    running = await running_day(act.uow, act.member, act.at)
    if running is None:
        return
    await _check_same_day(act, running)
    if running.commitment is None and not running.is_finished:
        await _name_or_offer(act, running, read_commitment(text), asked_day=running.id)
    elif running.named_by_message is not None and running.named_by_message == act.message:
        thing = read_commitment(text)
        if thing != running.commitment:
            await _replace(act, running, thing, asked_day=running.id)


async def _typed_in(act: Act) -> Day:
    """Return the day in which a text was typed, if it is still running."""
    running = await running_day(act.uow, act.member, act.at)
    if running is None:
        raise Refused(Reason.NOT_STARTED)
    await _check_same_day(act, running)
    return running


async def _check_same_day(act: Act, running: Day) -> None:
    """Refuse a text that was typed in a day which has ended since: it was not meant for the next."""
    before = await act.uow.days.before(running)
    if before is not None and act.at < before.ends_at <= act.now:
        raise Refused(Reason.DAY_OVER)


async def ask_for_change(act: Act, day_id: DayId) -> None:
    """Open the question what the one thing is instead."""
    day, party = await find_day(act, day_id)
    if party is not Party.MEMBER:
        raise Refused(Reason.NOT_YOURS)
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    if day.state is not State.NAMED or act.now >= day.evening_at:
        raise Refused(Reason.TOO_LATE_TO_CHANGE)
    await act.uow.questions.ask(Question(act.member.id, Topic.CHANGE, act.now, day_id=day.id))
    facts = {"day": day.id, "thing": day.commitment}
    await act.answer(Kind.CHANGE_QUESTION, facts, day_id=day.id, in_place=False)


async def cancel(act: Act) -> None:
    """Drop the open question."""
    question = await act.uow.questions.get(act.member.id)
    if question is None or not question.is_open(act.at):
        raise Refused(Reason.NOTHING_TO_CANCEL)
    await act.uow.questions.clear(act.member.id)
    await act.answer(Kind.CANCELLED)


async def replace_offered(act: Act, day_id: DayId) -> None:
    """Take the text that was offered as the day's thing instead."""
    day = await _own_day(act, day_id)
    await _replace(act, day, await _offered(act, Kind.REPLACE_OFFER), asked_day=day.id)


async def keep(act: Act, day_id: DayId) -> None:
    """Leave the day's thing as it is."""
    day = await _own_day(act, day_id)
    await act.answer(Kind.KEPT, {"thing": day.commitment}, day_id=day.id)


async def save_for_tomorrow(act: Act, day_id: DayId) -> None:
    """Keep the text that was offered for the day after."""
    day = await _own_day(act, day_id)
    thing = await _offered(act, Kind.TOMORROW_OFFER)
    if act.now < day.begins_at:
        await _name_or_offer(act, day, thing, asked_day=day.id)
    else:
        await _plan(act, day, thing)


async def tomorrow(act: Act, text: str) -> None:
    """Name the one thing of the day after the running one, or ask for it; one that has not begun is that day itself."""
    running = await _typed_in(act)
    if text:
        await hear_tomorrow(act, text)
        return
    await act.uow.questions.ask(Question(act.member.id, Topic.TOMORROW, act.now, day_id=running.id))
    is_ahead = act.now < running.begins_at
    following = running.date if is_ahead else tomorrow_of(running, act.member)
    facts: Facts = {
        "date": following.isoformat(),
        "thing": (running.commitment or running.suggested) if is_ahead else running.planned_tomorrow,
        "is_suggested": (running.commitment is None) if is_ahead else running.planned_for != following,
    }
    await act.answer(Kind.TOMORROW_QUESTION, facts, in_place=False)


async def hear_tomorrow(act: Act, text: str) -> None:
    """Take a text as the one thing of the day after the running one."""
    running = await _typed_in(act)
    thing = read_commitment(text)
    await act.uow.questions.clear(act.member.id)
    if act.now >= running.begins_at:
        await _plan(act, running, thing)
    elif running.commitment is None:
        await _name_or_offer(act, running, thing, asked_day=running.id, is_asked_for=True)
    else:
        await _replace(act, running, thing, asked_day=running.id)


async def carry_over(act: Act, day_id: DayId) -> None:
    """Take what the morning offers, yesterday's open thing or one saved before, as the day's one thing."""
    day = await _own_day(act, day_id)
    before = await act.uow.days.before(day)
    if day.suggested is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if before is not None and before.commitment == day.suggested and before.is_over:
        await apply(act.uow, before, CarryOver(), act.now)
    await show_day(act, await apply(act.uow, day, Name(day.suggested, act.now, None), act.now))


async def _plan(act: Act, day: Day, thing: str) -> None:
    following = tomorrow_of(day, act.member)
    await apply(act.uow, day, PlanTomorrow(thing, following), act.now)
    await act.answer(Kind.TOMORROW_SAVED, {"thing": thing, "date": following.isoformat()}, day_id=day.id)


async def _name_or_offer(
    act: Act, running: Day, thing: str, *, asked_day: DayId | None, is_asked_for: bool = False
) -> None:
    """Take a text as the day's thing where that is meant; else offer what else it can be.

    On a date without check-ins nobody means the next date with a word, unless it `is_asked_for`.
    """
    if asked_day != running.id or act.now >= running.ends_at:
        raise Refused(Reason.DAY_OVER)
    can_mean_another = act.now < running.begins_at and running.commitment is None and not (act.is_tap or is_asked_for)
    if can_mean_another and await act.uow.days.before(running) is not None:
        await _offer(act, running, thing, kind=Kind.TOMORROW_OFFER, date=running.date)
        return
    if running.commitment is None and not running.is_finished and running.state is not State.SKIPPED:
        named = await apply(act.uow, running, Name(thing, act.at, act.message), act.now)
        await show_day(act, named, closing=running.state is State.PLANNED)
        return
    can_replace = running.state is State.NAMED and act.at < running.evening_at
    kind = Kind.REPLACE_OFFER if can_replace else Kind.TOMORROW_OFFER
    await _offer(act, running, thing, kind=kind, date=tomorrow_of(running, act.member))


async def _offer(act: Act, running: Day, thing: str, *, kind: Kind, date: date) -> None:
    facts: Facts = {
        "day": running.id,
        "offered": thing,
        "thing": running.commitment,
        "is_finished": running.is_finished,
        "is_skipped": running.state is State.SKIPPED or act.now < running.begins_at,
        "date": date.isoformat(),
        "is_tomorrow": date == calendar.date_at(act.now, act.member.zone) + timedelta(days=1),
        "suggested": running.suggested if act.now < running.begins_at else running.planned_tomorrow,
    }
    is_shared = (await people_of(act.uow, act.member.id)).told_of(running) is not None
    await (act if is_shared else heard_alone(act)).answer(kind, facts, day_id=running.id)


async def _replace(act: Act, running: Day, thing: str, *, asked_day: DayId | None) -> None:
    if asked_day != running.id or act.now >= running.ends_at:
        raise Refused(Reason.DAY_OVER)
    message = None if act.is_tap else act.message
    changed = await apply(act.uow, running, Replace(thing, act.at, message), act.now)
    await act.uow.questions.clear(act.member.id)
    await show_day(act, changed)


async def _own_day(act: Act, day_id: DayId) -> Day:
    day, party = await find_day(act, day_id)
    if party is not Party.MEMBER:
        raise Refused(Reason.NOT_YOURS)
    if day.is_over:
        raise Refused(Reason.DAY_OVER)
    return day


async def _offered(act: Act, kind: Kind) -> str:
    """Return the text that the tapped message offers; a message that offers nothing any more is refused."""
    letter = None
    if act.tapped is not None:
        letter = await act.uow.outbox.by_message(act.chat, act.tapped)
    offered = None if letter is None or letter.kind is not kind else letter.facts.get("offered")
    if not isinstance(offered, str):
        raise Refused(Reason.NO_LONGER_APPLIES)
    return offered
