"""What is said in a group, as it stands right before it is: the card that both have there, and who is still there."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import calendar
from bot.domain.day import State
from bot.domain.errors import Fact
from bot.domain.group import BY_CARD, ONLY_THERE, Card, Group, Place, Takes, is_told_by_card, place_of
from bot.domain.kinds import Kind
from bot.domain.member import Member
from bot.domain.notices import Sound
from bot.domain.pair import Pair
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork
from bot.services.telling import is_shared

_SHOWN_ALONE = frozenset({State.NUDGED, State.CALLING, State.SAVED})
"""A day in one of these is worth a card, even where nothing is named."""


@dataclass(frozen=True, slots=True)
class Post:
    """A letter to a group, with what is seen of it there."""

    letter: Letter
    edits_message: int | None
    must_be_there: tuple[int, ...] = ()
    """The accounts that have to be members before anything is said there today."""


async def posted(uow: UnitOfWork, letter: Letter, edits_message: int | None, now: datetime) -> Post | Status:
    """Return a letter to a group as it is said there now, or what becomes of it instead. Reads only.

    Where the pair has left the group meanwhile, it waits anew: for its recipient's private chat.
    """
    group = await uow.groups.by_chat(letter.chat_id)
    if _has_left(letter, group):
        return Status.PENDING
    if is_told_by_card(letter.kind, letter.facts):
        return await _on_card(uow, letter, group, now)
    return Post(letter, edits_message, await _to_be_seen(uow, letter, group, now))


def _has_left(letter: Letter, group: Group | None) -> bool:
    """Tell whether something is for a pair that does not live there any more, while it was on its way."""
    is_for_pair = place_of(letter.kind) in (Place.ASK, Place.NEWS, Place.CARD) or bool(letter.facts.get(BY_CARD))
    is_theirs = group is not None and group.pair_id is not None and letter.pair_id in (None, group.pair_id)
    return is_for_pair and not is_theirs


async def note_posted(uow: UnitOfWork, letter: Letter, message_id: int | None, now: datetime) -> None:
    """Note that a group was written to: both were there, and the card is as it was drawn."""
    group = await uow.groups.by_chat(letter.chat_id)
    if group is None:
        return
    today, was_seen = await _today(uow, letter, now), letter.kind not in (Kind.HERE_QUESTION, Kind.GROUP_UNREACHED)
    if was_seen and group.pair_id is not None and (group.checked_on is None or group.checked_on < today):
        await uow.groups.save(replace(group, checked_on=today))
    if is_told_by_card(letter.kind, letter.facts) and message_id is not None:
        shown_on = date.fromisoformat(str(letter.facts["date"]))
        await uow.groups.keep_card(group.id, shown_on, Card(message_id, str(letter.facts["shown"])))


async def note_message_gone(uow: UnitOfWork, letter: Letter) -> None:
    """Let what was to change a message of a group that can't be changed any more be said anew, in its turn."""
    group = await uow.groups.by_chat(letter.chat_id)
    if group is not None and is_told_by_card(letter.kind, letter.facts):
        await uow.groups.forget_card(group.id, date.fromisoformat(str(letter.facts["date"])))
    await uow.groups.send_home(letter, letter.chat_id)


async def _to_be_seen(uow: UnitOfWork, letter: Letter, group: Group | None, now: datetime) -> tuple[int, ...]:
    """Return who has to be seen there: both before the first word of a date, the partner before they are asked."""
    if letter.kind is Kind.HERE_QUESTION:
        return ((await uow.members.get(letter.recipient_id)).profile.account_id,)
    if group is None or group.pair_id is None or letter.kind is Kind.GROUP_UNREACHED:
        return ()
    today = await _today(uow, letter, now)
    if group.checked_on is not None and group.checked_on >= today:
        return ()
    pair = await uow.pairs.get(group.pair_id)
    return tuple([(await uow.members.get(member_id)).profile.account_id for member_id in pair.members])


async def _today(uow: UnitOfWork, letter: Letter, now: datetime) -> date:
    reader = await uow.members.get(letter.recipient_id)
    return now.date() if reader.chosen_zone is None else calendar.date_at(now, reader.zone)


async def _on_card(uow: UnitOfWork, letter: Letter, group: Group | None, now: datetime) -> Post | Status:
    """Return a letter as the card of its day's date; one that finds the card up to date has been said by it."""
    day = None if letter.day_id is None else await uow.days.get(letter.day_id)
    if day is None or group is None or group.pair_id is None or letter.pair_id not in (None, group.pair_id):
        return Status.DROPPED
    drawn = await _drawn(uow, await uow.pairs.get(group.pair_id), group, day.date)
    card = await uow.groups.card(group.id, day.date)
    if card is not None and card.shown == drawn["shown"]:
        return Status.FOLDED
    if card is None and letter.kind in ONLY_THERE and not drawn["is_worth_it"]:
        return Status.DROPPED
    must_be_there = await _to_be_seen(uow, letter, group, now)
    return Post(
        replace(letter, facts=drawn, sound=Sound.SILENT), None if card is None else card.message_id, must_be_there
    )


async def _drawn(uow: UnitOfWork, pair: Pair, group: Group, on: date) -> dict[str, Fact]:
    """Return what the card of a date shows: of each of the two no more than the other may know.

    Where the asks are in private, so are their buttons.
    """
    has_buttons = group.takes is Takes.ASKS
    facts: dict[str, Fact] = {"date": on.isoformat(), "is_worth_it": False, "has_buttons": has_buttons, BY_CARD: True}
    for seat, member_id in enumerate(pair.members, start=1):
        member = await uow.members.get(member_id)
        facts.setdefault("card_language", member.language)
        facts |= {f"name_{seat}": member.name, **await _line(uow, pair, member, on, seat=seat)}
        facts["is_worth_it"] = bool(facts["is_worth_it"] or facts[f"is_shown_{seat}"])
    shown = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return {**facts, "shown": shown}


async def _line(uow: UnitOfWork, pair: Pair, member: Member, on: date, *, seat: int) -> dict[str, Fact]:
    day = await uow.days.on(member.id, on)
    if day is None or not is_shared(day, pair):
        return dict.fromkeys([f"{name}_{seat}" for name in ("day", "state", "thing", "is_shown", "can_undo")])
    return {
        f"day_{seat}": day.id,
        f"state_{seat}": day.state.value,
        f"thing_{seat}": day.commitment,
        f"is_shown_{seat}": day.commitment is not None or day.state in _SHOWN_ALONE,
        f"can_undo_{seat}": day.undo_to is not None and not day.cheered,
    }
