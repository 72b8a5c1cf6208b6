"""Where a letter goes, when its pair has a group."""

from dataclasses import replace
from datetime import datetime

from bot.domain.day import Day
from bot.domain.errors import Facts
from bot.domain.group import Group, goes_there
from bot.domain.kinds import Kind
from bot.domain.member import Member
from bot.domain.notices import rule_of
from bot.services.letters import NEWS_USEFUL, Letter
from bot.services.ports import UnitOfWork


async def addressed(uow: UnitOfWork, letter: Letter, group: Group | None) -> Letter:
    """Return a letter with the one chat in which it is to be said; what changes a message is said where that is."""
    if letter.edits_message is not None:
        return letter
    if letter.edits_key is not None:
        original = await uow.outbox.by_key(letter.edits_key)
        return letter if original is None else replace(letter, chat_id=original.chat_id)
    if group is None or not goes_there(letter.kind, group.takes):
        return letter
    return replace(letter, chat_id=group.chat_id)


def card_letter(day: Day, reader: Member, group: Group, now: datetime) -> Letter:
    """Return what brings the card of a date up to date with a change of `day`; it is in the language of `reader`."""
    cause = f"g{group.id}d{day.id}v{day.version}"
    return group_letter(Kind.GROUP_CARD, reader, group, cause=cause, now=now, day=day)


def group_letter(
    kind: Kind,
    reader: Member,
    group: Group,
    *,
    cause: str,
    now: datetime,
    facts: Facts | None = None,
    day: Day | None = None,
) -> Letter:
    """Return something to be said in the pair's group, to one of the two or to both, once for each `cause`."""
    rule = rule_of(kind)
    return Letter(
        key=f"{reader.id}:{cause}:{kind}:1",
        kind=kind,
        recipient_id=reader.id,
        chat_id=group.chat_id,
        priority=rule.priority,
        sound=rule.sound,
        decided_at=now,
        useful_until=now + NEWS_USEFUL,
        facts=facts or {},
        day_id=None if day is None else day.id,
        pair_id=group.pair_id,
    )
