from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
import telegram
from telegram.request import HTTPXRequest

from playground.telegram import Bot, Machine, Person, RealMachine, TelegramServer, schema
from playground.telegram.pulse import Pulse
from playground.telegram.schema import Field, load_schema
from playground.telegram.validate import _Check
from tests.playground.hook import URL, Hook, Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# made once: reading the certificates costs more than a whole test
_RETURNS = {
    name: tuple(spec["returns"])
    for name, spec in json.loads(Path(schema.__file__).with_name("schema.json").read_text())["methods"].items()
}
_TLS = ssl.create_default_context()
TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


def check_answer(method: str, answer: object) -> None:
    """Hold an answer against the schema: no unknown field, none missing, none of a wrong type."""
    (kind, *_) = ("Boolean",) if answer is True else _RETURNS[method]
    spec = Field(method, (kind,), True, None, None, None, (), None, False)
    _Check(load_schema(), method, {}).value(method, spec, answer)


@dataclass
class Clock:
    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 8, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class WoundMachine:
    """The machine's time, wound by the test; `pauses` tells how long each wait wanted to be."""

    moment: float = 1_000.0
    pauses: list[float] = field(default_factory=list)
    _waiting: dict[asyncio.Future[None], float] = field(default_factory=dict)
    _begun: Pulse = field(default_factory=Pulse)

    def monotonic(self) -> float:
        return self.moment

    async def pause(self, seconds: float) -> None:
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[over] = self.moment + seconds
        self.pauses.append(seconds)
        self._begun.beat()
        try:
            await over
        finally:
            self._waiting.pop(over, None)

    async def until_paused(self, times: int) -> None:
        """Wait until somebody has begun to pause so many times in all."""
        async with asyncio.timeout(5):
            while len(self.pauses) < times:
                await self._begun.wait()

    def advance(self, seconds: float) -> None:
        """Let time pass; whose pause is over goes on."""
        self.moment += seconds
        for over, at in list(self._waiting.items()):
            if at <= self.moment and not over.done():
                over.set_result(None)


@dataclass
class Api:
    """Raw calls, so that a test sees the very answer."""

    client: httpx.AsyncClient
    base: str

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        response = await self.client.post(f"{self.base}/{method}", json=params)
        body: dict[str, Any] = response.json()
        assert response.status_code == (200 if body["ok"] else body["error_code"])
        return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def error(self, method: str, **params: Any) -> tuple[int, str]:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.ok("getUpdates", **params)
        return found

    async def drain(self) -> list[dict[str, Any]]:
        """Fetch and confirm all that waits."""
        found = await self.updates()
        if found:
            assert await self.updates(offset=found[-1]["update_id"] + 1) == []
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def machine() -> Machine:
    """The machine's time; a file whose tests wind it brings another."""
    return RealMachine()


@pytest_asyncio.fixture
async def server(clock: Clock, machine: Machine) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(now=clock.now, machine=machine)
    await server.start()
    yield server
    await server.stop()
    for call in server.calls:
        if call.ok:
            check_answer(call.method, call.answer)


@pytest.fixture
def bot(server: TelegramServer) -> Bot:
    return server.add_bot(TOKEN, "stay_on_the_line_bot", "Stay on the Line")


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    return server.add_person("Ana")


@pytest.fixture
def started(bot: Bot, ana: Person) -> Person:
    """Ana, who has pressed START."""
    ana.open(bot)
    return ana


@pytest.fixture
def ben(server: TelegramServer) -> Person:
    return server.add_person("Ben", "Berg", "benberg", "de")


@pytest_asyncio.fixture
async def api(server: TelegramServer, bot: Bot) -> AsyncIterator[Api]:
    async with httpx.AsyncClient(verify=_TLS) as client:
        yield Api(client, f"{server.url}/bot{bot.token}")


@pytest_asyncio.fixture
async def client(server: TelegramServer, bot: Bot) -> AsyncIterator[telegram.Bot]:
    ptb = telegram.Bot(
        bot.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=HTTPXRequest(httpx_kwargs={"verify": _TLS}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": _TLS}),
    )
    async with ptb:
        yield ptb


@pytest_asyncio.fixture
async def hook(server: TelegramServer, api: Api) -> AsyncIterator[Hook]:
    hook = Hook()
    server.route_webhook("bot.example.org", await hook.start())
    await api.ok("setWebhook", url=URL, secret_token="a-secret_1")
    yield hook
    await server.stop()
    await hook.stop()


@pytest.fixture
def line(hook: Hook, server: TelegramServer, api: Api, machine: WoundMachine, clock: Clock) -> Line:
    (bot,) = server.world.bots.values()
    return Line(hook, server, api, bot, machine, clock)
