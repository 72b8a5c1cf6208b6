"""A member: a person who has opened the bot."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

MemberId = NewType("MemberId", int)

DEFAULT_MORNING = time(8)
DEFAULT_EVENING = time(20)


class Standing(StrEnum):
    """Whether the bot asks a member anything."""

    VISITOR = "visitor"
    """Has opened the bot (by an invite, say) and not yet agreed to be asked."""
    ACTIVE = "active"
    """Is asked each morning and each evening."""
    RESTING = "resting"
    """Was asked once and is not any more: stopped, or blocked the bot."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram tells of a person with each update."""

    account_id: int
    """The person's id on Telegram, which is the id of their private chat with the bot too."""
    name: str
    username: str | None
    language: str
    """A language tag such as `pt-br`; `en` where Telegram gives none."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who has opened the bot."""

    id: MemberId
    profile: Profile
    zone: str
    """An IANA zone name."""
    morning: time
    evening: time
    """00:00 to 01:00 mean after midnight, still the same day."""
    standing: Standing
    has_blocked: bool
    """Telegram says that they blocked the bot: nothing can reach them until they come back."""
    joined_at: datetime

    @property
    def name(self) -> str:
        """The first name, as the person gave it to Telegram."""
        return self.profile.name

    @property
    def is_reachable(self) -> bool:
        """Whether anything can be asked of them: they take part, and can be written to."""
        return self.standing is Standing.ACTIVE and not self.has_blocked
