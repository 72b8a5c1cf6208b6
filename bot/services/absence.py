"""Setting days aside, being away, and coming back; and the hold, which ends with the first word."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain import calendar
from bot.domain.choices import check_away
from bot.domain.day import Day, State
from bot.domain.errors import Fact, Reason, Refused
from bot.domain.events import Return, Skip
from bot.domain.kinds import Kind
from bot.domain.member import Standing
from bot.domain.pair import PairId
from bot.domain.planning import tomorrow_of
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.cards import show_day
from bot.services.days import apply, begin_again, begin_days, go_on_alone, replan, running_day
from bot.services.means import ReadDate
from bot.services.presence import tell_back
from bot.services.telling import day_facts, people_of, tell_of_pair


async def skip(act: Act) -> None:
    """Set today aside; the partner hears of it once."""
    day = await _running(act)
    if act.now < day.begins_at:
        raise Refused(Reason.NOTHING_TODAY, next=day.date.isoformat())
    await show_day(act, await apply(act.uow, day, Skip(act.at, is_away=False), act.now), is_left=True)


async def ask_until_when(act: Act) -> None:
    """Ask until when the member is away, with some dates to tap."""
    await _running(act)
    await act.uow.questions.ask(Question(act.member.id, Topic.AWAY, act.now))
    today = calendar.date_at(act.now, act.member.zone)
    await act.answer(Kind.AWAY_QUESTION, {"today": today.isoformat()}, in_place=False)


async def hear_until_when(act: Act, read_date: ReadDate, text: str) -> None:
    """Take what was typed as the first date with check-ins again."""
    await _running(act)  # whoever has no check-ins has no zone either, by which to tell what today is
    today = calendar.date_at(act.at, act.member.zone)
    until = read_date(text, language=act.member.language, today=today)
    if until is None:
        raise Refused(Reason.NOT_A_DATE)
    await go_away(act, until)


async def go_away(act: Act, until: date) -> None:
    """Leave out all check-ins before `until`; the partner hears of it once, and is asked to call nobody meanwhile."""
    day = await _running(act)
    check_away(until, calendar.date_at(act.at, act.member.zone))
    was_until = act.member.away_until
    member = replace(act.member, away_until=until)
    await act.uow.members.save(member)
    if act.now >= day.begins_at and not day.is_finished and day.state is not State.SKIPPED:
        day = await apply(act.uow, day, Skip(act.at, is_away=True), act.now)
    await replan(act.uow, member, act.now)
    await act.uow.questions.clear(member.id)
    people = await people_of(act.uow, member.id)
    facts = await _away_facts(act, until)
    partner = people.partner if people.partner is not None and people.partner.is_reachable else None
    await act.answer(Kind.AWAY, facts | {"partner": None if partner is None else partner.name})
    if partner is None or people.pair is None or until == was_until:
        return
    await go_on_alone(act.uow, partner, act.now)
    cause = f"u{act.update_id}"
    news = facts | {"name": member.name}
    await tell_of_pair(
        act.uow, Kind.PARTNER_AWAY, partner, cause=cause, now=act.now, facts=news, pair_id=people.pair.id
    )


async def come_back(act: Act) -> None:
    """End a skipped day or a time away early."""
    if act.has_woken:
        return
    day = await _running(act)
    was_away = act.member.is_away(act.now)
    can_return = day.state is State.SKIPPED and act.now < day.evening_at
    if not (was_away or can_return):
        is_asked_today = act.now < day.evening_at and not day.is_finished
        raise Refused(Reason.NOT_AWAY, next=(day.date if is_asked_today else tomorrow_of(day, act.member)).isoformat())
    member = replace(act.member, away_until=None)
    await act.uow.members.save(member)
    act = replace(act, member=member)
    if can_return:
        day = await apply(act.uow, day, Return(), act.now)
    elif act.now < day.begins_at:
        day = await begin_again(act.uow, member, act.now)
    people = await people_of(act.uow, member.id)
    await _say_back(act, day)
    if was_away and not can_return:
        await tell_back(act, people)


async def end_hold(act: Act, *, is_told: bool = True) -> Act:
    """Return the act of a member whose check-ins were on hold as that of one who is asked again.

    They are welcomed and their partner hears of it, but where what they do (`is_told` is false) says it all by itself.
    """
    member = replace(act.member, standing=Standing.ACTIVE)
    await act.uow.members.save(member)
    awake = replace(act, member=member, has_woken=is_told)
    day = await begin_days(act.uow, member, act.now)
    if is_told:
        await _say_back(awake, day, in_place=False)
        await tell_back(awake, await people_of(act.uow, member.id))
    return awake


async def say_here(act: Act) -> None:
    """Be glad that somebody is there who has been silent; somebody who went away since is back with it."""
    if act.member.chosen_zone is not None and act.member.is_away(act.now):
        await come_back(act)
    else:
        await act.answer(Kind.HERE)


async def wait_for_partner(act: Act, pair_id: PairId) -> None:
    """Keep the pact with somebody who fell silent."""
    await act.answer(Kind.WAITING, await _silent_partner(act, pair_id))


async def ask_to_part(act: Act, pair_id: PairId, *, invites: bool) -> None:
    """Ask whether the pact with somebody who fell silent shall end."""
    facts = await _silent_partner(act, pair_id)
    await act.answer(Kind.PART_QUESTION, facts | {"invites": invites})


async def _silent_partner(act: Act, pair_id: PairId) -> dict[str, Fact]:
    """Return what is said about the member's silent partner; `Refused` once they are back, or the pact has ended."""
    people = await people_of(act.uow, act.member.id)
    if people.pair is None or people.pair.id != pair_id or people.partner is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    if people.partner.standing is not Standing.ON_HOLD:
        raise Refused(Reason.PARTNER_IS_BACK)
    return {"pair": pair_id, "partner": people.partner.name}


async def _say_back(act: Act, day: Day, *, in_place: bool = True) -> None:
    people = await people_of(act.uow, act.member.id)
    facts = day_facts(day, act.member, people.told_of(day), act.now)
    facts["next"] = tomorrow_of(day, act.member).isoformat()
    await act.answer(Kind.BACK, facts, day_id=day.id, in_place=in_place)


async def _away_facts(act: Act, until: date) -> dict[str, Fact]:
    """Return the last date without check-ins, the first with them, and the member's own today, as ISO dates."""
    day = await _running(act)
    member = replace(act.member, away_until=until)
    first = day.date if act.now < day.begins_at else tomorrow_of(day, member)
    today = calendar.date_at(act.at, act.member.zone)
    last = until - timedelta(days=1)
    return {"last": last.isoformat(), "first": first.isoformat(), "today": today.isoformat()}


async def _running(act: Act) -> Day:
    day = await running_day(act.uow, act.member, act.at)
    if day is None:
        raise Refused(Reason.NOT_STARTED)
    return day
