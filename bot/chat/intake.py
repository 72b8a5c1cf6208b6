"""The bot's ear: reads updates by long polling, and acknowledges them only after what they did is committed.

Updates of one chat are dealt with in order, chats side by side.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot, Update
from telegram.error import Conflict as SecondPoller
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.chat.dealing import Dealer
from bot.chat.patience import Ear, Patience
from bot.chat.reading import asker_of, chat_of, is_number
from bot.chat.waiting import STORAGE_PAUSE, Backoff
from bot.clock import uptime
from bot.services.days import HEARD_AGAIN
from bot.services.ports import Clock, StorageTrouble, UnitOfWorkFactory

POLL_SECONDS = 30
POLL_PATIENCE = 10
BATCH = 100
STALE_AFTER = POLL_SECONDS + POLL_PATIENCE + 5.0
"""A poll is over by then, whatever became of it."""
CONFLICT_PAUSE = 5.0
DEAF_AFTER = timedelta(seconds=150)
"""Telegram forgets taps after this long."""
LAST_HEARD = "last_heard_at"
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER, Update.CHAT_MEMBER)

log = structlog.get_logger(__name__)


class Intake:
    """Reads updates by long polling."""

    def __init__(
        self,
        *,
        bot: Bot,
        dealer: Dealer,
        open_uow: UnitOfWorkFactory,
        clock: Clock,
        on_caught_up: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._bot = bot
        self._dealer = dealer
        self._open_uow = open_uow
        self._clock = clock
        self._on_caught_up = on_caught_up
        self._patience = patience or Patience()
        self._offset: int | None = None
        self._heard_at: float | None = None
        self._is_caught_up = asyncio.Event()
        self._is_working = False

    def is_quiet(self) -> bool:
        """Tell whether it listens and has nothing in hand."""
        return self._is_caught_up.is_set() and not self._is_working

    async def caught_up(self) -> None:
        """Return when everything that Telegram holds has been read: before that the clock must not act."""
        self._notice_staleness()
        await self._is_caught_up.wait()

    def has_caught_up(self) -> bool:
        """Tell whether everything that Telegram held has been read."""
        self._notice_staleness()
        return self._is_caught_up.is_set()

    def _notice_staleness(self) -> None:
        """After the machine slept, or with a poll that hangs, nobody knows what Telegram holds by now."""
        if self._heard_at is not None and uptime() - self._heard_at > STALE_AFTER:
            self._is_caught_up.clear()

    def alive_at(self) -> float | None:
        """Return when Telegram was last heard, in the machine's time; None before the first time."""
        return self._heard_at

    async def run(self) -> None:
        """Listen for ever. Raises `InvalidToken` when Telegram refuses the token; all other trouble is waited out."""
        backoff = Backoff()
        while True:
            try:
                await self._listen(await self._poll())
                backoff.reset()
            except InvalidToken as error:
                await self._bot.get_me()  # a stray answer on the way is no refusal: this one raises if it was none
                await self._pause(backoff.after(error), str(error))
            except SecondPoller as error:
                await self._pause(CONFLICT_PAUSE, f"another process uses this token ({error})")
                await self._take_webhook_away(str(error))
            except TelegramError as error:
                await self._pause(backoff.after(error), str(error))
            except StorageTrouble as error:
                await self._pause(STORAGE_PAUSE, f"storage: {error}")

    async def _take_webhook_away(self, why: str) -> None:
        """While a webhook is set, nothing can be polled; whoever set one, this bot polls."""
        if "webhook" not in why.lower():
            return
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("intake.webhook_stays", why=str(error))

    async def note_alive(self) -> None:
        """Keep in the database that the bot hears, for whoever starts after it or asks for its health."""
        async with self._open_uow() as uow:
            await uow.notes.put(LAST_HEARD, self._clock.now().isoformat())
            await uow.commit()

    async def _poll(self) -> Sequence[Mapping[str, Any]]:
        """Ask for updates; without waiting until all that Telegram held at the start is read."""
        seconds = POLL_SECONDS if self._is_caught_up.is_set() else 0
        wanted: dict[str, object] = {"timeout": seconds, "limit": BATCH, "allowed_updates": json.dumps(ALLOWED)}
        if self._offset is not None:
            wanted["offset"] = self._offset
        # `Bot.get_updates` would parse the whole batch, and fail with it when a single update can't be parsed
        url = f"{self._bot.base_url}/getUpdates?{urlencode(wanted)}"
        updates = await self._bot.request.post(url, read_timeout=seconds + POLL_PATIENCE)
        if not isinstance(updates, list):
            raise NetworkError("getUpdates answered something else than a list")
        return _with_id(updates)

    async def _listen(self, raw: Sequence[Mapping[str, Any]]) -> None:
        """Deal with a batch, then let the next poll acknowledge it. Less than a full batch: nothing more waits."""
        self._is_working = True
        try:
            by_chat: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
            for update in raw:
                if self._ear_for(update) is not Ear.IS_CLOSED:
                    by_chat[chat_of(update)].append(update)
            async with asyncio.TaskGroup() as group:
                chats = [group.create_task(self._in_order(updates)) for updates in by_chat.values()]
            for trouble in filter(None, (chat.result() for chat in chats)):
                raise trouble
            await self._note_silence()
            if raw:
                self._offset = max(int(update["update_id"]) for update in raw) + 1
            self._patience.settle(uptime())
            if len(raw) < BATCH and not self._is_caught_up.is_set():
                self._is_caught_up.set()
                self._on_caught_up()
        finally:
            self._is_working = False

    def _ear_for(self, raw: Mapping[str, Any]) -> Ear:
        """Tell what becomes of an update: who floods the bot is not read for a while, and holds nobody up."""
        is_late = not self._is_caught_up.is_set()
        return self._patience.weigh(raw["update_id"], asker_of(raw), uptime(), is_late=is_late)

    async def _pause(self, seconds: float, why: str) -> None:
        """Wait after trouble; until it is over, the clock must not act on what it has not heard."""
        log.warning("intake.pause", seconds=round(seconds, 1), why=why)
        self._is_caught_up.clear()
        await asyncio.sleep(seconds)

    async def _note_silence(self) -> None:
        """Keep in mind when taps may have been lost: Telegram forgets them after 150 seconds."""
        now, before = uptime(), self._heard_at
        if before is None:
            await self._note_silence_since_last_run()
        elif now - before > DEAF_AFTER.total_seconds():
            await self._note_heard_again()
        self._heard_at = now

    async def _note_silence_since_last_run(self) -> None:
        async with self._open_uow() as uow:
            last = await uow.notes.get(LAST_HEARD)
        if last is not None and self._clock.now() - datetime.fromisoformat(last) > DEAF_AFTER:
            await self._note_heard_again()
        await self.note_alive()

    async def _note_heard_again(self) -> None:
        async with self._open_uow() as uow:
            await uow.notes.put(HEARD_AGAIN, self._clock.now().isoformat())
            await uow.commit()

    async def _in_order(self, updates: Sequence[Mapping[str, Any]]) -> StorageTrouble | None:
        """Deal with one chat's updates; return the trouble that makes the whole batch worth another try."""
        try:
            for raw in updates:
                if self._ear_for(raw) is Ear.HEARS:
                    await self._dealer.deal_with(raw)
                else:
                    await self._dealer.turn_away(raw)
        except StorageTrouble as trouble:
            return trouble
        return None


def _with_id(updates: Sequence[object]) -> Sequence[Mapping[str, Any]]:
    """Leave out what has no id: nothing could acknowledge it, and nothing tell it from its repetition."""
    read = [raw for raw in updates if isinstance(raw, Mapping) and _is_id(raw.get("update_id"))]
    if len(read) < len(updates):
        log.error("intake.updates_without_id", count=len(updates) - len(read))
    return read


def _is_id(value: object) -> bool:
    """Tell whether this is the number of an update, and there can be one after it, which is what acknowledges it."""
    return isinstance(value, int) and is_number(value) and is_number(value + 1)
