"""The call: what either of the two says of a nudge, and of the call that came of it.

Where both missed, what is said about one day is said about both, and "We did it" asks whose.
"""

from enum import StrEnum

from bot.domain import calendar
from bot.domain.day import Day, DayId, State
from bot.domain.errors import Fact, Reason, Refused
from bot.domain.events import CantTonight, CouldntReach, Event, ExtendCall, Snooze, TakeCall, WeDidIt
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.cards import show_day
from bot.services.days import apply, find_day, joint_day
from bot.services.telling import day_facts, people_of


class Whose(StrEnum):
    """Whose thing was done on a call that was for both."""

    BOTH = "both"
    MINE = "mine"
    THEIRS = "theirs"


async def take_call(act: Act, day_id: DayId) -> None:
    """Say that one is calling now; the other hears the agreed words."""
    day, party, joint = await _find(act, day_id, by_partner=True)
    after = await apply(act.uow, day, TakeCall(party), act.now)
    await _also(act, joint, TakeCall(party.other))
    await _show(act, after, party)


async def snooze(act: Act, day_id: DayId) -> None:
    """Ask to be asked again in a quarter of an hour."""
    day, party, joint = await _find(act, day_id, by_partner=True)
    after = await apply(act.uow, day, Snooze(), act.now)
    await _also(act, joint, Snooze())
    await _show(act, after, party)


async def cant_tonight(act: Act, day_id: DayId) -> None:
    """Say that there will be no call tonight."""
    day, party, joint = await _find(act, day_id, by_partner=True)
    after = await apply(act.uow, day, CantTonight(party), act.now)
    await _also(act, joint, CantTonight(party.other))
    await _show(act, after, party)


async def extend(act: Act, day_id: DayId) -> None:
    """Take a quarter of an hour more for the call."""
    day, party, joint = await _find(act, day_id)
    after = await apply(act.uow, day, ExtendCall(), act.now)
    await _also(act, joint, ExtendCall())
    await _show(act, after, party)


async def couldnt_reach(act: Act, day_id: DayId) -> None:
    """Say that the call did not come about; the first of the two to say how it went settles it."""
    day, party, joint = await _find(act, day_id)
    is_for_both = joint is not None
    after = await apply(act.uow, day, CouldntReach(party, is_for_both=is_for_both), act.now)
    await _also(act, joint, CouldntReach(party.other, is_for_both=is_for_both))
    await _show(act, after, party)


async def we_did_it(act: Act, day_id: DayId) -> None:
    """Say that it was done together; of a call for both, ask whose thing."""
    day, party, joint = await _find(act, day_id)
    if joint is not None and day.state is State.CALLING:
        await act.answer(Kind.WHOSE_QUESTION, await _facts(act, day), day_id=day.id)
        return
    await _show(act, await apply(act.uow, day, WeDidIt(party), act.now), party)


async def did(act: Act, day_id: DayId, whose: Whose) -> None:
    """Settle whose thing was done on a call that was for both. What was not done goes on as a call for that alone."""
    day, party, joint = await _find(act, day_id)
    if joint is None:
        raise Refused(Reason.CALL_ENDED)
    own, others = (day, joint) if party is Party.MEMBER else (joint, day)
    is_for_both = whose is Whose.BOTH
    if whose is not Whose.THEIRS:
        own = await apply(act.uow, own, WeDidIt(Party.MEMBER, is_for_both=is_for_both), act.now)
    if whose is not Whose.MINE:
        await apply(act.uow, others, WeDidIt(Party.PARTNER, is_for_both=is_for_both), act.now)
    await show_day(act, own)


async def _find(act: Act, day_id: DayId, *, by_partner: bool = False) -> tuple[Day, Party, Day | None]:
    """Return the day, who in it is acting, and the other day if the call is for both.

    `by_partner`: where it is for one day alone, it is the partner's to say.
    """
    day, party = await find_day(act, day_id)
    pair = await act.uow.pairs.open_of(act.member.id)
    joint = None if pair is None else await joint_day(act.uow, day, pair)
    if by_partner and joint is None and party is not Party.PARTNER:
        if day.is_over and day.is_together:
            raise Refused(Reason.DAY_OVER)
        raise Refused(Reason.CALL_ENDED if day.is_together else Reason.PARTNERS_TO_SAY)
    return day, party, joint


async def _also(act: Act, joint: Day | None, event: Event) -> None:
    if joint is not None:
        await apply(act.uow, joint, event, act.now)


async def _show(act: Act, day: Day, party: Party) -> None:
    if party is Party.MEMBER:
        await show_day(act, day)
    else:
        await act.answer(Kind.PARTNER_CARD, await _facts(act, day), day_id=day.id)


async def _facts(act: Act, day: Day) -> dict[str, Fact]:
    """Return what a card about a call needs; when it is asked about again is told by the reader's clock."""
    people = await people_of(act.uow, day.member_id)
    facts = day_facts(day, people.member, people.told_of(day), act.now)
    if facts["again"] is not None and day.due_at is not None:
        facts["again"] = calendar.wall_clock(day.due_at, act.member.zone)
    return facts
