"""Pairs, and the invites by which two members become one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain.errors import Reason, Refused
from bot.domain.member import MemberId

PairId = NewType("PairId", int)
InviteId = NewType("InviteId", int)

INVITE_LASTS = timedelta(days=7)
LONGEST_WORDS = 200
"""So many characters the agreed words can have."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who accepted the pact."""

    id: PairId
    members: tuple[MemberId, MemberId]
    began_at: datetime
    ended_at: datetime | None
    words: str | None = None
    """The agreed words, where the two chose their own."""
    proposed_words: str | None = None
    """Other words that one of the two would like, and the other has not answered yet."""
    proposed_by: MemberId | None = None
    room: str | None = None
    """An https link at which the two meet to talk."""
    here_question: int | None = None
    """The update that asked for the check-ins to come to a group, as long as the partner can still agree."""

    @property
    def is_open(self) -> bool:
        """Whether the pact still stands."""
        return self.ended_at is None

    def partner_of(self, member: MemberId) -> MemberId:
        """Return the other of the two; `ValueError` for somebody who is neither."""
        first, second = self.members
        if member not in self.members:
            raise ValueError(f"member {member} is not in pair {self.id}")
        return second if member == first else first


class InviteState(StrEnum):
    """What became of an invite."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    """One of the two found a partner another way."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invite:
    """A member's offer of the pact to whoever holds its token."""

    id: InviteId
    token: str
    """128 random bits, in the alphabet of Telegram's start parameters."""
    inviter_id: MemberId
    made_at: datetime
    state: InviteState

    def ends_at(self) -> datetime:
        """Return the instant from which the invite can't be accepted any more."""
        return self.made_at + INVITE_LASTS

    def is_open(self, now: datetime) -> bool:
        """Tell whether the invite can be accepted at `now`."""
        return self.state is InviteState.OPEN and now < self.ends_at()

    def check_acceptance(
        self, *, by: MemberId, now: datetime, own_pair: Pair | None, inviter_pair: Pair | None
    ) -> None:
        """Return if `by` may become the inviter's partner at `now`, else raise `Refused` with the reason."""
        if by == self.inviter_id:
            raise Refused(Reason.OWN_INVITE)
        if own_pair is not None and self.inviter_id in own_pair.members:
            raise Refused(Reason.ALREADY_PARTNERS)
        if not self.is_open(now):
            raise Refused(closed_reason(self, now))
        if own_pair is not None:
            raise Refused(Reason.ALREADY_PAIRED)
        if inviter_pair is not None:
            raise Refused(Reason.INVITE_VOID)


def closed_reason(invite: Invite, now: datetime) -> Reason:
    """Return why an invite that is not open can't be used."""
    match invite.state:
        case InviteState.ACCEPTED | InviteState.DECLINED:
            return Reason.INVITE_USED
        case InviteState.WITHDRAWN:
            return Reason.INVITE_WITHDRAWN
        case InviteState.VOID:
            return Reason.INVITE_VOID
        case InviteState.EXPIRED:
            return Reason.INVITE_OLD
        case InviteState.OPEN:
            if now >= invite.ends_at():
                return Reason.INVITE_OLD
            raise ValueError(f"invite {invite.id} is open")
