"""The one place where days change: read the situation, let the domain decide, keep the day and what is to be said."""

from datetime import datetime

from bot.domain import calendar
from bot.domain.day import Day, DayId, first_day, next_day
from bot.domain.errors import Reason, Refused
from bot.domain.events import Due, Event, GiveUp, PartnerGone, Situation
from bot.domain.machine import advance
from bot.domain.member import Member, Standing
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.ports import UnitOfWork
from bot.services.telling import People, is_shared, people_of, tell

HEARD_AGAIN = "heard_again_at"
"""The note that says when the bot could hear taps again after a time in which it could not."""


async def apply(uow: UnitOfWork, day: Day, event: Event, now: datetime) -> Day:
    """Let `event` happen to `day`, and return the day as it is kept; a day that ends leaves its successor."""
    people = await people_of(uow, day.member_id)
    after, notices = advance(day, event, await _situation(uow, people, day, event, now))
    if after == day:
        return day
    saved = await uow.days.save(after)
    await tell(uow, people, saved, notices, now)
    if isinstance(event, Due) and saved.is_over and people.member.standing is Standing.ACTIVE:
        await uow.days.add(next_day(people.member, saved, now=now))
    return saved


async def begin_days(uow: UnitOfWork, member: Member, now: datetime) -> Day:
    """Return the member's running day; with none, check-ins begin."""
    running = await running_day(uow, member, now)
    if running is not None:
        return running
    return await uow.days.add(first_day(member, now=now, last=await uow.days.latest(member.id)))


async def end_days(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """End the member's check-ins: the running day is given up, one that has not begun never was."""
    running = await running_day(uow, member, now)
    if running is None:
        return
    if running.date > calendar.date_at(now, member.zone):
        await uow.days.remove(running)
    else:
        await apply(uow, running, GiveUp(), now)


async def go_on_alone(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """Let what is left of the member's day go on without a partner."""
    running = await running_day(uow, member, now)
    if running is not None:
        await apply(uow, running, PartnerGone(), now)


async def running_day(uow: UnitOfWork, member: Member, now: datetime) -> Day | None:
    """Return the member's open day at `now`; a day that should have ended by then ends first."""
    day = await uow.days.open_of(member.id)
    while day is not None and now >= day.ends_at:
        await apply(uow, day, Due(), now)
        day = await uow.days.open_of(member.id)
    return day


async def find_day(act: Act, day_id: DayId) -> tuple[Day, Party]:
    """Return the day that a button is about, as it is now, and who in it the tapping member is.

    Raises `Refused` for a day that does not exist, and for anyone but the two whom it concerns.
    """
    day = await act.uow.days.get(day_id)
    if day is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    party = await _party(act, day)
    if not day.is_over and act.now >= day.ends_at:
        day = await apply(act.uow, day, Due(), act.now)
    return day, party


async def _party(act: Act, day: Day) -> Party:
    if day.member_id == act.member.id:
        return Party.MEMBER
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is not None and is_shared(day, pair):
        return Party.PARTNER
    if day.pair_id is not None and act.member.id in (await act.uow.pairs.get(day.pair_id)).members:
        raise Refused(Reason.FORMER_PARTNER)
    raise Refused(Reason.NOT_YOURS)


async def _situation(uow: UnitOfWork, people: People, day: Day, event: Event, now: datetime) -> Situation:
    member, pair, partner = people.member, people.pair, people.partner
    heard_again = await uow.notes.get(HEARD_AGAIN) if isinstance(event, Due) else None
    return Situation(
        now=now,
        today=calendar.date_at(now, member.zone),
        pair_id=None if pair is None else pair.id,
        has_day_pair=pair is not None and day.pair_id == pair.id,
        is_partner_reachable=partner is not None and partner.is_reachable,
        is_partner_in_call_hours=partner is None or calendar.is_in_call_hours(now, partner.zone),
        is_member_in_call_hours=calendar.is_in_call_hours(now, member.zone),
        heard_again_at=None if heard_again is None else datetime.fromisoformat(heard_again),
    )
