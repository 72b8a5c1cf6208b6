"""Phone numbers that are kept sealed, and the contact cards by which partners got them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.kinds import Kind
from bot.domain.member import MemberId
from bot.domain.notices import rule_of
from bot.services.letters import Letter
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, Vault

DELETABLE_FOR = timedelta(hours=48)
"""So long Telegram lets a bot take a message back."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of the contact cards of a number that was deleted."""

    taken_back: int
    left: int
    """Too old for that."""


async def forget_number(uow: UnitOfWork, member_id: MemberId, now: datetime) -> Forgotten:
    """Delete a member's number, and take back the contact cards that are not too old for it."""
    await uow.phones.remove(member_id)
    taken_back = left = 0
    for card in await uow.outbox.shown_to_partners(Kind.CALL_CONTACT, member_id):
        if await uow.outbox.by_key(_removal_key(card)) is not None:
            continue
        if card.message_id is None or now - card.decided_at >= DELETABLE_FOR:
            left += 1
            continue
        await _take_back(uow, card, now)
        taken_back += 1
    return Forgotten(taken_back, left)


async def note_card_sent(uow: UnitOfWork, card: Letter, message_id: int | None, now: datetime) -> None:
    """Take a contact card back whose number was deleted while it was on its way."""
    if card.pair_id is None or message_id is None:
        return
    try:
        owner = (await uow.pairs.get(card.pair_id)).partner_of(card.recipient_id)
    except LookupError:
        owner = None  # had everything deleted
    if owner is None or await uow.phones.get(owner) is None:
        await _take_back(uow, replace(card, message_id=message_id), now)


async def renew_seals(open_uow: UnitOfWorkFactory, vault: Vault) -> None:
    """Seal by the newest key what an older one sealed, so that the older one can be put away."""
    async with open_uow() as uow:
        for member_id, sealed in (await uow.phones.all()).items():
            renewed = vault.renewed(sealed)
            if renewed is not None:
                await uow.phones.keep(member_id, renewed)
        await uow.commit()


async def count_numbers(uow: UnitOfWork, vault: Vault | None) -> tuple[int, int]:
    """Return how many numbers are kept, and how many of them can't be read."""
    kept = await uow.phones.all()
    return len(kept), sum(not can_open(vault, sealed) for sealed in kept.values())


def can_open(vault: Vault | None, sealed: str | None) -> bool:
    """Tell whether there is a number, and a key that opens it."""
    return vault is not None and sealed is not None and vault.open(sealed) is not None


async def _take_back(uow: UnitOfWork, card: Letter, now: datetime) -> None:
    rule = rule_of(Kind.CONTACT_REMOVAL)
    letter = Letter(
        key=_removal_key(card),
        kind=Kind.CONTACT_REMOVAL,
        recipient_id=card.recipient_id,
        chat_id=card.chat_id,
        priority=rule.priority,
        sound=rule.sound,
        decided_at=now,
        useful_until=card.decided_at + DELETABLE_FOR,
        edits_message=card.message_id,
    )
    await uow.outbox.add(letter)


def _removal_key(card: Letter) -> str:
    return f"{card.recipient_id}:l{card.id}:{Kind.CONTACT_REMOVAL}:1"
