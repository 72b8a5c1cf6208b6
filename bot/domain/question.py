"""The one open question of a member: what their next plain text answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.day import DayId
from bot.domain.member import MemberId

QUESTION_LASTS = timedelta(minutes=15)


class Topic(StrEnum):
    """What a member can be asked to type."""

    CHANGE = "change"
    """Another one thing for the day that the question is about."""
    TOMORROW = "tomorrow"
    """The one thing of the day after that."""
    AWAY = "away"
    """Until when they are away."""
    WHERE = "where"
    """Where they live now."""
    MORNING = "morning"
    EVENING = "evening"
    CALL_HOURS = "call_hours"
    ROOM = "room"
    """The link of the pair's room; without a card, the member's phone number, which is shared and not typed."""
    WORDS = "words"
    """Other agreed words."""
    CHEER = "cheer"
    """A congratulation in one's own words, for the day that the question is about."""
    DELETE = "delete"
    """The word that confirms that everything goes."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that was asked."""

    member_id: MemberId
    topic: Topic
    asked_at: datetime
    day_id: DayId | None = None
    """The day that it is about."""
    card: int | None = None
    """The message, in the member's private chat, that shows what the answer changes."""

    def is_open(self, at: datetime) -> bool:
        """Tell whether a text that was typed at `at` answers it."""
        return at <= self.asked_at + QUESTION_LASTS
