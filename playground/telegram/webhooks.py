"""Delivery to webhooks: in order within each queue, beside each other between queues, and again until it works."""

from __future__ import annotations

import asyncio
import random
import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import httpx

from playground.telegram.queue import lifetime

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Iterable
    from datetime import datetime

    from playground.telegram.bots import Bot, Webhook
    from playground.telegram.machine import Machine
    from playground.telegram.queue import Waiting

Reply: TypeAlias = "Callable[[Bot, str, dict[str, Any]], Awaitable[None]]"

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
TIMEOUT_SECONDS = 60.0
MAX_RETRY_AFTER_SECONDS = 3600
LONGEST_PAUSES_SECONDS = (60.0, 120.0)
GONE_FOR = timedelta(hours=23)
NOT_FROM_REPLIES = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one try: the error, if any, and for how many seconds the other side wants to be left alone."""

    error: str = ""
    retry_after: int = 0
    is_gone: bool = False
    reply: dict[str, Any] = field(default_factory=dict)


class Webhooks:
    """The couriers of one server, one for each bot that has a webhook."""

    def __init__(self, now: Callable[[], datetime], machine: Machine) -> None:
        """Begin with no webhook; lifetimes go by `now`, pauses by the machine."""
        self.on_reply: Reply = _nobody
        self._now = now
        self._machine = machine
        self._routes: dict[str, str] = {}
        self._couriers: dict[Bot, asyncio.Task[None]] = {}
        self._ended: set[asyncio.Task[None]] = set()

    def route(self, host: str, address: str) -> None:
        """Take `address` (http on this machine) for what DNS and TLS would find behind `host`."""
        self._routes[host.lower()] = address.rstrip("/")

    def start(self, bot: Bot) -> None:
        """Begin to deliver to the webhook that the bot has now, and no longer to an earlier one."""
        self.end(bot)
        if bot.webhook is not None:
            courier = _Courier(bot, bot.webhook, self)
            self._couriers[bot] = asyncio.create_task(courier.run())  # noqa: TID251  kept here, and awaited in `stop`

    def end(self, bot: Bot) -> None:
        """Deliver no more; what was not taken stays in the queue."""
        courier = self._couriers.pop(bot, None)
        if courier is not None:
            courier.cancel()
            self._ended.add(courier)

    async def stop(self) -> None:
        """End all couriers and wait until they are gone; a fault of our own in one of them is raised."""
        for bot in list(self._couriers):
            self.end(bot)
        ended, self._ended = self._ended, set()
        for outcome in await asyncio.gather(*ended, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    def address(self, url: str) -> str | None:
        """Return where a webhook's host is on this machine; None when nothing is there."""
        return self._routes.get((urlsplit(url).hostname or "").lower())

    def now(self) -> datetime:
        """Return life's time."""
        return self._now()

    async def pause(self, seconds: float) -> None:
        """Wait so many seconds of the machine."""
        if seconds > 0:
            await self._machine.pause(seconds)


class _Courier:
    """Carries the updates of one bot to its webhook, until it is cancelled or the webhook is gone for good."""

    def __init__(self, bot: Bot, hook: Webhook, office: Webhooks) -> None:
        self._bot = bot
        self._hook = hook
        self._office = office
        self._busy: set[Hashable] = set()
        self._slots = asyncio.Semaphore(hook.max_connections)
        # nothing here speaks TLS, and reading the certificates would cost more than all the rest
        transport = httpx.AsyncHTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._http = httpx.AsyncClient(transport=transport, timeout=TIMEOUT_SECONDS)

    async def run(self) -> None:
        async with self._http, asyncio.TaskGroup() as group:
            while self._bot.webhook is self._hook:
                for key in self._waiting_queues():
                    self._busy.add(key)
                    group.create_task(self._carry(key))
                await self._bot.queue.grown.wait()

    def _waiting_queues(self) -> Iterable[Hashable]:
        """Return the queues that have something and nobody who carries it, the longest waiting first."""
        keys = [queue_key(waiting) for waiting in self._bot.queue.pending()]
        return [key for key in dict.fromkeys(keys) if key not in self._busy]

    def _first(self, key: Hashable) -> Waiting | None:
        return next((waiting for waiting in self._bot.queue.pending() if queue_key(waiting) == key), None)

    async def _carry(self, key: Hashable) -> None:
        """Deliver one queue, each update until it is taken or too old."""
        while self._bot.webhook is self._hook and (waiting := self._first(key)) is not None:
            if await self._is_taken(waiting):
                self._bot.queue.confirm_one(waiting.update_id)
        self._busy.discard(key)

    async def _is_taken(self, waiting: Waiting) -> bool:
        """Try until the webhook takes the update, or until its lifetime would be over before the next try."""
        delay, fails = 1.0, 0
        while self._bot.webhook is self._hook:
            async with self._slots:
                outcome = await self._post(waiting)
            self._note(outcome)
            if not outcome.error:
                await self._do(outcome.reply)
                return True
            pause = float(outcome.retry_after)
            if not outcome.retry_after and fails:
                pause = delay = min(delay * 2, random.uniform(*LONGEST_PAUSES_SECONDS))  # noqa: S311  no secret
            if self._office.now() + timedelta(seconds=pause) > waiting.at + lifetime(waiting.kind):
                return True
            fails += 1
            await self._office.pause(pause)
        return False

    async def _post(self, waiting: Waiting) -> _Outcome:
        parts = urlsplit(self._hook.url)
        address = self._office.address(self._hook.url)
        if address is None:
            return _Outcome("Connection refused")
        headers = {"Host": parts.netloc.rpartition("@")[2]}
        if self._hook.secret_token:
            headers[SECRET_HEADER] = self._hook.secret_token
        target = address + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            response = await self._http.post(target, json=waiting.to_json(), headers=headers)
        except httpx.TimeoutException:
            return _Outcome("Read timeout expired")
        except httpx.ConnectError:
            return _Outcome("Connection refused")
        except httpx.TransportError:
            return _Outcome("Connection closed")
        if response.is_success:
            return _Outcome(reply=_reply(response))
        return _Outcome(
            f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}",
            _retry_after(response),
            is_gone=response.status_code == HTTPStatus.GONE,
        )

    def _note(self, outcome: _Outcome) -> None:
        """Remember an error for getWebhookInfo; nothing but 410 for long enough, and the webhook is removed."""
        hook, now = self._hook, self._office.now()
        if outcome.error:
            hook.last_error_at, hook.last_error = now, outcome.error
        if not outcome.is_gone:
            hook.gone_since = None
        elif hook.gone_since is None:
            hook.gone_since = now
        elif now - hook.gone_since > GONE_FOR and self._bot.webhook is hook:
            self._bot.webhook = None
            self._bot.queue.grown.beat()

    async def _do(self, reply: dict[str, Any]) -> None:
        """Do the method a 2xx answer names; what comes of it nobody is told."""
        name = str(reply.pop("method", "")).lower()
        if name and name not in NOT_FROM_REPLIES and not name.startswith("get"):
            await self._office.on_reply(self._bot, name, reply)


def queue_key(waiting: Waiting) -> Hashable:
    """Return what an update is kept in order with: messages by chat, taps and other people's news by the user."""
    payload = waiting.payload
    if waiting.kind in {"callback_query", "inline_query", "chosen_inline_result", "chat_member"}:
        return waiting.kind, payload.get("from", {}).get("id")
    is_message = "message" in waiting.kind and waiting.kind not in {"message_reaction", "message_reaction_count"}
    return "message" if is_message else waiting.kind, payload.get("chat", {}).get("id")


def _reply(response: httpx.Response) -> dict[str, Any]:
    """Read the parameters in an answer's body, of either kind that a request may have."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(response.text))
    if kind != "application/json":
        return {}
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(response: httpx.Response) -> int:
    raw = response.headers.get("retry-after", "")
    return min(int(raw), MAX_RETRY_AFTER_SECONDS) if raw.isascii() and raw.isdigit() else 0


async def _nobody(_bot: Bot, _method: str, _params: dict[str, Any]) -> None:
    """Do nothing with a reply, until a server says who does."""
