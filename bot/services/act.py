"""An act: what one person just did, as every service receives it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.day import DayId
from bot.domain.errors import Facts
from bot.domain.group import Place, place_of
from bot.domain.kinds import Kind
from bot.domain.member import Member
from bot.domain.notices import Priority, Sound
from bot.domain.pair import PairId
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork

REPLY_USEFUL = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Act:
    """Something a member typed or tapped, within one transaction."""

    uow: UnitOfWork
    update_id: int
    member: Member
    now: datetime
    """When it is dealt with: a tap is judged by this."""
    at: datetime
    """When it was typed, never after `now`: a text is judged by this."""
    message: int | None
    """The message that was typed, edited, or tapped on; what is typed in a group has none that could be edited."""
    is_tap: bool
    has_woken: bool = False
    """It ended a hold, and they were welcomed for it."""
    group_chat: int | None = None
    """The group in which it was done; None: their private chat with the bot."""

    @property
    def chat(self) -> int:
        """The chat in which it was done."""
        return self.member.profile.account_id if self.group_chat is None else self.group_chat

    @property
    def own_card(self) -> int | None:
        """The message of the private chat whose button was tapped: only such a one is brought up to date later."""
        return self.tapped if self.group_chat is None else None

    @property
    def tapped(self) -> int | None:
        """The message whose button was tapped, which answers may change."""
        return self.message if self.is_tap else None

    async def answer(
        self,
        kind: Kind,
        facts: Facts | None = None,
        *,
        day_id: DayId | None = None,
        pair_id: PairId | None = None,
        in_place: bool = True,
        card: int | None = None,
    ) -> None:
        """Say something to the person who acted: in the message they tapped on, or as a new one.

        With `card`, it is said by changing that message of their chat instead. What was done in a group is answered
        there, unless the answer is nobody else's business. The letter is born claimed: whoever owns the transaction
        hands it over after the commit.
        """
        is_there = self.group_chat is None or place_of(kind) in (Place.ANSWER, Place.GROUP)
        tapped = self.tapped if in_place and is_there else None
        letter = Letter(
            key=f"{self.member.id}:u{self.update_id}@{self.now:%Y-%m-%d}:{kind}:1",
            kind=kind,
            recipient_id=self.member.id,
            chat_id=self.chat if is_there else self.member.profile.account_id,
            priority=Priority.REPLY,
            sound=Sound.LOUD,
            decided_at=self.now,
            useful_until=self.now + REPLY_USEFUL,
            facts=facts or {},
            day_id=day_id,
            pair_id=pair_id,
            edits_message=card or tapped,
            status=Status.CLAIMED,
        )
        await self.uow.outbox.add(letter)
