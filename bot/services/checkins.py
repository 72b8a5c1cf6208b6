"""The evening's answers, and the cheer: what the two people tap, and `/done`."""

from bot.domain.day import Day, DayId, State
from bot.domain.errors import Reason, Refused
from bot.domain.events import Done, LeavePartly, NotYet, Partly, Undo, Wait
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.cards import show_day
from bot.services.days import apply, find_day, running_day

MemberEvent = Done | Undo | Partly | LeavePartly | NotYet | Wait


async def answer_own_day(act: Act, day_id: DayId, event: MemberEvent) -> None:
    """Let the member answer for their own day, and show them the day as it then is."""
    day, party = await find_day(act, day_id)
    if party is not Party.MEMBER:
        raise Refused(Reason.NOT_YOURS)
    after = await apply(act.uow, day, event, act.now)
    await show_day(act, after, in_place=after.state is not State.DONE_LATE)  # that button rides on today's ask


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
