"""Flood limits and slowed polls, by a machine's time that the test winds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from playground.telegram import Flood
from tests.playground.conftest import WoundMachine
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Api


@pytest.fixture
def machine() -> WoundMachine:
    return WoundMachine()


async def _refused_for(api: Api, params: dict[str, Any], method: str = "sendMessage") -> int:
    """Ask once; return for how many seconds it was refused, 0 when it was taken."""
    response = await api.client.post(f"{api.base}/{method}", json=params)
    if response.json()["ok"]:
        return 0
    seconds: int = response.json()["parameters"]["retry_after"]
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(seconds))
    return seconds


@tells("Flood limits: a chat")
async def test_a_chat_takes_a_burst_and_then_one_a_second(
    api: Api, server: TelegramServer, machine: WoundMachine, bot: Bot, started: Person
) -> None:
    server.flood = Flood.ENFORCED
    here = {"chat_id": started.id, "text": "hi"}
    assert [await _refused_for(api, here) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert len(started.chat(bot)) == 6  # with the START
    edit = {"chat_id": started.id, "message_id": started.last(bot).id, "text": "ho"}
    assert await _refused_for(api, edit, "editMessageText") == 1
    machine.advance(0.5)
    assert await _refused_for(api, here) == 1
    machine.advance(0.5)
    assert [await _refused_for(api, edit, "editMessageText"), await _refused_for(api, here)] == [0, 1]
    assert await _refused_for(api, {"chat_id": started.id, "action": "typing"}, "sendChatAction") == 0
    machine.advance(5)
    assert [await _refused_for(api, here) for _ in range(6)] == [0, 0, 0, 0, 0, 1]


@tells("Flood limits: a group")
async def test_a_group_takes_twenty_in_any_minute(
    api: Api, server: TelegramServer, machine: WoundMachine, bot: Bot, ana: Person
) -> None:
    server.flood = Flood.ENFORCED
    group = server.add_group("Us", [ana])
    group.add(bot, by=ana)
    here = {"chat_id": group.id, "text": "hi"}
    for _ in range(20):
        assert await _refused_for(api, here) == 0
        machine.advance(2)
    assert await _refused_for(api, here) == 20
    machine.advance(19)
    assert await _refused_for(api, here) == 1
    machine.advance(1)
    assert [await _refused_for(api, here), await _refused_for(api, here)] == [0, 2]


@tells("Flood limits: over all")
async def test_thirty_a_second_over_all_for_each_bot(
    api: Api, server: TelegramServer, machine: WoundMachine, bot: Bot
) -> None:
    server.flood = Flood.ENFORCED
    people = [server.add_person(f"P{number}") for number in range(31)]
    for person in people:
        person.open(bot)
    waits = [await _refused_for(api, {"chat_id": person.id, "text": "hi"}) for person in people]
    assert waits == [0] * 30 + [1]
    other = server.add_bot("777:AAAA", "other_bot", "Other")
    people[0].open(other)
    answer = await api.client.post(
        f"{server.url}/bot{other.token}/sendMessage", json={"chat_id": people[0].id, "text": "hi"}
    )
    assert answer.json()["ok"]
    machine.advance(1 / 30)
    assert await _refused_for(api, {"chat_id": people[-1].id, "text": "hi"}) == 0
    assert await _refused_for(api, {"chat_id": people[0].id, "text": "hi"}) == 1


@tells("Flood limits: counted")
async def test_what_is_only_counted_is_let_through_and_reported(
    api: Api, server: TelegramServer, machine: WoundMachine, started: Person
) -> None:
    server.flood = Flood.COUNTED
    assert not (await api.call("sendMessage", chat_id=99, text="what is refused anyway is not counted"))["ok"]
    for _ in range(7):
        assert await _refused_for(api, {"chat_id": started.id, "text": "hi"}) == 0
        machine.advance(0.1)
    report = [(flooded.method, flooded.chat_id, flooded.retry_after) for flooded in server.flood_report]
    assert report == [("sendMessage", started.id, 1), ("sendMessage", started.id, 2)]
    assert [round(flooded.at - 1_000, 3) for flooded in server.flood_report] == [0.5, 0.6]
    assert server.flood_report[0].limit.name == "one a second in a private chat, after a burst of 5"
    await api.ok("setWebhook", url="https://bot.example.org")
    await api.ok("setWebhook", url="https://other.example.org")
    await api.ok("deleteWebhook")
    assert server.flood_report[-1].method == "setWebhook"


@tells("Flood limits: off")
async def test_nothing_is_counted_until_it_is_asked_for(api: Api, server: TelegramServer, started: Person) -> None:
    for _ in range(10):
        assert await _refused_for(api, {"chat_id": started.id, "text": "hi"}) == 0
    assert server.flood_report == []
    server.flood = Flood.ENFORCED
    assert await _refused_for(api, {"chat_id": started.id, "text": "hi"}) == 0


@tells("Getting updates: equal polls")
async def test_a_hasty_poll_with_the_same_offset_is_slowed_down(
    api: Api, server: TelegramServer, machine: WoundMachine, bot: Bot, ana: Person
) -> None:
    server.slows_equal_polls = True
    assert await api.updates() == []
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.updates())
        await machine.until_paused(1)
        machine.advance(2.9)
        await asyncio.sleep(0.02)
        assert not poll.done()
        machine.advance(0.1)
    assert (poll.result(), machine.pauses) == ([], [3])
    assert await api.updates() == []  # three seconds after the one before began
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.updates())
        await machine.until_paused(2)
        machine.advance(1)
        for text in ("one", "two", "three"):
            ana.send(bot, text)
    assert poll.result()[0]["message"]["text"] == "one"  # something new ends the waiting
    assert [len(await api.updates()), len(await api.updates())] == [3, 1]
    machine.advance(0.5)
    assert len(await api.updates()) == 3
    first = bot.queue.pending()[0].update_id
    assert len(await api.updates(offset=first)) == 3  # another offset is no repetition
    machine.advance(3)
    assert await api.updates(offset=first + 3) == []
    machine.advance(3)
    assert await api.updates(offset=first + 3) == []


async def test_a_long_poll_keeps_its_own_longer_time(api: Api, server: TelegramServer, machine: WoundMachine) -> None:
    server.slows_equal_polls = True
    assert await api.updates() == []
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.updates(timeout=30))
        await machine.until_paused(1)
        machine.advance(30)
    assert (poll.result(), machine.pauses) == ([], [30])
