"""The voice's walk over the outbox: claim a letter that is still worth sending, and note what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import Fact
from bot.domain.events import Delivered
from bot.domain.kinds import Kind
from bot.domain.ladder import COUNTS_FROM_ARRIVAL
from bot.domain.member import DEFAULT_EVENING, DEFAULT_MORNING, Member, Profile, Standing
from bot.domain.notices import rule_of, still_true
from bot.domain.pair import PairId
from bot.services import phones, ways
from bot.services.days import apply
from bot.services.grouping import follow_group, note_unwritable
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork, Vault
from bot.services.posting import note_posted, posted
from bot.services.presence import lose

_ALONE: Mapping[str, Fact] = {"partner": None, "is_call_ahead": False}
"""Once a pact has ended, what was decided before promises nothing in the former partner's name."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed letter with what is needed to send it."""

    letter: Letter
    recipient: Member
    edits_message: int | None
    sealed_number: str | None = None
    """The phone number that it shows, to be opened at the last moment."""
    must_be_there: tuple[int, ...] = ()
    """The accounts that have to be members of the group before anything is said there today."""


async def claim(uow: UnitOfWork, letter_id: int, now: datetime, vault: Vault | None) -> Parcel | None:
    """Claim a waiting letter, or settle it when there is nothing to say any more."""
    letter = await uow.outbox.get(letter_id)
    if letter is None or letter.status is not Status.PENDING or not await uow.outbox.claim(letter_id):
        return None
    weighed = await weigh(uow, letter, now, vault)
    if isinstance(weighed, Parcel):
        return weighed
    await note_weighed(uow, letter, weighed)
    return None


async def note_weighed(uow: UnitOfWork, letter: Letter, status: Status) -> None:
    """Note what became of a letter that was not sent; pending is one whose group is not the pair's any more."""
    if status is Status.PENDING:
        await uow.groups.send_home(letter)
    else:
        await uow.outbox.settle(letter.id, status)


async def weigh(uow: UnitOfWork, letter: Letter, now: datetime, vault: Vault | None) -> Parcel | Status:
    """Return a claimed letter ready to be sent, or what becomes of it instead. Reads only."""
    recipient = await uow.members.find(letter.recipient_id)
    if recipient is None:
        return Parcel(letter, _somebody_gone(letter), None) if letter.kind is Kind.GOODBYE else Status.DROPPED
    if recipient.has_blocked and not letter.is_in_group:
        return Status.BLOCKED
    edits_message = await _target(uow, letter)
    if isinstance(edits_message, Status):
        return edits_message
    is_paired = letter.pair_id is not None and await _is_open(uow, letter.pair_id)
    is_about_state = rule_of(letter.kind).states is not None
    day = await uow.days.get(letter.day_id) if letter.day_id is not None and is_about_state else None
    if now > letter.useful_until or not still_true(letter.kind, letter.facts, day=day, is_paired=is_paired):
        return Status.DROPPED
    if letter.pair_id is not None and not is_paired:
        letter = replace(letter, facts={**letter.facts, **_ALONE})
    shown = await ways.shown_in(uow, vault, letter)
    if shown is None:
        return Status.DROPPED
    if shown.facts:
        letter = replace(letter, facts={**letter.facts, **shown.facts})
    if not letter.is_in_group:
        return Parcel(letter, recipient, edits_message, shown.sealed_number)
    post = await posted(uow, letter, edits_message, now)
    if isinstance(post, Status):
        return post
    return Parcel(post.letter, recipient, post.edits_message, must_be_there=post.must_be_there)


async def _target(uow: UnitOfWork, letter: Letter) -> int | Status | None:
    """Return the message that a letter changes, if it is to change one, or what becomes of it instead."""
    if letter.edits_message is not None:
        return Status.FOLDED if await uow.outbox.has_later_edit(letter) else letter.edits_message
    if letter.edits_key is None:
        return None
    original = await uow.outbox.by_key(letter.edits_key)
    if original is None or original.message_id is None:
        return Status.DROPPED
    # a message that is in another chat, in a group that is gone, say, can't be changed here: it is said anew
    return original.message_id if original.chat_id == letter.chat_id else None


async def note_sent(uow: UnitOfWork, letter: Letter, message_id: int | None, now: datetime) -> None:
    """Note that a letter reached its chat; a day's next step counts from here."""
    await uow.outbox.settle(letter.id, Status.SENT, message_id=message_id)
    if letter.is_in_group:
        await note_posted(uow, letter, message_id, now)
    if letter.kind is Kind.CALL_CONTACT:
        await phones.note_card_sent(uow, letter, message_id, now)
    if letter.day_id is None or letter.kind not in COUNTS_FROM_ARRIVAL:
        return
    day = await uow.days.get(letter.day_id)
    if day is not None and not day.is_over:
        await apply(uow, day, Delivered(letter.kind, now), now)


async def note_uncertain(uow: UnitOfWork, letter: Letter, now: datetime) -> None:
    """Give up on a letter whose answers never came. It has arrived more likely than not, so the day goes on from it."""
    await note_sent(uow, letter, None, now)
    await uow.outbox.settle(letter.id, Status.UNCERTAIN)


async def note_blocked(uow: UnitOfWork, letter: Letter, now: datetime) -> None:
    """Note that the recipient can't be written to. A group that can't is given up: the letter is said in private."""
    if letter.is_in_group:
        await uow.groups.send_home(letter)
        await note_unwritable(uow, letter, now)
        return
    await uow.outbox.settle(letter.id, Status.BLOCKED)
    recipient = await uow.members.find(letter.recipient_id)
    if recipient is not None:
        await lose(uow, recipient, now)


async def note_moved(uow: UnitOfWork, letter: Letter, chat_id: int) -> None:
    """Note that a group has another chat now, and let the letter wait for that."""
    await follow_group(uow, letter.chat_id, chat_id)
    await uow.groups.send_home(letter, chat_id)


async def _is_open(uow: UnitOfWork, pair_id: PairId) -> bool:
    try:
        return (await uow.pairs.get(pair_id)).is_open
    except LookupError:
        return False  # one of the two had everything deleted, while this was on its way


def _somebody_gone(letter: Letter) -> Member:
    """Return to whom the last word goes: all that is left of them is in the letter, and that is in no table."""
    return Member(
        id=letter.recipient_id,
        profile=Profile(letter.chat_id, "", None, str(letter.facts["language"])),
        chosen_zone=None,
        morning=DEFAULT_MORNING,
        evening=DEFAULT_EVENING,
        standing=Standing.VISITOR,
        has_blocked=False,
        joined_at=letter.decided_at,
    )
