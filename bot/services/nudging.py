"""The partner's nudge in the morning: one line in their name, once a day."""

from bot.domain.day import DayId
from bot.domain.errors import Reason, Refused
from bot.domain.events import NudgeInMorning
from bot.domain.kinds import Kind
from bot.domain.notices import Party
from bot.services.act import Act
from bot.services.days import apply, find_day, running_day
from bot.services.telling import people_of


async def nudge(act: Act) -> None:
    """Nudge the partner, or say why not."""
    people = await people_of(act.uow, act.member.id)
    if people.partner is None:
        raise Refused(Reason.NO_PARTNER)
    day = await running_day(act.uow, people.partner, act.now) if people.partner.is_reachable else None
    if day is None:
        raise Refused(Reason.PARTNER_HAS_NO_CHECK_IN)
    await nudge_about(act, day.id)


async def nudge_about(act: Act, day_id: DayId) -> None:
    """Nudge the partner about the day that a button was for."""
    day, party = await find_day(act, day_id)
    if party is not Party.PARTNER:
        raise Refused(Reason.NOT_YOURS)
    if not act.member.is_reachable:
        raise Refused(Reason.NOT_STARTED)  # nothing is said in the name of somebody who takes no part
    after = await apply(act.uow, day, NudgeInMorning(), act.now)
    member = await act.uow.members.get(after.member_id)
    await act.answer(Kind.NUDGE_SENT, {"name": member.name}, day_id=after.id)
