"""The evening's answers and the call: what the two people tap, and `/done`."""

from bot.domain.day import Day, DayId, State
from bot.domain.errors import Reason, Refused
from bot.domain.events import (
    CantTonight,
    CouldntReach,
    Done,
    LeavePartly,
    NotYet,
    Partly,
    TakeCall,
    Undo,
    Wait,
    WeDidIt,
)
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.cards import show_day
from bot.services.days import apply, find_day, running_day
from bot.services.telling import day_facts

MemberEvent = Done | Undo | Partly | LeavePartly | NotYet | Wait
PartnerEvent = TakeCall | CantTonight


async def answer_own_day(act: Act, day_id: DayId, event: MemberEvent) -> None:
    """Let the member answer for their own day, and show them the day as it then is."""
    day, party = await find_day(act, day_id)
    if party is not Party.MEMBER:
        raise Refused(Reason.NOT_YOURS)
    after = await apply(act.uow, day, event, act.now)
    await show_day(act, after, in_place=after.state is not State.DONE_LATE)  # that button rides on today's ask


async def answer_nudge(act: Act, day_id: DayId, event: PartnerEvent) -> None:
    """Let the partner take the call or say that they can't tonight."""
    day, party = await find_day(act, day_id)
    if party is not Party.PARTNER:
        raise Refused(Reason.NOT_YOURS)
    await _show_partner_card(act, await apply(act.uow, day, event, act.now))


async def settle_call(act: Act, day_id: DayId, *, was_done: bool) -> None:
    """Let either of the two say how the call went; the first to say it settles it."""
    day, party = await find_day(act, day_id)
    event = WeDidIt(party) if was_done else CouldntReach(party)
    after = await apply(act.uow, day, event, act.now)
    if party is Party.MEMBER:
        await show_day(act, after)
    else:
        await _show_partner_card(act, after)


async def done(act: Act) -> None:
    """Say Done without a button: for the running day if its thing is open, else for the day before."""
    running = await running_day(act.uow, act.member, act.at)
    if running is None:
        raise Refused(Reason.NOT_STARTED)
    day = running if _is_open(running) else await _unmet_before(act, running)
    await show_day(act, await apply(act.uow, day, Done(), act.at))


def _is_open(day: Day) -> bool:
    return day.commitment is not None and not day.is_finished


async def _unmet_before(act: Act, running: Day) -> Day:
    """Return the day before if its thing can still be reported, else refuse in the words for the running one."""
    before = await act.uow.days.before(running)
    if before is not None and before.state in (State.MISSED, State.PARTLY) and before.commitment is not None:
        return before
    raise Refused(Reason.ALREADY_DONE if running.is_finished else Reason.NOTHING_NAMED)


async def _show_partner_card(act: Act, day: Day) -> None:
    member = await act.uow.members.get(day.member_id)
    await act.answer(Kind.PARTNER_CARD, day_facts(day, member, act.member, act.now), day_id=day.id)
