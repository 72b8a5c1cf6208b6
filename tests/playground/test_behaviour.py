"""The stand-in, held row by row to playground/telegram/behaviour.md, over raw HTTP and through a real client."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import telegram
from telegram import InputFile
from telegram.request import HTTPXRequest

from playground.telegram import Flood
from tests.playground import (  # noqa: F401  they register what they know when they are imported
    limits,
    situations_asking,
    situations_chats,
    situations_texts,
    test_errors,
    test_flood,
    test_groups,
    test_html,
    test_people,
    test_taps,
    test_two_bots,
    test_updates,
    test_webhook_failures,
    test_webhooks,
)
from tests.playground.conftest import _TLS, Api, Clock
from tests.playground.facts import (
    LIMITS,
    NOT_MIMICKED,
    SITUATIONS,
    TOLD,
    Ask,
    Refusal,
    Scene,
    points,
    refusals,
    table,
    until_polled,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from playground.telegram import Bot, Person, TelegramServer

REFUSALS = refusals("Errors")
LEFT_OUT = refusals("Not mimicked")
ROWS = [pytest.param(name, refusal, id=name) for name, refusal in (REFUSALS | LEFT_OUT).items()]
# a client builds its paths itself, and wants objects of its own for an album
NOT_FOR_CLIENTS = {"an unknown path", "albums"}
CLASSES: dict[int, type[telegram.error.TelegramError]] = {
    400: telegram.error.BadRequest,
    401: telegram.error.InvalidToken,
    403: telegram.error.Forbidden,
    404: telegram.error.InvalidToken,
    409: telegram.error.Conflict,
    413: telegram.error.NetworkError,
    429: telegram.error.RetryAfter,
    501: telegram.error.NetworkError,
}


@pytest.fixture
def people(started: Person, ben: Person) -> tuple[Person, Person]:
    return started, ben


@pytest.fixture
def scene(people: tuple[Person, Person], server: TelegramServer, clock: Clock, api: Api, client: telegram.Bot) -> Scene:
    (ana, ben), (bot,) = people, server.world.bots.values()
    return Scene(server, clock, api, client, bot, ana, ben)


def test_every_row_and_every_point_has_its_test() -> None:
    assert set(SITUATIONS) == set(REFUSALS)
    assert set(NOT_MIMICKED) == set(LEFT_OUT)
    assert set(LIMITS) == set(table("Limits"))
    assert sorted(TOLD) == sorted(points())


async def _answer(scene: Scene, ask: Ask) -> httpx.Response:
    url = f"{scene.server.url}{ask.path or f'/bot{ask.token or scene.bot.token}/{ask.method}'}"
    if ask.uploads:
        files = {name: (f"{name}.bin", content) for name, content in ask.uploads.items()}
        return await scene.api.client.post(url, data=ask.params, files=files)
    return await scene.api.client.post(url, json=ask.params)


@pytest.mark.parametrize(("name", "refusal"), ROWS)
async def test_a_refusal_over_http(scene: Scene, name: str, refusal: Refusal) -> None:
    ask = await (SITUATIONS | NOT_MIMICKED)[name](scene)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(_answer(scene, ask))
        if ask.meanwhile is not None:
            await until_polled(scene.bot)
            await ask.meanwhile()
    response = asking.result()
    expected: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        expected["parameters"] = ask.parameters
    assert set(ask.parameters) == refusal.parameters
    assert (response.status_code, response.json()) == (refusal.code, expected)
    assert response.headers.get("Retry-After") == (
        str(ask.parameters["retry_after"]) if "retry_after" in ask.parameters else None
    )


@pytest.mark.parametrize(("name", "refusal"), [row for row in ROWS if row.id not in NOT_FOR_CLIENTS])
async def test_a_refusal_through_a_client(
    scene: Scene, name: str, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    ask = await (SITUATIONS | NOT_MIMICKED)[name](scene)
    uploads = {field: InputFile(content, filename=field) for field, content in ask.uploads.items()}
    async with _client(scene, ask.token) as client:
        with pytest.raises(telegram.error.TelegramError) as caught:
            await _asked(client, scene.bot, ask, ask.params | uploads)
    migrates = "migrate_to_chat_id" in refusal.parameters
    assert type(caught.value) is (telegram.error.ChatMigrated if migrates else CLASSES[refusal.code])
    if isinstance(caught.value, telegram.error.ChatMigrated):
        assert caught.value.new_chat_id == ask.parameters["migrate_to_chat_id"]
    elif isinstance(caught.value, telegram.error.RetryAfter):
        assert caught.value._retry_after.total_seconds() == ask.parameters["retry_after"]
    elif refusal.code in {400, 403, 409}:
        words = refusal.description.partition(": ")[2]
        assert words.lower() in caught.value.message.lower()


async def _asked(client: telegram.Bot, bot: Bot, ask: Ask, data: dict[str, Any]) -> None:
    if ask.meanwhile is None:
        await client._post(ask.method, data)
        return
    poll = asyncio.ensure_future(client._post(ask.method, data))
    await until_polled(bot)
    await ask.meanwhile()
    await poll


@asynccontextmanager
async def _client(scene: Scene, token: str | None) -> AsyncIterator[telegram.Bot]:
    if token is None:
        yield scene.client
        return
    request = HTTPXRequest(httpx_kwargs={"verify": _TLS})
    try:
        yield telegram.Bot(token, base_url=f"{scene.server.url}/bot", request=request)
    finally:
        await request.shutdown()


@pytest.mark.parametrize("name", LIMITS)
async def test_a_limit_is_kept_to_the_last_unit(scene: Scene, name: str) -> None:
    await LIMITS[name](scene)


def test_what_is_undecided_is_off(server: TelegramServer) -> None:
    assert server.flood is Flood.OFF
    assert not server.slows_equal_polls
