"""Blows: where they are aimed, how they fall on the bot's process, and what they hit."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from playground.remote import Moment, RemoteStage
from playground.stage import Phone
from playground.telegram.faults import Hang
from tests.stories.aftermath import UNSETTLED, MessageId, Tables, read_tables, said, unknown_messages

TWICE_IN_A_ROW = 0.3
"""How often the process that comes after a killed one is killed as well, while it starts."""
SLOW = 0.5
"""How often Telegram is slow when the blow falls: it has taken every message, but has not answered yet."""
PATIENCE = 30.0
KILLS, IN_HAND = "kills", "kills with something in hand"


@dataclass(frozen=True, slots=True)
class Blow:
    """A kill that is aimed at a step of the day."""

    ring: int | None
    """Within which ring of the clock; None: when a person has just acted."""
    delay: float
    """Seconds from there on."""
    again: float | None
    """Seconds after which the next process, too, is killed, from its start on."""
    is_slow: bool
    """Whether Telegram lets the bot wait for its answers until then."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in seconds, when nobody is killed: so blows fall all over a step on any machine."""

    start: float
    steps: Sequence[float]
    rings: Sequence[Sequence[float]]


def aim(seed: int, kills: int, pace: Pace) -> Mapping[int, Blow]:
    """Choose steps, by number, and moments within them for so many kills."""
    lot = random.Random(seed)  # noqa: S311  no secret
    blows: dict[int, Blow] = {}
    steps = list(range(len(pace.steps)))
    lot.shuffle(steps)
    while kills > 0:
        number = steps.pop()
        rings = pace.rings[number]
        ring = lot.randrange(len(rings)) if rings else None
        lasts = pace.steps[number] if ring is None else rings[ring]
        again = lot.uniform(0, pace.start) if kills > 1 and lot.random() < TWICE_IN_A_ROW else None
        blows[number] = Blow(ring, lot.uniform(0, lasts), again, is_slow=lot.random() < SLOW)
        kills -= 1 if again is None else 2
    return blows


@dataclass(slots=True)
class Account:
    """What kills hit."""

    tally: Counter[str] = field(default_factory=Counter)
    at_risk: int = 0
    """How many messages and edits were on their way, in all: one a chat and kill is all that may be said once more."""
    most_copies: int = 0
    """The most messages to one chat that one kill left sent and not noted."""
    copies: set[MessageId] = field(default_factory=set)
    """All messages that were sent and not noted: the only ones that may be said once more."""

    def add(self, stage: RemoteStage, phones: Sequence[Phone]) -> None:
        """Look at what the process that was just killed has left."""
        tables = read_tables(stage)
        copies = unknown_messages(phones, tables) - self.copies
        self.copies |= copies
        self.most_copies = max([self.most_copies, *Counter(chat for chat, _ in copies).values()])
        self.at_risk += len({row["chat_id"] for row in tables["outbox"] if row["status"] == "claimed"})
        in_hand = _in_hand(stage, tables, copies)
        self.tally.update({KILLS: 1, IN_HAND: int(any(in_hand.values()))})
        self.tally.update({name: int(holds) for name, holds in in_hand.items()})


def _in_hand(stage: RemoteStage, tables: Tables, copies: set[MessageId]) -> Mapping[str, bool]:
    noted = {row["update_id"] for row in tables["inbox"]}
    is_noted = [update.update_id in noted for update in stage.telegram_bot.queue.pending()]
    now = stage.clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
    return {
        "- an update that was not committed": not all(is_noted),
        "- an update that was committed and not acknowledged": any(is_noted),
        "- a step of the clock that was not committed": any((day["due_at"] or "9") <= now for day in tables["day"]),
        "- a letter that was not settled": any(row["status"] in UNSETTLED for row in tables["outbox"]),
        "- a message that was sent and not noted": bool(copies),
    }


@dataclass(slots=True)
class Saboteur:
    """Lets blows fall on a stage's bot, and keeps account of what they hit and of how long things take."""

    stage: RemoteStage
    phones: Sequence[Phone]
    account: Account = field(default_factory=Account)
    start: float = 0.0
    steps: list[float] = field(default_factory=list)
    rings: list[list[float]] = field(default_factory=list)
    _blow: Blow | None = None
    """The one that has still to fall, or a part of it."""
    _is_second: bool = False
    """Whether the next process is to be killed as well."""
    _timer: asyncio.TimerHandle | None = None
    _fell: asyncio.Event = field(default_factory=asyncio.Event)
    _heard_at: dict[Moment, float] = field(default_factory=dict)

    async def begin(self) -> None:
        """Start the bot."""
        self.stage.notice = self._hear
        faults = self.stage.server.faults
        faults.on_call(Hang(is_done=True), when=lambda call: self._is_slow() and said(call))
        faults.on_call(Hang(), method="getUpdates", when=lambda _: self._is_slow())
        await self.stage.start_bot()
        self.start = monotonic() - self._heard_at[Moment.STARTS]

    async def see_through(self, step: Callable[[], Awaitable[object]], blow: Blow | None) -> None:
        """Take a step with a blow during it, and go on when all is quiet again."""
        began = monotonic()
        self.rings.append([])
        self._blow, self._is_second = blow, False
        if blow is not None and blow.ring is None:
            self._strike_after(blow.delay)
        await step()
        while self._blow is not None:
            async with asyncio.timeout(PATIENCE):
                await self._fell.wait()
            self._fell.clear()
            await self.stage.settle()
        self.steps.append(monotonic() - began)

    def _is_slow(self) -> bool:
        """Tell whether Telegram lets the bot wait now: only while a blow is certain to come."""
        return self._timer is not None and self._blow is not None and self._blow.is_slow

    def _hear(self, moment: Moment) -> None:
        """Strike when the stage has come to the place at which a blow was aimed."""
        self._heard_at[moment] = monotonic()
        blow = self._blow
        match moment:
            case Moment.STARTS if blow is not None and self._is_second:
                self._strike_after(blow.again or 0.0)
            case Moment.RINGS if blow is not None and not self._is_second and blow.ring == len(self.rings[-1]):
                self._strike_after(blow.delay)
            case Moment.QUIET:
                self._note_ring()
                if self._timer is not None:
                    self._strike()  # any later, and life's time would go on while nobody listens
            case Moment.DIED:
                self.account.add(self.stage, self.phones)
            case _:
                pass

    def _note_ring(self) -> None:
        began = self._heard_at.pop(Moment.RINGS, None)
        if began is not None:
            self.rings[-1].append(monotonic() - began)

    def _strike_after(self, delay: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(delay, self._strike)

    def _strike(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._is_second = self._blow is not None and self._blow.again is not None and not self._is_second
        if not self._is_second:
            self._blow = None
        if self.stage.process is not None:  # or the step failed, and all is over
            self.stage.process.kill()
        self._fell.set()
