"""Making the server misbehave: refusals on order, and answers that get lost."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import telegram.error

from playground.telegram import ApiError, Bot, Call, Person, TelegramServer, too_many_requests
from playground.telegram.schema import load_schema

if TYPE_CHECKING:
    from tests.playground.conftest import Api


async def test_a_hook_may_refuse_and_wait(api: Api, server: TelegramServer, bot: Bot, started: Person) -> None:
    def flood(call: Call) -> None:
        if call.method == "sendMessage" and call.params["chat_id"] == started.id:
            raise too_many_requests(7)

    server.before_call.append(flood)
    response = await api.client.post(f"{api.base}/sendMessage", json={"chat_id": started.id, "text": "hi"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "7"
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert len(started.chat(bot)) == 1

    async def slow_outage(_: Call) -> None:
        await asyncio.sleep(0.01)
        raise ApiError(502, "Bad Gateway")

    server.before_call[:] = [slow_outage]
    assert await api.error("sendMessage", chat_id=started.id, text="hi") == (502, "Bad Gateway")
    server.before_call.clear()
    assert await api.ok("sendMessage", chat_id=started.id, text="hi")


async def test_retry_after_reaches_the_client(
    client: telegram.Bot, server: TelegramServer, started: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

    def flood(_: Call) -> None:
        raise too_many_requests(3)

    server.before_call.append(flood)
    with pytest.raises(telegram.error.RetryAfter) as caught:
        await client.send_message(started.id, "hi")
    assert "3" in str(caught.value)


async def test_an_answer_gets_lost(api: Api, server: TelegramServer, bot: Bot, started: Person) -> None:
    server.lose_answer_once("sendMessage")
    assert (await api.error("sendMessage", chat_id=1, text="hi"))[0] == 400  # a refusal is not lost
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("sendMessage", chat_id=started.id, text="hi")
    assert started.last(bot).text == "hi"
    assert await api.ok("sendMessage", chat_id=started.id, text="again")


async def test_the_client_takes_it_for_a_network_error(
    client: telegram.Bot, server: TelegramServer, bot: Bot, started: Person
) -> None:
    server.lose_answer_once("sendMessage")
    with pytest.raises(telegram.error.NetworkError):
        await client.send_message(started.id, "hi")
    assert started.last(bot).text == "hi"


def test_mistakes_in_the_set_up(server: TelegramServer) -> None:
    with pytest.raises(ValueError, match="no method"):
        server.lose_answer_once("sendmessage")
    with pytest.raises(ValueError, match="a token looks like"):
        server.add_bot("secret", "x_bot", "X")
    with pytest.raises(ValueError, match="aware times"):
        TelegramServer(now=lambda: datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake itself


async def test_calls_are_kept_in_order(api: Api, server: TelegramServer, bot: Bot, started: Person) -> None:
    await api.client.post(f"{api.base}/sendMessage", data={"chat_id": str(started.id), "text": "hi"})
    await api.call("sendMessage", chat_id=started.id, text="")
    await api.call("sendMessage", chat="x")
    good, refused, wrong = server.calls
    assert (good.bot, good.method, good.ok, good.status) == (bot, "sendMessage", True, 200)
    assert good.params == {"chat_id": started.id, "text": "hi"}
    assert good.answer["text"] == "hi"
    assert (refused.ok, refused.status, refused.answer) == (False, 400, "Bad Request: message text is empty")
    assert wrong.params == {"chat": "x"}
    server.forget_calls()
    assert server.calls == []


async def test_a_fault_of_our_own_is_no_silence(
    api: Api, bot: Bot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str | None = None) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(bot, "description", broken)
    assert await api.error("getMyDescription") == (500, "Internal Server Error")
    assert "getMyDescription failed" in caplog.text


async def test_no_method_breaks_on_rubbish(api: Api, started: Person) -> None:
    rubbish = {"chat_id": started.id, "from_chat_id": started.id, "user_id": started.id, "message_id": 1}
    for method, fields in load_schema().methods.items():
        given = {name: rubbish.get(name, "5") for name in fields if name not in {"timeout", "inline_message_id"}}
        for params in ({}, given, {name: given[name] for name in given if fields[name].is_required}):
            body = await api.call(method, **params)
            assert body["ok"] or body["error_code"] in {400, 403, 404, 409, 501}, (method, body)


async def test_lost_updates_come_again(api: Api, server: TelegramServer, bot: Bot, ana: Person) -> None:
    ana.send(bot, "hello")
    server.lose_answer_once("getUpdates")
    with pytest.raises(httpx.RemoteProtocolError):
        await api.updates()
    assert len(await api.updates()) == 1
