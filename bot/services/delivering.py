"""The voice's walk over the outbox: claim a letter that is still worth sending, and note what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Delivered
from bot.domain.member import Member
from bot.domain.notices import rule_of, still_true
from bot.services.days import apply
from bot.services.joining import lose
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed letter with what is needed to send it."""

    letter: Letter
    recipient: Member
    edits_message: int | None


async def claim(uow: UnitOfWork, letter_id: int, now: datetime) -> Parcel | None:
    """Claim a waiting letter, or settle it as dropped when it says what is no longer so or no longer useful."""
    letter = await uow.outbox.get(letter_id)
    if letter is None or letter.status is not Status.PENDING or not await uow.outbox.claim(letter_id):
        return None
    return await pack(uow, letter, now)


async def pack(uow: UnitOfWork, letter: Letter, now: datetime) -> Parcel | None:
    """Return a claimed letter ready to be sent, or settle it when there is nothing to say any more."""
    recipient = await uow.members.get(letter.recipient_id)
    if recipient.has_blocked:
        await uow.outbox.settle(letter.id, Status.BLOCKED)
        return None
    edits_message = letter.edits_message
    if letter.edits_key is not None:
        original = await uow.outbox.by_key(letter.edits_key)
        edits_message = None if original is None else original.message_id
    has_target = letter.edits_key is None or edits_message is not None
    if not has_target or not await _is_worth_saying(uow, letter, now):
        await uow.outbox.settle(letter.id, Status.DROPPED)
        return None
    return Parcel(letter, recipient, edits_message)


async def note_sent(uow: UnitOfWork, letter: Letter, message_id: int, now: datetime) -> None:
    """Note that a letter reached its chat; a day's next step counts from here."""
    await uow.outbox.settle(letter.id, Status.SENT, message_id=message_id)
    day = None if letter.day_id is None else await uow.days.get(letter.day_id)
    if day is not None and not day.is_over and day.member_id == letter.recipient_id:
        await apply(uow, day, Delivered(letter.kind, now), now)


async def note_blocked(uow: UnitOfWork, letter: Letter, now: datetime) -> None:
    """Note that the recipient can't be written to."""
    await uow.outbox.settle(letter.id, Status.BLOCKED)
    await lose(uow, await uow.members.get(letter.recipient_id), now)


async def _is_worth_saying(uow: UnitOfWork, letter: Letter, now: datetime) -> bool:
    if now > letter.useful_until:
        return False
    needs_pair = rule_of(letter.kind).needs_pair
    pair = await uow.pairs.get(letter.pair_id) if needs_pair and letter.pair_id is not None else None
    day = None if letter.day_id is None else await uow.days.get(letter.day_id)
    is_paired = pair is not None and pair.is_open
    return still_true(letter.kind, letter.facts, day=day, is_paired=is_paired)
