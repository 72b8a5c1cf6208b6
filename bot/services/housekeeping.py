"""What is forgotten once it can't matter any more."""

from datetime import datetime, timedelta

from bot.services.ports import UnitOfWorkFactory

UPDATES_KEPT = timedelta(days=7)
"""Telegram repeats an update for a day at most, and starts its numbers anew after a week without any."""
LETTERS_KEPT = timedelta(days=30)


async def tidy(open_uow: UnitOfWorkFactory, now: datetime) -> None:
    """Forget old update ids, letters that were settled long ago, and old cards."""
    async with open_uow() as uow:
        await uow.inbox.forget_before(now - UPDATES_KEPT)
        await uow.outbox.forget_before(now - LETTERS_KEPT)
        await uow.groups.forget_cards_before(now - LETTERS_KEPT)
        await uow.commit()
