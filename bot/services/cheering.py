"""Cheers: a ready one, one in the partner's own words, and what the member answers to them."""

from bot.domain.cheering import check_first_cheer, read_cheer
from bot.domain.day import Day, DayId
from bot.domain.errors import Reason, Refused
from bot.domain.events import Cheer, OwnCheer
from bot.domain.kinds import Kind, ReadyCheer
from bot.domain.member import Member
from bot.domain.notices import Party
from bot.domain.question import Question, Topic
from bot.services.act import Act
from bot.services.days import apply, find_day
from bot.services.letters import Letter
from bot.services.telling import day_facts, people_of, times_told

ANSWERED_BY_REPLY = frozenset(
    {
        Kind.PARTNER_DONE,
        Kind.PARTNER_UNDONE,  # the card of a Done that was taken back
        Kind.CHEER_SENT,
        Kind.CHEER_QUESTION,
        Kind.PASSED_ON,
        Kind.CHEER,
        Kind.OWN_CHEER,
        Kind.CHEER_COPY,
    }
)
"""What is replied to a message of such a kind is meant for the other."""


async def cheer(act: Act, day_id: DayId, words: ReadyCheer) -> None:
    """Send the member a congratulation in the partner's name."""
    day = await _partners_day(act, day_id)
    check_first_cheer(day, act.now)
    await _other_of(act, day, Party.PARTNER)
    after = await apply(act.uow, day, Cheer(words), act.now)
    await _end_question(act)
    await _show_sent(act, after, words, None, card=None)


async def ask_for_own(act: Act, day_id: DayId) -> None:
    """Open the question what the partner would like to say."""
    day = await _partners_day(act, day_id)
    check_first_cheer(day, act.now)
    member = await _other_of(act, day, Party.PARTNER)
    await act.uow.questions.ask(Question(act.member.id, Topic.CHEER, act.now, day_id=day.id, card=act.tapped))
    await act.answer(Kind.CHEER_QUESTION, {"name": member.name}, day_id=day.id, in_place=False)


async def hear_answer(act: Act, question: Question, text: str) -> None:
    """Take a text as the cheer that was asked for."""
    await _pass_on(act, question.day_id, read_cheer(text), card=question.card)


async def hear_reply(act: Act, replied: Letter, text: str) -> None:
    """Pass a text on to the other of the two, as a reply to what the member or the partner was told of the day."""
    await _pass_on(act, replied.day_id, read_cheer(text), card=_card(replied))


async def copy_answer(act: Act, question: Question, *, can_copy: bool) -> None:
    """Take something else than a text as the cheer that was asked for."""
    _check_copyable(can_copy=can_copy)
    await _pass_on(act, question.day_id, None, card=question.card)


async def copy_reply(act: Act, replied: Letter, *, can_copy: bool) -> None:
    """Pass something else than a text on, as a reply."""
    _check_copyable(can_copy=can_copy)
    await _pass_on(act, replied.day_id, None, card=_card(replied))


async def _pass_on(act: Act, day_id: DayId | None, said: str | None, *, card: int | None) -> None:
    if day_id is None:
        raise Refused(Reason.DAY_OVER)
    day, party = await find_day(act, day_id)
    other = await _other_of(act, day, party)
    event = OwnCheer(
        by=party,
        at=act.at,
        ordinal=await times_told(act.uow, day, Kind.OWN_CHEER, other) + 1,
        said=said,
        copied=None if said is not None or act.message is None else (act.member.profile.account_id, act.message),
    )
    after = await apply(act.uow, day, event, act.now)
    card = await _end_question(act) or card
    if card is not None and after.cheered and not day.cheered:
        await _show_sent(act, after, None, said, card=card)
    await act.answer(Kind.PASSED_ON, {"name": other.name}, day_id=day.id)


async def _show_sent(act: Act, day: Day, words: ReadyCheer | None, said: str | None, *, card: int | None) -> None:
    """Let the card with the ready cheers show what was said instead."""
    member = await act.uow.members.get(day.member_id)
    facts = day_facts(day, member, act.member, act.now)
    facts |= {"cheer": None if words is None else words.value, "said": said}
    await act.answer(Kind.CHEER_SENT, facts, day_id=day.id, card=card)


async def _end_question(act: Act) -> int | None:
    """Drop the open question for a cheer, which is answered, and return the card that it stands on."""
    question = await act.uow.questions.get(act.member.id)
    if question is None or question.topic is not Topic.CHEER:
        return None
    await act.uow.questions.clear(act.member.id)
    return question.card


async def _partners_day(act: Act, day_id: DayId) -> Day:
    day, party = await find_day(act, day_id)
    if party is not Party.PARTNER:
        raise Refused(Reason.NOT_YOURS)
    return day


async def _other_of(act: Act, day: Day, party: Party) -> Member:
    """Return who hears what `party` says; nothing is said for somebody who stopped, nor to them."""
    if not act.member.is_reachable:
        raise Refused(Reason.NOT_STARTED)
    people = await people_of(act.uow, day.member_id)
    other = people.member if party is Party.PARTNER else people.told_of(day)
    if other is None:
        raise Refused(Reason.FORMER_PARTNER)
    if not other.is_reachable:
        raise Refused(Reason.NOT_REACHED_NOW)
    return other


def _card(replied: Letter) -> int | None:
    """Return the message with the ready cheers, if that is what was replied to."""
    return replied.message_id if replied.kind is Kind.PARTNER_DONE else None


def _check_copyable(*, can_copy: bool) -> None:
    if not can_copy:
        raise Refused(Reason.UNSENDABLE)
