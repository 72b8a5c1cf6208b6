"""The one place where days change: read the situation, let the domain decide, keep the day and what is to be said."""

from dataclasses import replace
from datetime import datetime

from bot.domain import calendar, planning
from bot.domain.day import Day, DayId, Step
from bot.domain.errors import Reason, Refused
from bot.domain.events import Due, Event, GiveUp, JoinLadder, NotYet, PartnerGone, Situation
from bot.domain.machine import advance
from bot.domain.member import Member, Standing
from bot.domain.notices import Party
from bot.domain.pair import Pair
from bot.domain.silence import goes_on_hold
from bot.services.act import Act
from bot.services.ports import UnitOfWork
from bot.services.telling import People, is_shared, people_of, show_on_card, tell

HEARD_AGAIN = "heard_again_at"
"""The note that says when the bot could hear taps again after a time in which it could not."""


async def apply(uow: UnitOfWork, day: Day, event: Event, now: datetime) -> Day:
    """Let `event` happen to `day`, and return the day as it is kept; a day that ends leaves its successor."""
    people = await people_of(uow, day.member_id)
    after, notices = advance(day, event, await _situation(uow, people, day, event, now))
    if after == day and not notices:
        return day
    saved = day if after == day else await uow.days.save(after)
    await tell(uow, people, saved, notices, now)
    if (saved.state, saved.commitment, saved.cheered) != (day.state, day.commitment, day.cheered):
        await show_on_card(uow, people, saved, now)
    if isinstance(event, Due) and saved.is_together and saved.nudges > day.nudges and people.partner is not None:
        await _join(uow, people.partner, now)
    if isinstance(event, Due) and saved.is_over and people.member.standing is Standing.ACTIVE:
        await _follow(uow, people, saved, now)
    return saved


async def begin_days(uow: UnitOfWork, member: Member, now: datetime) -> Day:
    """Return the member's running day; with none, check-ins begin."""
    running = await running_day(uow, member, now)
    if running is not None:
        return running
    first = planning.first_day(member, now=now, last=await uow.days.latest(member.id))
    return await (uow.days.save(first) if first.id else uow.days.add(first))


async def begin_again(uow: UnitOfWork, member: Member, now: datetime) -> Day:
    """Return the day with which the check-ins begin now in place of one that has not begun."""
    ahead = await running_day(uow, member, now)
    if ahead is None or now >= ahead.begins_at:
        return await begin_days(uow, member, now)
    first = planning.first_day(member, now=now, last=await uow.days.before(ahead))
    if not first.id:
        return await uow.days.save(planning.take_place(ahead, first))
    await uow.days.remove(ahead)
    return await uow.days.save(first)


async def replan(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """Let a day that has not begun follow what its member has chosen since."""
    day = await running_day(uow, member, now)
    if day is not None and now < day.begins_at:
        last = await uow.days.before(day)
        await uow.days.save(planning.replan(day, member, now=now, last=last))


async def end_days(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """End the member's check-ins: the running day is given up, one that has not begun never was."""
    running = await running_day(uow, member, now)
    if running is None:
        return
    if now < running.begins_at:
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


async def joint_day(uow: UnitOfWork, day: Day, pair: Pair) -> Day | None:
    """Return the partner's day if one call is for that and for `day`."""
    if not day.is_together:
        return None
    others = await uow.days.open_of(pair.partner_of(day.member_id))
    is_joint = others is not None and others.is_together and others.state is day.state and others.pair_id == pair.id
    return others if is_joint else None


async def _join(uow: UnitOfWork, partner: Member, now: datetime) -> None:
    """Let the ladder of the partner's day become one with that of the member's."""
    others = await uow.days.open_of(partner.id)
    if others is not None:
        await apply(uow, others, JoinLadder(), now)


async def _follow(uow: UnitOfWork, people: People, closed: Day, now: datetime) -> None:
    """Plan the day after one that the clock has closed; when its member fell silent there is none."""
    if not goes_on_hold(closed):
        await uow.days.add(planning.next_day(people.member, closed, now=now))
        return
    await uow.members.save(replace(people.member, standing=Standing.ON_HOLD))
    if people.partner is not None:
        await go_on_alone(uow, people.partner, now)


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
    can_call = partner is not None and partner.takes_calls(now)
    has_day_pair = pair is not None and day.pair_id == pair.id
    situation = Situation(
        now=now,
        pair_id=None if pair is None else pair.id,
        has_day_pair=has_day_pair,
        can_partner_call=can_call,
        is_partner_in_call_hours=partner is not None and can_call and partner.is_in_call_hours(now),
        is_member_awake=member.is_awake(now),
        heard_at=member.heard_at,
        heard_again_at=None if heard_again is None else datetime.fromisoformat(heard_again),
    )
    is_about_call = isinstance(event, NotYet) or (isinstance(event, Due) and day.step in (Step.NUDGE, Step.FOLLOW_UP))
    if not (is_about_call and has_day_pair and partner is not None and partner.chosen_zone is not None):
        return situation
    return _about_call(situation, day, member, partner, await uow.days.open_of(partner.id))


def _about_call(situation: Situation, day: Day, member: Member, partner: Member, others: Day | None) -> Situation:
    """Add what matters for a call: when it can be, and how the partner's own day stands."""
    theirs, own = (partner.call_hours, partner.zone), (member.call_hours, member.zone)
    is_shared_evening = others is not None and others.evening_asked and others.pair_id == day.pair_id
    return replace(
        situation,
        partner_opens_at=calendar.next_within([theirs], situation.now),
        both_open_at=calendar.next_within([theirs, own], situation.now),
        does_partner_miss=is_shared_evening
        and others is not None
        and others.can_join(situation.now)
        and situation.now < others.ends_at,
        is_joint=day.is_together and others is not None and others.is_together and others.state is day.state,
        is_on_the_line=is_shared_evening and others is not None and others.is_call_running,
    )
