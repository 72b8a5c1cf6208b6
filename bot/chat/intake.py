"""The bot's ear: reads updates, lets each do what it means in one transaction, and only then acknowledges it.

The id of an update is kept in the transaction of what it did, so that one seen twice does nothing. Updates of one
chat are dealt with in order, chats side by side. One that fails is tried a few times, then put aside with an apology,
so that it holds nobody up for ever; a database that can't be written is waited for instead.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot, Update
from telegram.error import Conflict as SecondPoller
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.chat.answering import Answer, Answers
from bot.chat.buttons import Malformed, read_payload
from bot.chat.handlers import BUTTONS, COMMANDS, day
from bot.chat.reading import Deed, Did, read_deed
from bot.chat.render import refusal_text
from bot.chat.turn import Turn
from bot.domain.errors import Facts, Reason, Refused
from bot.domain.kinds import Kind
from bot.services import joining
from bot.services.act import Act
from bot.services.days import HEARD_AGAIN
from bot.services.ports import Clock, StorageTrouble, UnitOfWork, UnitOfWorkFactory

POLL_SECONDS = 30
POLL_PATIENCE = 10
BATCH = 100
TRIES = 3
RETRY_PAUSE = 0.2
STORAGE_PAUSE = 1.0
LONGEST_BACKOFF = 30.0
CONFLICT_PAUSE = 5.0
DEAF_AFTER = timedelta(seconds=150)
"""Telegram forgets taps after this long."""
LAST_HEARD = "last_heard_at"
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

log = structlog.get_logger(__name__)


class Intake:
    """Reads updates by long polling."""

    def __init__(
        self,
        *,
        bot: Bot,
        open_uow: UnitOfWorkFactory,
        clock: Clock,
        answers: Answers,
        zone: str,
        new_token: Callable[[], str],
    ) -> None:
        self._bot = bot
        self._open_uow = open_uow
        self._clock = clock
        self._answers = answers
        self._zone = zone
        self._new_token = new_token
        self._offset: int | None = None
        self._heard_at: float | None = None
        self._is_caught_up = asyncio.Event()
        self._is_working = False

    def is_quiet(self) -> bool:
        """Tell whether it listens and has nothing in hand."""
        return self._is_caught_up.is_set() and not self._is_working

    async def caught_up(self) -> None:
        """Return when everything that Telegram holds has been read: before that the clock must not act."""
        await self._is_caught_up.wait()

    async def run(self) -> None:
        """Listen for ever. Raises `InvalidToken` when Telegram refuses the token; all other trouble is waited out."""
        backoff = 1.0
        while True:
            try:
                raw = await self._poll()
                await self._listen(raw)
                backoff = 1.0
            except InvalidToken:
                raise
            except RetryAfter as error:
                wait = error.retry_after
                seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
                await self._pause(seconds, "told to wait")
            except SecondPoller:
                await self._pause(CONFLICT_PAUSE, "another process polls with this token")
            except (NetworkError, TelegramError) as error:
                await self._pause(backoff, str(error))
                backoff = min(backoff * 1.5, LONGEST_BACKOFF)
            except StorageTrouble as error:
                await self._pause(STORAGE_PAUSE, f"storage: {error}")

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
        return updates

    async def _listen(self, raw: Sequence[Mapping[str, Any]]) -> None:
        """Deal with a batch, then let the next poll acknowledge it."""
        self._is_working = True
        try:
            await self._note_silence()
            by_chat: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
            for update in raw:
                by_chat[_chat_of(update)].append(update)
            async with asyncio.TaskGroup() as group:
                chats = [group.create_task(self._in_order(updates)) for updates in by_chat.values()]
            for trouble in filter(None, (chat.result() for chat in chats)):
                raise trouble
            if raw:
                self._offset = max(int(update["update_id"]) for update in raw) + 1
            elif not self._is_caught_up.is_set():
                self._is_caught_up.set()
        finally:
            self._is_working = False

    async def _pause(self, seconds: float, why: str) -> None:
        """Wait after trouble; until it is over, the clock must not act on what it has not heard."""
        log.warning("intake.pause", seconds=round(seconds, 1), why=why)
        self._is_caught_up.clear()
        await asyncio.sleep(seconds)

    async def _note_silence(self) -> None:
        """Keep in mind when taps may have been lost: Telegram forgets them after 150 seconds."""
        now, before = monotonic(), self._heard_at
        self._heard_at = now
        if before is None:
            await self._note_silence_since_last_run()
        elif now - before > DEAF_AFTER.total_seconds():
            await self._note_heard_again()

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
                await self._see_through(raw)
        except StorageTrouble as trouble:
            return trouble
        return None

    async def _see_through(self, raw: Mapping[str, Any]) -> None:
        """Deal with one update, whatever it takes."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = await self._handle(raw)
            except StorageTrouble:
                raise
            except Exception:
                log.exception("intake.update_failed", update=raw.get("update_id"), attempt=attempt)
                await asyncio.sleep(RETRY_PAUSE)
            else:
                self._answers.give(answer)
                return
        await self._put_aside(raw)

    async def _handle(self, raw: Mapping[str, Any]) -> Answer | None:
        """Let one update do what it means. A refusal takes everything back but the update's id and the reason."""
        update = Update.de_json(dict(raw), self._bot)
        deed = read_deed(update)
        now = self._clock.now()
        try:
            async with self._open_uow() as uow:
                if await uow.inbox.note(update.update_id, now) and deed is not None:
                    await self._do(uow, update.update_id, deed, now)
                await uow.commit()
        except (Refused, Malformed) as error:
            refusal = error if isinstance(error, Refused) else Refused(Reason.NO_LONGER_APPLIES)
            return await self._refuse(update.update_id, deed, refusal, now)
        return None if update.callback_query is None else Answer(update.callback_query.id)

    async def _do(self, uow: UnitOfWork, update_id: int, deed: Deed, now: datetime) -> None:
        member = await joining.meet(uow, deed.profile, zone=self._zone, now=now)
        if deed.did is Did.BLOCKED:
            await joining.lose(uow, member, now)
            return
        member = await joining.find_again(uow, member)
        at = now if deed.at is None else min(deed.at, now)
        is_tap = deed.did is Did.TAPPED
        act = Act(uow, update_id, member, now, at, deed.message, is_tap)
        payload = read_payload(deed.text) if is_tap else None
        await self._dispatch(Turn(act, deed.text, payload, deed.reply_to, self._new_token), deed)

    async def _dispatch(self, turn: Turn, deed: Deed) -> None:
        match deed.did:
            case Did.TAPPED:
                await BUTTONS[turn.tapped.action](turn)
            case Did.COMMANDED:
                handler = COMMANDS.get(deed.command)
                if handler is None:
                    raise Refused(Reason.UNKNOWN_COMMAND)
                await handler(turn)
                await turn.act.uow.questions.clear(turn.act.member.id)
            case Did.TYPED:
                await day.hear_text(turn)
            case Did.EDITED:
                await day.hear_edit(turn)
            case Did.SENT_OTHER:
                raise Refused(Reason.NOT_TEXT)
            case Did.BLOCKED | Did.UNBLOCKED:
                pass

    async def _refuse(self, update_id: int, deed: Deed | None, refusal: Refused, now: datetime) -> Answer | None:
        """Tell the person why: a tap is answered where it was tapped, a text with a message."""
        if deed is None:
            return None
        async with self._open_uow() as uow:
            await uow.inbox.note(update_id, now)
            member = await joining.meet(uow, deed.profile, zone=self._zone, now=now)
            member = await joining.find_again(uow, member)
            if deed.did is Did.COMMANDED:
                await uow.questions.clear(member.id)
            if deed.callback_id is None:
                act = Act(uow, update_id, member, now, now, None, is_tap=False)
                facts: Facts = {**refusal.facts, "reason": refusal.reason.value}
                await act.answer(Kind.REFUSAL, facts)
            await uow.commit()
        if deed.callback_id is None:
            return None
        return Answer(deed.callback_id, refusal_text(deed.profile.language, refusal.reason, refusal.facts))

    async def _put_aside(self, raw: Mapping[str, Any]) -> None:
        """Note an update that can't be dealt with, and say sorry to whoever sent it."""
        update_id, now = int(raw["update_id"]), self._clock.now()
        sender = _sender_of(raw)
        async with self._open_uow() as uow:
            if not await uow.inbox.note(update_id, now, "failed"):
                return
            member = None if sender is None else await uow.members.by_account(sender)
            if member is not None:
                await Act(uow, update_id, member, now, now, None, is_tap=False).answer(Kind.APOLOGY)
            await uow.commit()


def _chat_of(raw: Mapping[str, Any]) -> object:
    """Return what keeps updates in order: the chat, or the person where there is none."""
    for content in raw.values():
        if isinstance(content, Mapping):
            chat = content.get("chat") or (content.get("message") or {}).get("chat") or content.get("from")
            if isinstance(chat, Mapping):
                return chat.get("id")
    return None


def _sender_of(raw: Mapping[str, Any]) -> int | None:
    """Return who is behind an update that could not be read otherwise, in their private chat."""
    for content in raw.values():
        if isinstance(content, Mapping) and isinstance(content.get("from"), Mapping):
            sender = content["from"].get("id")
            return sender if isinstance(sender, int) and _chat_of(raw) == sender else None
    return None
