"""What plain text means, and the buttons that settle it.

In this order: a reply to a message of the bot means what that message asked; else the one open question; else the
text is the commitment, but only while the day has none. A day that has one is never changed by text alone: the
person chooses.
"""

from datetime import timedelta

from bot.domain.commitment import read_commitment
from bot.domain.day import Day, DayId, State
from bot.domain.errors import Facts, Reason, Refused
from bot.domain.events import Name, PlanTomorrow, Replace
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.cards import show_day
from bot.services.days import apply, find_day, running_day
from bot.services.ports import Question

QUESTION_LASTS = timedelta(minutes=15)

_ASKS_FOR_THING = frozenset(
    {
        Kind.MORNING_ASK,
        Kind.MORNING_REMINDER,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER_UNNAMED,
    }
)


async def hear_text(act: Act, text: str, reply_to: int | None) -> None:
    """Do what the text means; `reply_to` is the message it answers."""
    running = await running_day(act.uow, act.member, act.at)
    if running is None:
        raise Refused(Reason.NOT_STARTED)
    await _check_same_day(act, running)
    thing = read_commitment(text)
    asked = None if reply_to is None else await act.uow.outbox.by_message(act.member.profile.account_id, reply_to)
    if asked is not None and asked.kind in _ASKS_FOR_THING:
        await _name_or_offer(act, running, thing, asked_day=asked.day_id)
    elif asked is not None and asked.kind is Kind.CHANGE_QUESTION:
        await _replace(act, running, thing, asked_day=asked.day_id)
    elif (question := await _open_question(act)) is not None and running.state is State.NAMED:
        await _replace(act, running, thing, asked_day=question.day_id)
    else:
        await _name_or_offer(act, running, thing, asked_day=running.id)


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
    await act.uow.questions.ask(Question(act.member.id, day.id, act.now))
    facts = {"day": day.id, "thing": day.commitment}
    await act.answer(Kind.CHANGE_QUESTION, facts, day_id=day.id, in_place=False)


async def cancel(act: Act) -> None:
    """Drop the open question."""
    question = await _open_question(act)
    if question is None:
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
    await apply(act.uow, day, PlanTomorrow(thing), act.now)
    tomorrow = day.date + timedelta(days=1)
    await act.answer(Kind.TOMORROW_SAVED, {"thing": thing, "date": tomorrow.isoformat()}, day_id=day.id)


async def _name_or_offer(act: Act, running: Day, thing: str, *, asked_day: DayId | None) -> None:
    if asked_day != running.id or act.now >= running.ends_at:
        raise Refused(Reason.DAY_OVER)
    if running.commitment is None and not running.is_finished:
        named = await apply(act.uow, running, Name(thing, act.at, act.message), act.now)
        await show_day(act, named, closing=running.state is State.PLANNED)
        return
    can_replace = running.state is State.NAMED and act.at < running.evening_at
    kind = Kind.REPLACE_OFFER if can_replace else Kind.TOMORROW_OFFER
    facts: Facts = {
        "day": running.id,
        "offered": thing,
        "thing": running.commitment,
        "is_finished": running.is_finished,
    }
    await act.answer(kind, facts, day_id=running.id)


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
        letter = await act.uow.outbox.by_message(act.member.profile.account_id, act.tapped)
    offered = None if letter is None or letter.kind is not kind else letter.facts.get("offered")
    if not isinstance(offered, str):
        raise Refused(Reason.NO_LONGER_APPLIES)
    return offered


async def _open_question(act: Act) -> Question | None:
    question = await act.uow.questions.get(act.member.id)
    if question is None or act.at > question.asked_at + QUESTION_LASTS:
        return None
    return question
