"""What a member chooses for themselves, in one message that is edited in place."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain import calendar
from bot.domain.calendar import Hours
from bot.domain.choices import (
    check_call_hours,
    check_days_off,
    check_times,
    has_room_for_call,
    read_evening,
    read_hours,
    read_morning,
    shown,
)
from bot.domain.errors import Fact, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.days import replan, running_day
from bot.services.telling import people_of, tell_of_pair

PAGES = {
    Topic.MORNING: Kind.SETTINGS_MORNING,
    Topic.EVENING: Kind.SETTINGS_EVENING,
    Topic.CALL_HOURS: Kind.SETTINGS_CALL_HOURS,
}
"""The pages on which a text can be typed as well."""


async def show(act: Act) -> None:
    """Show all settings: as a new message, or in the place of the page that was tapped."""
    check_settled(act.member)
    await act.uow.questions.clear(act.member.id)
    await act.answer(Kind.SETTINGS, settings_facts(act.member, act.now))


async def ask(act: Act, topic: Topic) -> None:
    """Turn to the page that asks for a time, or ask where the member lives."""
    check_settled(act.member)
    await act.uow.questions.ask(Question(act.member.id, topic, act.now, card=act.tapped))
    facts = settings_facts(act.member, act.now)
    if topic is Topic.WHERE:
        await act.answer(Kind.SETTINGS_WHERE, facts, in_place=False)
    else:
        await act.answer(PAGES[topic], facts)


async def show_page(act: Act, page: Kind) -> None:
    """Turn to a page on which nothing can be typed."""
    check_settled(act.member)
    await act.uow.questions.clear(act.member.id)
    await act.answer(page, settings_facts(act.member, act.now))


async def hear(act: Act, question: Question, text: str) -> None:
    """Take what was typed as the answer to the page that is open."""
    match question.topic:
        case Topic.MORNING:
            await set_times(act, read_morning(text), act.member.evening, card=question.card)
        case Topic.EVENING:
            await set_times(act, act.member.morning, read_evening(text), card=question.card)
        case Topic.CALL_HOURS:
            await set_call_hours(act, read_hours(text), card=question.card)
        case _:
            raise ValueError(f"{question.topic} is no page of the settings")


async def set_times(act: Act, morning: time, evening: time, *, card: int | None = None) -> None:
    """Keep when the member is asked; it counts from the next day on."""
    check_times(morning, evening)
    await _keep(act, replace(act.member, morning=morning, evening=evening), said=Kind.TIMES_CHANGED, card=card)


async def set_call_hours(act: Act, hours: Hours, *, card: int | None = None) -> None:
    """Keep when calls may be asked of the member, and for them; it counts at once."""
    check_call_hours(hours)
    changed = replace(act.member, call_hours=hours)
    await _keep(act, changed, said=Kind.CALL_HOURS_CHANGED, card=card, is_at_once=True)


async def set_language(act: Act, tag: str | None) -> None:
    """Keep in which language the member is written to; None for the one that Telegram tells."""
    await _keep(act, replace(act.member, chosen_language=tag), is_at_once=True)


async def draft_days_off(act: Act, days: frozenset[int]) -> None:
    """Show a choice of weekdays (0 is Monday) that is not kept yet."""
    check_settled(act.member)
    check_days_off(days)
    await act.answer(Kind.SETTINGS_DAYS_OFF, settings_facts(replace(act.member, days_off=days), act.now))


async def set_days_off(act: Act, days: frozenset[int]) -> None:
    """Keep the weekdays (0 is Monday) without check-ins, from the next day on; the partner hears of it once."""
    check_days_off(days)
    was = act.member.days_off
    await _keep(act, replace(act.member, days_off=days), is_at_once=True)  # the weekdays themselves say when
    people = await people_of(act.uow, act.member.id)
    if days == was or people.pair is None or people.partner is None or not people.partner.is_reachable:
        return
    await tell_of_pair(
        act.uow,
        Kind.PARTNER_DAYS_OFF,
        people.partner,
        cause=f"u{act.update_id}",
        now=act.now,
        facts={"name": act.member.name, "days_off": _numbers(days)},
        pair_id=people.pair.id,
    )


def settings_facts(member: Member, now: datetime) -> dict[str, Fact]:
    """Return all settings of a member, and the time where they live, as texts and buttons need them."""
    opens, closes = member.call_hours
    return {
        "zone": member.zone,
        "time": calendar.wall_clock(now, member.zone),
        "morning": shown(member.morning),
        "evening": shown(member.evening),
        "days_off": _numbers(member.days_off),
        "opens": shown(opens),
        "closes": shown(closes),
        "has_room": has_room_for_call(member.evening, member.call_hours),
        "language": member.chosen_language,
    }


async def _keep(
    act: Act, member: Member, *, said: Kind | None = None, card: int | None = None, is_at_once: bool = False
) -> None:
    """Keep what was chosen, and show it in the settings; whoever typed it reads an answer of its own as well."""
    check_settled(member)
    await act.uow.members.save(member)
    await replan(act.uow, member, act.now)
    await act.uow.questions.clear(member.id)
    facts = settings_facts(member, act.now) | {"counts_from": None if is_at_once else await _counts_from(act, member)}
    if act.is_tap or card is not None:
        await act.answer(Kind.SETTINGS, facts, card=card)
    if said is not None and not act.is_tap:
        await act.answer(said, facts)


async def _counts_from(act: Act, member: Member) -> Fact:
    """Return the first date (ISO) on which new times and days off count; None for somebody without check-ins."""
    day = await running_day(act.uow, member, act.now)
    if day is None:
        return None
    return (day.date if act.now < day.begins_at else day.date + timedelta(days=1)).isoformat()


def _numbers(days: frozenset[int]) -> str:
    """Return weekdays as a text of digits, `56` for Saturday and Sunday."""
    return "".join(str(day) for day in sorted(days))


def check_settled(member: Member) -> None:
    """Refuse whoever has not said yet where they live."""
    if member.chosen_zone is None or member.standing in (Standing.VISITOR, Standing.JOINING):
        raise Refused(Reason.NOT_STARTED)
