"""Webhooks that fail: what is tried again, when, and for how long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from playground.telegram import webhooks
from tests.playground.conftest import WoundMachine
from tests.playground.facts import tells
from tests.playground.hook import URL, Answer, Delivery, Hook, Line, fine_again

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer


@pytest.fixture
def machine() -> WoundMachine:
    return WoundMachine()


@tells("Webhook: own chat only", "Webhook: repeats")
async def test_what_fails_holds_up_only_its_own_chat_and_comes_again(
    line: Line, bot: Bot, ana: Person, ben: Person
) -> None:
    hook, server, machine = line.hook, line.server, line.machine

    async def not_for_ana(delivery: Delivery) -> Answer:
        return Answer(500 if delivery.update["message"]["from"]["id"] == ana.id else 200)

    hook.answering = not_for_ana
    ana.send(bot, "one")
    ana.send(bot, "two")
    ben.send(bot, "hello")
    await machine.until_paused(1)
    await hook.until(3)
    assert sorted(delivery.text for delivery in hook.deliveries) == ["hello", "one", "one"]  # again at once, then later
    for count in range(2, 9):
        machine.advance(machine.pauses[-1])
        await machine.until_paused(count)
    assert machine.pauses[:5] == [2, 4, 8, 16, 32]
    assert all(60 <= pause <= 120 for pause in machine.pauses[6:])
    assert {delivery.text for delivery in hook.deliveries} == {"hello", "one"}
    hook.answering = fine_again
    machine.advance(120)
    await server.wait_until_confirmed(bot)
    assert [delivery.text for delivery in hook.deliveries][-2:] == ["one", "two"]


async def test_a_lifetime_that_is_over_ends_the_tries(line: Line, bot: Bot, ana: Person) -> None:
    hook, machine, clock = line.hook, line.machine, line.clock

    async def never(delivery: Delivery) -> Answer:
        return Answer(404 if delivery.text == "one" else 200)

    hook.answering = never
    ana.send(bot, "one")
    await machine.until_paused(1)
    clock.pass_(hours=23, minutes=59, seconds=57)
    ana.send(bot, "two")
    machine.advance(2)
    await line.server.wait_until_confirmed(bot)
    assert [delivery.text for delivery in hook.deliveries] == ["one", "one", "one", "two"]


@pytest.mark.parametrize(("is_hanging", "words"), [(True, "Read timeout expired"), (False, "Connection closed")])
async def test_silence_and_a_closed_connection_are_failures(
    line: Line, ana: Person, monkeypatch: pytest.MonkeyPatch, *, is_hanging: bool, words: str
) -> None:
    hook, machine = line.hook, line.machine
    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", 0.05)
    await line.api.ok("setWebhook", url=URL)

    async def no_answer(_: Delivery) -> Answer:
        if is_hanging:
            await asyncio.sleep(0.2)
        return Answer(None)

    hook.answering = no_answer
    ana.send(line.bot, "one")
    await machine.until_paused(1)
    assert (await line.api.ok("getWebhookInfo"))["last_error_message"] == words
    hook.answering = fine_again
    machine.advance(2)
    await hook.until(3)


@tells("Webhook: Retry-After")
async def test_retry_after_is_waited_for(
    hook: Hook, server: TelegramServer, machine: WoundMachine, bot: Bot, ana: Person
) -> None:
    wishes = iter(["7", "86400", "soon"])

    async def later(_: Delivery) -> Answer:
        return Answer(429, {"Retry-After": next(wishes, "0")})

    hook.answering = later
    ana.send(bot, "one")
    for count in (1, 2, 3):
        await machine.until_paused(count)
        machine.advance(machine.pauses[-1])
    assert machine.pauses[:3] == [7, 3600, 2]
    hook.answering = fine_again
    await server.wait_until_confirmed(bot)


@tells("Webhook: gone")
async def test_a_day_of_410_removes_the_webhook(line: Line, bot: Bot, ana: Person) -> None:
    hook, api, machine, clock = line.hook, line.api, line.machine, line.clock
    answers = iter([410, 503])

    async def gone(_: Delivery) -> Answer:
        return Answer(next(answers, 410), {"Retry-After": "1800"})

    hook.answering = gone
    ana.send(bot, "one")
    for count in range(1, 49):
        await machine.until_paused(count)
        clock.pass_(minutes=30)
        machine.advance(1800)
        if count == 46:
            ana.send(bot, "two")  # what is old enough for the removal is nearly too old itself
    await machine.until_paused(49)
    assert (await api.ok("getWebhookInfo"))["url"] == URL
    clock.pass_(minutes=30)
    machine.advance(1800)
    await hook.until(50)
    async with asyncio.timeout(5):
        while bot.webhook is not None:
            await bot.queue.grown.wait()
    assert (await api.ok("getWebhookInfo"))["url"] == ""
    assert [update["message"]["text"] for update in await api.updates()] == ["two"]


@tells("Webhook: last error")
async def test_the_last_error_is_told(line: Line, bot: Bot, ana: Person) -> None:
    hook, api, machine = line.hook, line.api, line.machine

    async def broken(_: Delivery) -> Answer:
        return Answer(502)

    hook.answering = broken
    ana.send(bot, "one")
    ana.send(bot, "two")
    await machine.until_paused(1)
    info = await api.ok("getWebhookInfo")
    assert info["pending_update_count"] == 2
    assert info["last_error_date"] == int(line.clock.now().timestamp())
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Told"
    await api.ok("setWebhook", url="https://nowhere.example.org/")
    await machine.until_paused(2)
    assert (await api.ok("getWebhookInfo"))["last_error_message"] == "Connection refused"
    await hook.stop()
    await api.ok("setWebhook", url=URL)
    await machine.until_paused(3)
    assert (await api.ok("getWebhookInfo"))["last_error_message"] == "Connection refused"
