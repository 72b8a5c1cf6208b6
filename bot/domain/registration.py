"""Who may come: a bot can be open to everybody, to invited people, or to nobody new."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Reason, Refused
from bot.domain.member import Member, Standing


class Registration(StrEnum):
    """How somebody becomes a member. Whoever is one stays one."""

    OPEN = "open"
    """Everybody may begin."""
    INVITED = "invited"
    """Only whom a member has invited."""
    CLOSED = "closed"
    """Nobody new, and no new pairs, but for those that an admin starts."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The rule, and those whom it does not bind."""

    registration: Registration = Registration.OPEN
    admins: frozenset[int] = frozenset()
    """The Telegram ids of those who may always come, and start pairs."""

    def check_coming(self, member: Member) -> None:
        """Return if somebody may take part without an invite; raise `Refused` otherwise."""
        if member.standing is Standing.VISITOR and not self._is_admin(member):
            match self.registration:
                case Registration.OPEN:
                    return
                case Registration.INVITED:
                    raise Refused(Reason.BY_INVITE_ONLY)
                case Registration.CLOSED:
                    raise Refused(Reason.CLOSED)

    def check_inviting(self, inviter: Member) -> None:
        """Return if a member may start a pair, with somebody new or not; raise `Refused` otherwise."""
        self.check_coming(inviter)
        if self.registration is Registration.CLOSED and not self._is_admin(inviter):
            raise Refused(Reason.CLOSED)

    def _is_admin(self, member: Member) -> bool:
        return member.profile.account_id in self.admins
