"""The bot's voice: takes letters from the outbox, the most urgent first, and sees each one through.

One dispatcher chooses, a few senders send. Within a chat one message is on its way at a time and the order is kept,
except that replies overtake. A letter is claimed right before it is sent and settled right after: what is in flight
when the process dies is all that can be said twice.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from telegram import Bot

from bot.chat.limits import Limits
from bot.chat.sending import Blocked, Gone, Later, Moved, Outcome, Rejected, Sent, Unknown, send
from bot.chat.waiting import STORAGE_PAUSE
from bot.clock import uptime
from bot.services import delivering
from bot.services.delivering import Parcel
from bot.services.letters import Letter, Status
from bot.services.ports import Clock, StorageTrouble, UnitOfWork, UnitOfWorkFactory, Vault
from bot.services.posting import note_message_gone

PAGE = 50
UNKNOWN_PAUSE = 5.0
FAREWELL = 3.0
"""How long what is in flight may take when the bot stops."""
TRIES_WITHOUT_ANSWER = 2
LOOK_AGAIN = 30.0
"""So often, in seconds, it is seen that the voice works, even if nobody has anything to say."""

T = TypeVar("T")

_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\w)'[^']*'")
"""Where Telegram finds fault with a text or a link, it quotes it."""

log = structlog.get_logger(__name__)


def without_quotes(why: str) -> str:
    """Return what Telegram says, without the words of the letter that it quotes."""
    return _QUOTED.sub('"…"', why)


class Delivery:
    """Sends what is in the outbox."""

    def __init__(
        self,
        *,
        bot: Bot,
        open_uow: UnitOfWorkFactory,
        open_reader: UnitOfWorkFactory,
        clock: Clock,
        limits: Limits,
        slots: int,
        may_speak: Callable[[], bool],
        vault: Vault | None = None,
    ) -> None:
        self._bot = bot
        self._open_uow = open_uow
        self._open_reader = open_reader
        self._clock = clock
        self._limits = limits
        self._vault = vault
        self._may_speak = may_speak
        """What is not a reply waits until everything was heard: it may not be true any more."""
        self._slots = asyncio.Semaphore(slots)
        self._replies: list[Letter] = []
        self._page: list[Letter] = []
        self._is_page_stale = True
        """Somebody put more urgent letters into the outbox, perhaps."""
        self._may_have_more = False
        """A chat whose first letter was sent may have a second."""
        self._busy: set[int] = set()
        self._wake = asyncio.Event()
        self._senders: set[asyncio.Task[None]] = set()
        self._is_looking = True
        self._alive_at: float | None = None

    def wake(self) -> None:
        """Look again whether something may be said now."""
        self._wake.set()

    def hand_over(self, replies: Sequence[Letter], *, has_waiting: bool) -> None:
        """Take letters that were born claimed, and look at the outbox anew if others wait there."""
        self._replies.extend(replies)
        self._is_page_stale = self._is_page_stale or has_waiting
        if replies or has_waiting:
            self._wake.set()

    def is_quiet(self) -> bool:
        """Tell whether nothing waits that could be sent now, and nothing is on its way."""
        is_idle = not (self._is_looking or self._is_page_stale or self._may_have_more)
        return is_idle and not (self._replies or self._page or self._busy)

    def alive_at(self) -> float | None:
        """Return when the outbox was last seen through, in the machine's time; None before the first time."""
        return self._alive_at

    async def run(self) -> None:
        """Send for ever; on cancellation, give what is in flight a moment to arrive."""
        try:
            while True:
                await self._turn()
        finally:
            await self._say_farewell()

    async def take_back_claims(self) -> None:
        """Before anything is claimed anew: let wait again what an earlier process had claimed and never settled."""
        await self._patiently(self._take_back_claims)

    async def _take_back_claims(self) -> None:
        async with self._open_uow() as uow:
            await uow.outbox.take_back_claims()
            await uow.commit()

    async def _turn(self) -> None:
        """Send the most urgent letter that may leave, or wait until there can be one."""
        self._is_looking = True
        self._wake.clear()
        await self._slots.acquire()
        letter: Letter | None = None
        try:
            letter = await self._choose()
            self._alive_at = uptime()
        except StorageTrouble:
            log.warning("delivery.storage_trouble")
            await asyncio.sleep(STORAGE_PAUSE)
            return
        finally:
            if letter is None:
                self._slots.release()
        if letter is None:
            await self._wait()
            return
        self._busy.add(letter.chat_id)
        self._limits.take(letter.chat_id, monotonic())
        sender = asyncio.create_task(self._see_through(letter))  # noqa: TID251  kept in _senders, awaited on stop
        self._senders.add(sender)
        sender.add_done_callback(self._senders.discard)

    async def _choose(self) -> Letter | None:
        """Return the most urgent letter that may leave. A reply may come in while the outbox is read: it goes first."""
        if (letter := self._first_of(self._replies)) is not None or not self._may_speak():
            return letter
        if self._limits.line_ready_at() > monotonic():
            return None  # to read the outbox for nothing takes time from those who wait
        if self._is_page_stale or not self._page:
            await self._turn_page()
        if (letter := self._first_of(self._replies) or self._first_of(self._page)) is not None:
            return letter
        if not self._may_have_more:
            return None
        await self._turn_page()
        return self._first_of(self._replies) or self._first_of(self._page)

    async def _turn_page(self) -> None:
        """Read the first letters of the outbox again; what is read there has to be sent, so the flags fall last."""
        self._is_page_stale = self._may_have_more = False
        try:
            async with self._open_reader() as uow:
                self._page = list(await uow.outbox.heads(PAGE + len(self._busy)))
        except BaseException:
            self._is_page_stale = True
            raise

    def _first_of(self, waiting: list[Letter]) -> Letter | None:
        """Take the first that may leave now out of `waiting`."""
        now = monotonic()
        for letter in waiting:
            if self._may_leave(letter, now):
                waiting.remove(letter)
                return letter
        return None

    def _may_leave(self, letter: Letter, now: float) -> bool:
        return letter.chat_id not in self._busy and self._ready_at(letter) <= now

    def _ready_at(self, letter: Letter) -> float:
        return self._limits.ready_at(letter.chat_id, is_reply=letter.status is Status.CLAIMED)

    async def _wait(self) -> None:
        """Sleep until something changes, or until a limit that holds something back gives way."""
        waiting = (*self._replies, *self._page) if self._may_speak() else self._replies
        free = [letter for letter in waiting if letter.chat_id not in self._busy]
        moments = [self._ready_at(letter) for letter in free]
        if self._may_speak() and (self._is_page_stale or self._may_have_more):
            moments.append(self._limits.line_ready_at())
        soonest = min(moments, default=None)
        delay = LOOK_AGAIN if soonest is None else min(max(soonest - monotonic(), 0.001), LOOK_AGAIN)
        self._is_looking = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._wake.wait()

    async def _see_through(self, letter: Letter) -> None:
        """Claim, send, settle. The database decides what is true; trouble with it is waited out, not guessed at."""
        try:
            parcel = await self._patiently(partial(self._claim, letter))
            if parcel is None:
                self._limits.give_back(letter.chat_id)
                return
            outcome = await send(self._bot, parcel, self._vault)
            await self._patiently(partial(self._settle, parcel, outcome))
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("delivery.letter_failed", letter=letter.id, kind=letter.kind)
            await self._patiently(partial(self._note, letter, Status.REJECTED))
        finally:
            self._busy.discard(letter.chat_id)
            self._may_have_more = True
            self._slots.release()
            self._wake.set()

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await work()
            except StorageTrouble:
                log.warning("delivery.storage_trouble")
                await asyncio.sleep(STORAGE_PAUSE)

    async def _claim(self, letter: Letter) -> Parcel | None:
        """Claim a letter from the outbox; a reply was born claimed, so that it only has to be read."""
        now = self._clock.now()
        if letter.status is not Status.CLAIMED:
            async with self._open_uow() as uow:
                parcel = await delivering.claim(uow, letter.id, now, self._vault)
                await uow.commit()
            return parcel
        async with self._open_reader() as uow:
            weighed = await delivering.weigh(uow, letter, now, self._vault)
        if isinstance(weighed, Parcel):
            return weighed
        await self._patiently(partial(self._note, letter, weighed))
        return None

    async def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        letter = parcel.letter
        async with self._open_uow() as uow:
            match outcome:
                case Sent(message_id):
                    await delivering.note_sent(uow, letter, message_id, self._clock.now())
                case Later():
                    await self._give_back(uow, letter)
                case Unknown() if letter.attempts + 1 < TRIES_WITHOUT_ANSWER:
                    await self._give_back(uow, replace(letter, attempts=letter.attempts + 1))
                case Unknown():
                    await delivering.note_uncertain(uow, letter, self._clock.now())
                case Blocked():
                    await delivering.note_blocked(uow, letter, self._clock.now())
                case Moved(chat_id):
                    await delivering.note_moved(uow, letter, chat_id)
                case Gone() if letter.is_in_group and letter.edits_key is None:
                    await note_message_gone(uow, letter)
                case Gone():
                    await uow.outbox.settle(letter.id, Status.DROPPED)
                case Rejected(why):
                    await self._note_rejected(uow, parcel, why)
            await uow.commit()
        self._hold_back(letter, outcome)

    async def _note_rejected(self, uow: UnitOfWork, parcel: Parcel, why: str) -> None:
        """Note, loudly, what we can't explain. In a group it may be the group's fault: then it is said in private."""
        letter = parcel.letter
        log.error("delivery.rejected", letter=letter.id, kind=letter.kind, why=without_quotes(why))
        if not letter.is_in_group:
            await uow.outbox.settle(letter.id, Status.REJECTED)
        elif parcel.edits_message is None:
            await delivering.note_blocked(uow, letter, self._clock.now())
        else:
            await note_message_gone(uow, letter)

    def _hold_back(self, letter: Letter, outcome: Outcome) -> None:
        """Let a chat wait that can't be written to now, and keep a reply for the next try."""
        now = monotonic()
        match outcome:
            case Later(seconds, was_told=True):
                self._limits.pause(letter.chat_id, now + seconds, now)
            case Later(seconds):
                self._limits.hold_back(letter.chat_id, now + seconds)
            case Unknown():
                self._limits.hold_back(letter.chat_id, now + UNKNOWN_PAUSE)
                letter = replace(letter, attempts=letter.attempts + 1)
            case _:
                return
        if letter.status is Status.CLAIMED and letter.attempts < TRIES_WITHOUT_ANSWER:
            self._replies.insert(0, letter)  # before all that was answered after it

    async def _give_back(self, uow: UnitOfWork, letter: Letter) -> None:
        """Let a letter wait again; a reply stays claimed, and in memory."""
        if letter.status is not Status.CLAIMED:
            await uow.outbox.give_back(letter.id, attempts=letter.attempts)

    async def _note(self, letter: Letter, status: Status) -> None:
        async with self._open_uow() as uow:
            await delivering.note_weighed(uow, letter, status)
            await uow.commit()

    async def _say_farewell(self) -> None:
        """Let what is in flight arrive; what does not is repeated after the next start, once."""
        if self._senders:
            _, late = await asyncio.wait(self._senders, timeout=FAREWELL)
            for sender in late:
                sender.cancel()
            await asyncio.gather(*late, return_exceptions=True)
