"""Telegram's flood limits, kept ahead of time and obeyed when told. All times are the machine's, in seconds.

Each limit is a line of equally spaced slots with a little credit for short bursts (the generic cell rate algorithm):
unlike a semaphore it can say *when* there is room, which a sender that must choose the most urgent chat needs.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """At most `burst` at once, and one every `interval` seconds in the long run."""

    interval: float
    burst: int
    _next: float = 0.0
    _paused_until: float = 0.0

    def ready_at(self, *, ahead: int = 0) -> float:
        """Return the moment from which one more is allowed; what is urgent may be so many slots ahead of its own."""
        return max(self._next - (self.burst - 1 + ahead) * self.interval, self._paused_until)

    def take(self, now: float) -> None:
        """Count one at `now`."""
        self._next = max(self._next, now) + self.interval

    def give_back(self) -> None:
        """Count one less: nothing came of it."""
        self._next -= self.interval

    def pause(self, until: float) -> None:
        """Allow nothing before `until`, however urgent it is."""
        self._paused_until = max(self._paused_until, until)
        self._next = max(self._next, until + (self.burst - 1) * self.interval)

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing before `now` weighs on it any more."""
        return self._next <= now


CATCHES_UP = 2
"""So many may leave at once over all: a sender that comes a moment late for its slot has not lost it."""
REPLIES_AHEAD = 5
"""So many replies may leave without waiting for their slots in the line; what is routine waits for them instead."""


@dataclass(slots=True)
class Limits:
    """30 messages a second over all, 1 a second to a chat with short bursts, 20 a minute to a group."""

    overall: Pace = field(default_factory=lambda: Pace(interval=1 / 30, burst=CATCHES_UP))
    is_enforced: bool = True
    """Off where nothing is on the other side but this machine; what Telegram tells is obeyed all the same."""
    _chats: dict[int, Pace] = field(default_factory=dict)
    _told: dict[int, float] = field(default_factory=dict)
    """Until when Telegram told which chats to wait."""

    def ready_at(self, chat_id: int, *, is_reply: bool = False) -> float:
        """Return when the next message to `chat_id` may leave."""
        chat = self._chats.get(chat_id)
        overall = self.overall.ready_at(ahead=REPLIES_AHEAD if is_reply else 0)
        return max(overall, 0.0 if chat is None else chat.ready_at())

    def line_ready_at(self) -> float:
        """Return before which moment nothing that is routine may leave, to whatever chat."""
        return self.overall.ready_at()

    def take(self, chat_id: int, now: float) -> None:
        """Count one message to `chat_id`."""
        if self.is_enforced:
            self.overall.take(now)
            self._chat(chat_id).take(now)
        self._forget_idle(now)

    def give_back(self, chat_id: int) -> None:
        """Count one message to `chat_id` less, that was taken and not sent."""
        if self.is_enforced:
            self._chat(chat_id).give_back()

    def pause(self, chat_id: int, until: float, now: float) -> None:
        """Obey a 429: nothing to this chat before `until`; when a second chat is told so too, nothing at all."""
        self._chat(chat_id).pause(until)
        self._told = {chat: end for chat, end in self._told.items() if end > now} | {chat_id: until}
        if len(self._told) > 1:
            self.overall.pause(until)

    def hold_back(self, chat_id: int, until: float) -> None:
        """Let one chat wait until `until`, for a reason of our own."""
        self._chat(chat_id).pause(until)

    def _chat(self, chat_id: int) -> Pace:
        is_group = chat_id < 0
        return self._chats.setdefault(chat_id, Pace(60 / 16, 4) if is_group else Pace(1.0, 3))

    def _forget_idle(self, now: float) -> None:
        if len(self._chats) > 2000:  # noqa: PLR2004  more than can be busy within a minute
            self._chats = {chat_id: pace for chat_id, pace in self._chats.items() if not pace.is_idle(now)}
