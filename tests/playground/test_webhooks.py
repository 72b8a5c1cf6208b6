"""Delivery to webhooks, with pauses that the test winds."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
import telegram

from playground.telegram import Twice
from tests.playground.conftest import WoundMachine
from tests.playground.facts import tells
from tests.playground.hook import URL, Answer, Delivery, Hook, Line, fine_again

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Api

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
def machine() -> WoundMachine:
    return WoundMachine()


@tells("Webhook: secret")
async def test_an_update_comes_as_json_with_the_secret(
    hook: Hook, server: TelegramServer, bot: Bot, ana: Person, client: telegram.Bot
) -> None:
    ana.open(bot, "x1")
    (delivery,) = await hook.until(1)
    assert delivery.target == "/hook?x=1"
    assert delivery.headers["host"] == "bot.example.org:8443"
    assert delivery.headers["content-type"] == "application/json"
    assert delivery.headers["x-telegram-bot-api-secret-token"] == "a-secret_1"
    update = telegram.Update.de_json(delivery.update, client)
    assert update.message is not None
    assert update.message.text == "/start x1"
    await server.wait_until_confirmed(bot)


@tells("Webhook: https")
async def test_where_a_webhook_may_be(api: Api, server: TelegramServer) -> None:
    for port in ("", ":443", ":80", ":88", ":8443"):
        assert await api.ok("setWebhook", url=f"https://bot.example.org{port}/")
    for host in ("127.0.0.1", "192.168.1.1"):
        code, words = await api.error("setWebhook", url=f"https://{host}/")
        assert (code, words) == (400, f"Bad Request: bad webhook: IP address {host} is reserved")


@tells("Webhook: connections")
async def test_no_more_connections_than_wished(hook: Hook, api: Api, server: TelegramServer, bot: Bot) -> None:
    go = asyncio.Event()

    async def slow(_: Delivery) -> Answer:
        await go.wait()
        return Answer()

    hook.answering = slow
    await api.ok("setWebhook", url=URL, max_connections=2)
    for number in range(5):
        server.add_person(f"P{number}").send(bot, "hello")
    await hook.until(2)
    await asyncio.sleep(0.02)
    assert hook.under_way == 2
    go.set()
    await hook.until(5)
    await server.wait_until_confirmed(bot)
    assert hook.most_under_way == 2


@tells("Webhook: order")
async def test_a_chat_and_a_persons_taps_are_strictly_in_order(
    hook: Hook, api: Api, server: TelegramServer, bot: Bot, ana: Person
) -> None:
    seen: list[str] = []

    async def slowest_first(delivery: Delivery) -> Answer:
        query = delivery.update.get("callback_query")
        key, name = ("tap", query["data"]) if query else ("text", delivery.text)
        seen.append(f"{key} {name} begins")
        await asyncio.sleep(0.02 / len(seen))
        seen.append(f"{key} {name} ends")
        return Answer()

    hook.answering = slowest_first
    ana.open(bot)
    await server.wait_until_confirmed(bot)
    await api.ok("sendMessage", chat_id=ana.id, text="Done?", reply_markup=YES)
    sent = ana.last(bot)
    seen.clear()
    for name in "abc":
        ana.send(bot, name)
        ana.tap_raw(sent, name)
    await server.wait_until_confirmed(bot)
    for key in ("text", "tap"):
        own = [line.removeprefix(f"{key} ") for line in seen if line.startswith(key)]
        assert own == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]


@tells("Webhook: reply")
async def test_an_answer_may_name_a_method(hook: Hook, api: Api, server: TelegramServer, bot: Bot, ana: Person) -> None:
    async def reply(delivery: Delivery) -> Answer:
        match delivery.text:
            case "json":
                body = {"method": "SENDMESSAGE", "chat_id": ana.id, "text": "<b>one</b>", "parse_mode": "HTML"}
                return Answer(200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(body))
            case "form":
                form = {"Content-Type": "application/x-www-form-urlencoded"}
                return Answer(204 + 2, form, f"method=sendMessage&chat_id={ana.id}&text=two+%26+three")
            case text if text.startswith("{"):
                return Answer(200, {"Content-Type": "application/json"}, text)
            case text:
                return Answer(200, {"Content-Type": "text/plain"}, text)

    hook.answering = reply
    for text in ("json", "form", "plain", '{"ok": true}', '{"method": "nothing"}', "{"):
        ana.send(bot, text)
    for name in ("getMe", "setWebhook", "deleteWebhook", "close", "logOut"):
        ana.send(bot, json.dumps({"method": name, "url": ""}))
    ana.send(bot, json.dumps({"method": "sendMessage", "chat_id": 99, "text": "x"}))
    await server.wait_until_confirmed(bot)
    assert [message.text for message in ana.chat(bot) if message.is_from_bot] == ["one", "two & three"]
    assert [(call.method, call.status) for call in server.calls if call.method != "setWebhook"] == [
        ("sendMessage", 200),
        ("sendMessage", 200),
        ("sendMessage", 400),
    ]
    assert (await api.ok("getWebhookInfo"))["url"] == URL


@tells("Webhook: either or")
async def test_from_webhook_to_polling_and_back(line: Line, bot: Bot, ana: Person) -> None:
    hook, api, machine = line.hook, line.api, line.machine

    async def broken(_: Delivery) -> Answer:
        return Answer(500)

    hook.answering = broken
    ana.send(bot, "one")
    await machine.until_paused(1)
    await api.ok("deleteWebhook")
    ana.send(bot, "two")
    hook.answering = fine_again
    machine.advance(100)
    first, second = await api.updates()
    assert [first["message"]["text"], second["message"]["text"]] == ["one", "two"]
    assert len(hook.deliveries) == 2
    await api.updates(offset=second["update_id"])
    await api.ok("setWebhook", url=URL)
    assert [delivery.text for delivery in (await hook.until(3))[2:]] == ["two"]
    await line.server.wait_until_confirmed(bot)


async def test_the_same_webhook_again_disturbs_nothing(
    hook: Hook, api: Api, machine: WoundMachine, bot: Bot, ana: Person
) -> None:
    async def broken(_: Delivery) -> Answer:
        return Answer(500)

    hook.answering = broken
    ana.send(bot, "one")
    await machine.until_paused(1)
    await api.ok("setWebhook", url=URL, secret_token="a-secret_1", allowed_updates=["message"])
    await asyncio.sleep(0.02)
    assert len(hook.deliveries) == 2
    assert (await api.ok("getWebhookInfo"))["last_error_message"]
    await api.ok("setWebhook", url=URL, secret_token="another", drop_pending_updates=True)
    ana.send(bot, "two")
    assert [delivery.text for delivery in await hook.until(3)] == ["one", "one", "two"]


async def test_delivery_goes_on_when_the_server_starts_again(
    hook: Hook, api: Api, server: TelegramServer, bot: Bot, ana: Person
) -> None:
    await server.stop()
    ana.send(bot, "one")
    await asyncio.sleep(0.02)
    assert hook.deliveries == []
    await server.start()
    await hook.until(1)


async def test_an_update_that_comes_twice_is_delivered_twice(
    hook: Hook, server: TelegramServer, bot: Bot, ana: Person
) -> None:
    server.faults.on_update(Twice(), times=1)
    ana.send(bot, "one")
    first, second = await hook.until(2)
    assert first.update == second.update
    await server.wait_until_confirmed(bot)
