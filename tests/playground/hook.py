"""A bot's webhook as an HTTP server of its own, which notes what it is sent and answers as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from playground.telegram.pulse import Pulse

if TYPE_CHECKING:
    from playground.telegram import Bot, TelegramServer
    from tests.playground.conftest import Api, Clock, WoundMachine


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request of Telegram's."""

    target: str
    headers: dict[str, str]
    update: dict[str, Any]

    @property
    def text(self) -> str:
        """The text of its message."""
        return str(self.update["message"]["text"])


@dataclass(frozen=True, slots=True)
class Answer:
    """What the webhook answers; without a status it closes the connection."""

    status: int | None = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


URL = "https://bot.example.org:8443/hook?x=1"

Answering: TypeAlias = Callable[[Delivery], Awaitable[Answer]]


async def fine(_: Delivery) -> Answer:
    """Take everything."""
    return Answer()


async def fine_again(_: Delivery) -> Answer:
    """Take everything, with another of the good statuses."""
    return Answer(201)


class Hook:
    """The server; `answering` decides on each delivery."""

    def __init__(self) -> None:
        self.answering: Answering = fine
        self.deliveries: list[Delivery] = []
        self.under_way = 0
        self.most_under_way = 0
        self._arrived = Pulse()
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen, and return the address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def until(self, count: int) -> list[Delivery]:
        """Wait for so many deliveries in all."""
        async with asyncio.timeout(5):
            while len(self.deliveries) < count:
                await self._arrived.wait()
        return self.deliveries

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while delivery := await _read(reader):
                answer = await self._answer(delivery)
                if answer.status is None:
                    break
                lines = {"Content-Length": str(len(answer.body.encode())), **answer.headers}
                head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
                writer.write(f"HTTP/1.1 {answer.status} Told\r\n{head}\r\n{answer.body}".encode())
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _answer(self, delivery: Delivery) -> Answer:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.deliveries.append(delivery)
        self._arrived.beat()
        try:
            return await self.answering(delivery)
        finally:
            self.under_way -= 1


async def _read(reader: asyncio.StreamReader) -> Delivery | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers["content-length"]))
    return Delivery(head[0].split()[1], headers, json.loads(body))


@dataclass(frozen=True, slots=True)
class Line:
    """All there is between a bot's server and Telegram."""

    hook: Hook
    server: TelegramServer
    api: Api
    bot: Bot
    machine: WoundMachine
    clock: Clock
