"""What a member is shown of the days as they are now."""

from dataclasses import replace

from bot.domain import calendar
from bot.domain.day import Day
from bot.domain.errors import Reason, Refused
from bot.domain.group import BY_CARD, is_told_by_card
from bot.domain.kinds import Kind
from bot.services.act import Act
from bot.services.days import running_day
from bot.services.telling import day_facts, people_of, yesterday_facts


def heard_alone(act: Act) -> Act:
    """Return an act whose answer is its member's alone, in private, wherever it was done."""
    return act if act.group_chat is None else replace(act, group_chat=None, message=None)


async def show_day(act: Act, day: Day, *, in_place: bool = True, closing: bool = False, is_left: bool = False) -> None:
    """Show the member their own day as it is now; with `closing`, how the day before ended rides along.

    `is_left`: they have just set it aside. In a group the card of both shows it, unless a message that asked the member
    can; but a day that is nobody's business is never shown there.
    """
    people = await people_of(act.uow, act.member.id)
    facts = day_facts(day, act.member, people.told_of(day), act.now) | {"is_left": is_left}
    if closing:
        facts |= await yesterday_facts(act.uow, day, act.now)
    if people.told_of(day) is None:
        act = heard_alone(act)
    by_card = await _is_for_card(act)
    await act.answer(Kind.DAY_CARD, facts | {BY_CARD: by_card}, day_id=day.id, in_place=in_place and not by_card)


async def _is_for_card(act: Act) -> bool:
    if act.group_chat is None:
        return False
    tapped = None if act.tapped is None else await act.uow.outbox.by_message(act.chat, act.tapped)
    return tapped is None or is_told_by_card(tapped.kind, tapped.facts)


async def show_today(act: Act) -> None:
    """Show both cards of the running date."""
    running = await running_day(act.uow, act.member, act.now)
    if running is None:
        raise Refused(Reason.NOT_STARTED)
    partner = (await people_of(act.uow, act.member.id)).partner
    facts = day_facts(running, act.member, partner, act.now)
    if partner is not None and (theirs := await running_day(act.uow, partner, act.now)) is not None:
        other = day_facts(theirs, partner, act.member, act.now)
        facts |= {"other_state": other["state"], "other_thing": other["thing"], "other_is_ahead": other["is_ahead"]}
    facts |= {"other": None if partner is None else partner.name}
    facts["today"] = calendar.date_at(act.now, act.member.zone).isoformat()
    await act.answer(Kind.TODAY, facts, day_id=running.id)
