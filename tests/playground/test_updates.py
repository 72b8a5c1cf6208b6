"""Fetching updates: confirmation, limits, lifetimes, conflicts, webhooks."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from playground.telegram import Hang
from playground.telegram.faults import Faults
from playground.telegram.queue import UpdateQueue
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Api, Clock


def _texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


@tells("Getting updates: one by one")
async def test_ids_grow_by_one_and_stay_until_confirmed(api: Api, bot: Bot, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.send(bot, text)
    first = await api.updates()
    assert _texts(first) == ["one", "two", "three"]
    numbers = [update["update_id"] for update in first]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert await api.updates() == first
    assert await api.updates(offset=0) == first
    assert await api.updates(offset=numbers[0]) == first
    assert _texts(await api.updates(offset=numbers[1])) == ["two", "three"]
    assert _texts(await api.updates(offset=0)) == ["two", "three"]
    assert await api.updates(offset=numbers[2] + 1) == []


@tells("Getting updates: offset")
async def test_negative_offset_keeps_the_last(api: Api, bot: Bot, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.send(bot, text)
    assert _texts(await api.updates(offset=-2)) == ["two", "three"]
    assert _texts(await api.updates()) == ["two", "three"]
    assert _texts(await api.updates(offset=-9)) == ["two", "three"]


@tells("Getting updates: limit and timeout")
@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (0, 1), (-5, 1), ("rubbish", 100), (500, 100), (100, 100)])
async def test_limit(api: Api, bot: Bot, ana: Person, limit: object, expected: int) -> None:
    for number in range(105):
        ana.send(bot, str(number))
    assert len(await api.updates(limit=limit, timeout="soon")) == expected


@tells("Getting updates: allowed_updates")
async def test_allowed_updates_apply_when_an_update_is_created(api: Api, bot: Bot, ana: Person) -> None:
    sent = ana.send(bot, "before")
    before = await api.updates(allowed_updates=["edited_message"])
    assert _texts(before) == ["before"]
    ana.send(bot, "not wanted")
    ana.edit(sent, "changed")
    assert [list(update)[1] for update in await api.updates()] == ["message", "edited_message"]
    assert (await api.error("getUpdates", allowed_updates=["mesage"]))[0] == 400
    await api.updates(allowed_updates=[])
    ana.send(bot, "wanted again")
    assert len(await api.updates()) == 3


@tells("Getting updates: lifetimes")
async def test_lifetimes_go_by_the_injected_clock(
    api: Api, bot: Bot, ana: Person, clock: Clock, server: TelegramServer
) -> None:
    ana.open(bot)
    await api.ok("sendMessage", chat_id=ana.id, text="?", reply_markup=_keyboard())
    ana.tap(ana.last(bot), "Yes")
    assert len(await api.updates()) == 2
    clock.pass_(seconds=150)
    assert len(await api.updates()) == 2
    clock.pass_(seconds=1)
    assert len(await api.updates()) == 1
    clock.pass_(hours=24)
    assert await api.updates() == []
    assert server.is_quiet(bot)


def _keyboard() -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def test_a_client_that_hangs_up_is_no_poller_any_more(api: Api, server: TelegramServer) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await api.client.post(f"{api.base}/getUpdates", json={"timeout": 10}, timeout=0.05)
    await asyncio.sleep(0.02)
    assert await api.updates() == []
    assert [call.ok for call in server.calls] == [None, True]


async def test_stop_is_quick_while_a_poll_is_open(api: Api, server: TelegramServer) -> None:
    await api.ok("getMe")
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.call("getUpdates", timeout=50))
        await asyncio.sleep(0.03)
        begun = time.monotonic()
        await server.stop()
        assert time.monotonic() - begun < 0.4
    assert poll.result() == {"ok": True, "result": []}


async def test_stop_is_quick_while_a_call_hangs(api: Api, server: TelegramServer) -> None:
    server.faults.on_call(Hang())
    async with asyncio.TaskGroup() as group:
        call = group.create_task(_failing(api))
        await asyncio.sleep(0.03)
        begun = time.monotonic()
        await server.stop()
        assert time.monotonic() - begun < 0.5
    assert call.result()


async def _failing(api: Api) -> bool:
    try:
        response = await api.client.get(f"{api.base}/getMe")
    except httpx.TransportError:
        return True
    return response.status_code == 500


async def test_starts_again_on_a_port(server: TelegramServer, api: Api) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(RuntimeError):
        await server.start()
    await server.stop()
    await server.stop()
    await server.start(port=port)
    assert (await api.ok("getMe"))["username"] == "stay_on_the_line_bot"


async def test_wait_until_confirmed(api: Api, server: TelegramServer, bot: Bot, ana: Person) -> None:
    await server.wait_until_confirmed(bot)
    ana.send(bot, "hello")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(server.wait_until_confirmed(bot))
        (update,) = await api.updates()
        await asyncio.sleep(0.01)
        assert not waiting.done()
        assert await api.updates(offset=update["update_id"] + 1) == []
    assert server.is_quiet(bot)


@tells("Getting updates: one poller")
async def test_second_conflict_waits_until_the_server_stops(clock: Clock) -> None:
    queue = UpdateQueue(clock.now, 1, Faults())

    async def poll() -> str:
        try:
            return str(await queue.fetch(0, 100, 10))
        except Exception as error:
            return str(error)

    async with asyncio.TaskGroup() as group:
        polls = []
        for _ in range(3):
            polls.append(group.create_task(poll()))
            await asyncio.sleep(0.01)
        assert "409" in polls[0].result()
        assert not polls[1].done()
        queue.close()
    assert "409" in polls[1].result()
    assert polls[2].result() == "[]"


async def test_webhook_excludes_polling(api: Api, bot: Bot, ana: Person) -> None:
    ana.send(bot, "hello")
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.call("getUpdates", offset=-1, timeout=10))
        await asyncio.sleep(0.03)
        assert await api.ok("setWebhook", url="https://example.com:8443/x", allowed_updates=["message"])
    assert poll.result()["ok"]  # it had something to fetch
    assert (await api.call("getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    info = await api.ok("getWebhookInfo")
    assert {name: value for name, value in info.items() if not name.startswith("last_error")} == {
        "url": "https://example.com:8443/x",
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "max_connections": 40,
        "allowed_updates": ["message"],
    }
    assert await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []
    assert (await api.ok("getWebhookInfo"))["url"] == ""


async def test_an_empty_address_takes_the_webhook_away(api: Api) -> None:
    await api.ok("setWebhook", url="https://example.com/x")
    assert await api.ok("setWebhook", url="")
    assert await api.updates() == []
