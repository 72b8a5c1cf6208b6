"""Joining: from the first START to the first day."""

from dataclasses import replace
from datetime import time

from bot.domain import calendar
from bot.domain.choices import check_times, read_check_ins, shown
from bot.domain.day import State
from bot.domain.errors import Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.domain.notices import Notice, Party
from bot.domain.registration import Admission
from bot.services.act import Act
from bot.services.days import begin_days, running_day
from bot.services.presence import activate, tell_back, where_it_stands
from bot.services.telling import people_of, tell

_OPEN_THING = frozenset(State) - {State.DONE, State.SAVED, State.DONE_LATE, State.MISSED, State.OFF, State.SKIPPED}


async def start(act: Act, admission: Admission) -> None:
    """Begin the check-ins of somebody who has none, go on with joining, or tell where things stand."""
    people = await people_of(act.uow, act.member.id)
    if act.has_woken:
        return
    if act.member.standing is Standing.ACTIVE:
        await act.answer(Kind.STATUS, await where_it_stands(act, act.member, people.partner))
        return
    admission.check_coming(act.member)
    if act.member.standing is Standing.JOINING:
        await ask_on(act, act.member)
        return
    member = await activate(act.uow, act.member)
    if member.standing is Standing.JOINING:
        await act.answer(Kind.WELCOME, {"name": member.name}, in_place=False)
        return
    await begin_days(act.uow, member, act.now)
    facts = await where_it_stands(act, member, people.partner)
    await act.answer(Kind.WELCOME_BACK, facts)
    await tell_back(act, people)


async def ask_on(act: Act, member: Member) -> None:
    """Ask what is still missing before the check-ins can begin."""
    if member.chosen_zone is None:
        await act.answer(Kind.WHERE_QUESTION, in_place=False)
        return
    facts = {
        "zone": member.zone,
        "time": calendar.wall_clock(act.now, member.zone),
        "morning": shown(member.morning),
        "evening": shown(member.evening),
    }
    await act.answer(Kind.TIMES_QUESTION, facts)


async def settle_in(act: Act, zone: str) -> None:
    """Keep where somebody lives who is joining, and ask for their times."""
    member = replace(act.member, chosen_zone=zone)
    await act.uow.members.save(member)
    await ask_on(act, member)


async def hear_times(act: Act, text: str) -> None:
    """Take what somebody types who is joining as their times."""
    await choose_times(act, *read_check_ins(text))


async def choose_times(act: Act, morning: time, evening: time) -> None:
    """Keep the times of somebody who is joining; with that, their check-ins begin."""
    if act.member.standing is not Standing.JOINING or act.member.chosen_zone is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    check_times(morning, evening)
    member = replace(act.member, morning=morning, evening=evening, standing=Standing.ACTIVE)
    await act.uow.members.save(member)
    people = await people_of(act.uow, member.id)
    await begin_days(act.uow, member, act.now)
    if act.is_tap:
        await act.answer(Kind.TIMES_CHOSEN, {"morning": shown(morning), "evening": shown(evening)})
    await act.answer(Kind.ALL_SET, await where_it_stands(act, member, people.partner), in_place=False)
    if people.pair is None:
        await act.answer(Kind.INVITE_OFFER, in_place=False)
    elif people.partner is not None:
        await share_what_is_named(act, people.partner)


async def ask_own_times(act: Act) -> None:
    """Ask for other times than the usual ones."""
    if act.member.standing is not Standing.JOINING or act.member.chosen_zone is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.answer(Kind.OWN_TIMES_QUESTION)


async def share_what_is_named(act: Act, member: Member) -> None:
    """Tell a new partner today's thing if it was named before: the pact that both accepted says so."""
    day = await running_day(act.uow, member, act.now) if member.standing is Standing.ACTIVE else None
    if day is not None and day.commitment is not None and day.state in _OPEN_THING and not day.evening_asked:
        people = await people_of(act.uow, member.id)
        await tell(act.uow, people, day, [Notice(Kind.PARTNER_NAMED, Party.PARTNER)], act.now)
