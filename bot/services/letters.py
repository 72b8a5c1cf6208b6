"""Letters: the rows of the outbox. A letter is something that will be said, kept until it is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.day import DayId
from bot.domain.errors import Facts
from bot.domain.kinds import Kind
from bot.domain.member import MemberId
from bot.domain.notices import Priority, Sound
from bot.domain.pair import PairId

NEWS_USEFUL = timedelta(hours=24)


class Status(StrEnum):
    """What has become of a letter."""

    PENDING = "pending"
    CLAIMED = "claimed"
    """A sender has it: it is on its way, or its answer was never noted."""
    SENT = "sent"
    DROPPED = "dropped"
    """No longer true or no longer useful when its turn came."""
    FOLDED = "folded"
    """A later edit of the same message says it better."""
    BLOCKED = "blocked"
    """Its chat can't be written to."""
    REJECTED = "rejected"
    """Telegram refused it for our own fault."""
    UNCERTAIN = "uncertain"
    """Sent twice at most, and neither answer came."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be said to one chat."""

    key: str
    """Unique: recipient, cause, kind, ordinal. A second letter with the same key is never kept."""
    kind: Kind
    recipient_id: MemberId
    chat_id: int
    priority: Priority
    sound: Sound
    decided_at: datetime
    useful_until: datetime
    facts: Facts = field(default_factory=dict)
    day_id: DayId | None = None
    pair_id: PairId | None = None
    edits_message: int | None = None
    """The message to change instead of sending a new one."""
    edits_key: str | None = None
    """The letter whose message is to be changed, where its number was not known yet."""
    status: Status = Status.PENDING
    message_id: int | None = None
    """The number that Telegram gave it."""
    attempts: int = 0
    """How often it was handed to Telegram without a certain answer."""
    id: int = 0

    @property
    def is_in_group(self) -> bool:
        """Whether it goes to a group: Telegram numbers people upwards from zero, and groups downwards."""
        return self.chat_id < 0
