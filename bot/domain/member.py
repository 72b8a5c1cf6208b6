"""A member: a person who has opened the bot."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from bot.domain import calendar

MemberId = NewType("MemberId", int)

DEFAULT_MORNING = time(8)
DEFAULT_EVENING = time(20)
DEFAULT_CALL_HOURS: calendar.Hours = (time(7), time(22, 30))
HEARD_WITHIN = timedelta(minutes=10)
"""So exactly it is kept when somebody was last heard of."""


class Standing(StrEnum):
    """Whether the bot asks a member anything."""

    VISITOR = "visitor"
    """Has opened the bot (by an invite, say) and not yet agreed to be asked."""
    JOINING = "joining"
    """Has agreed, and not yet said where they live and when to ask."""
    ACTIVE = "active"
    """Is asked each morning and each evening."""
    ON_HOLD = "on_hold"
    """Fell silent: nothing is asked until they say something."""
    RESTING = "resting"
    """Was asked once and is not any more: stopped, or blocked the bot."""


class CallWay(StrEnum):
    """How a member wants to be called."""

    PROFILE = "profile"
    """By their profile on Telegram."""
    PHONE = "phone"
    """By the phone number that they shared."""
    ROOM = "room"
    """In the room of the pair, a link."""


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
    chosen_zone: str | None
    """An IANA zone name; None until they said where they live."""
    morning: time
    evening: time
    """00:00 to 01:00 mean after midnight, still the same day."""
    standing: Standing
    has_blocked: bool
    """Telegram says that they blocked the bot: nothing can reach them until they come back."""
    joined_at: datetime
    days_off: frozenset[int] = frozenset()
    """Weekdays without check-ins; 0 is Monday."""
    call_hours: calendar.Hours = DEFAULT_CALL_HOURS
    """When a call may be asked of them, or for them."""
    away_until: date | None = None
    """The first date with check-ins after (or since) they were away."""
    chosen_language: str | None = None
    """A language tag, if they want another than Telegram tells."""
    heard_at: datetime | None = None
    """When they last typed or tapped anything, give or take `HEARD_WITHIN`."""
    call_way: CallWay = CallWay.PROFILE

    @property
    def name(self) -> str:
        """The first name, as the person gave it to Telegram."""
        return self.profile.name

    @property
    def zone(self) -> str:
        """The IANA zone in which they live; `LookupError` while that is unknown."""
        if self.chosen_zone is None:
            raise LookupError(f"the zone of member {self.id} is not known yet")
        return self.chosen_zone

    @property
    def language(self) -> str:
        """The tag of the language in which they are written to."""
        return self.chosen_language or self.profile.language

    @property
    def is_reachable(self) -> bool:
        """Whether they hear of anything unasked: they take part, and can be written to."""
        return self.standing is Standing.ACTIVE and not self.has_blocked

    def is_away(self, now: datetime) -> bool:
        """Tell whether `now` lies in the span of days for which they said that they are away."""
        return self.away_until is not None and calendar.date_at(now, self.zone) < self.away_until

    def takes_calls(self, now: datetime) -> bool:
        """Tell whether a call can be asked of them at all; the hour is another question."""
        return self.is_reachable and not self.is_away(now)

    def is_in_call_hours(self, now: datetime) -> bool:
        """Tell whether it is within their call hours."""
        return calendar.is_within(self.call_hours, now, self.zone)

    def is_awake(self, now: datetime) -> bool:
        """Tell whether it is an hour at which something late may still ring."""
        return calendar.is_within(calendar.WAKING_HOURS, now, self.zone)
