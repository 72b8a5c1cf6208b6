"""Making the server misbehave: whatever can go wrong between a bot and Telegram."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import telegram.error

from playground.telegram import (
    ApiError,
    Bot,
    BrokenJson,
    Call,
    Cut,
    Hang,
    Late,
    LoseAnswer,
    Page,
    Person,
    TelegramServer,
    Twice,
    too_many_requests,
)
from playground.telegram.schema import load_schema

if TYPE_CHECKING:
    from tests.playground.conftest import Api, Clock


async def test_a_refusal_on_order_looks_like_telegrams_own(
    api: Api, server: TelegramServer, bot: Bot, started: Person
) -> None:
    rule = server.faults.on_call(too_many_requests(7), method="sendMessage", chat_id=started.id)
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
    assert await api.ok("getMe")
    rule.end()
    assert await api.ok("sendMessage", chat_id=started.id, text="hi")
    assert rule.struck == 1


async def test_the_first_rule_that_fits_strikes_as_often_as_told(
    api: Api, server: TelegramServer, started: Person
) -> None:
    def says_hi(call: Call) -> bool:
        return call.params.get("text") == "hi"

    server.faults.on_call(ApiError(502, "Bad Gateway"), when=says_hi, skip=1, times=2)
    server.faults.on_call(ApiError(500, "Internal Server Error"), times=1)
    texts = ["yo", "hi", "hi", "hi", "hi"]
    codes = [(await api.call("sendMessage", chat_id=started.id, text=text)).get("error_code") for text in texts]
    assert codes == [500, None, 502, 502, None]


async def test_chances_are_drawn_from_a_seed(api: Api, server: TelegramServer) -> None:
    async def draw(seed: int) -> list[bool]:
        server.faults.seed(seed)
        return [(await api.call("getMe"))["ok"] for _ in range(30)]

    rule = server.faults.on_call(ApiError(502, "Bad Gateway"), method="getMe", chance=0.5)
    first, other, again = await draw(1), await draw(2), await draw(1)
    assert first == again != other
    assert 0 < first.count(False) < 30
    assert rule.struck == [*first, *other, *again].count(False)
    server.faults.clear()
    assert all(await draw(1))


async def test_a_page_of_a_proxy_is_no_answer(
    api: Api, client: telegram.Bot, server: TelegramServer, started: Person
) -> None:
    server.faults.on_call(Page(), method="sendMessage", times=2)
    response = await api.client.post(f"{api.base}/sendMessage", json={"chat_id": started.id, "text": "hi"})
    assert (response.status_code, response.headers["content-type"]) == (502, "text/html; charset=utf-8")
    with pytest.raises(telegram.error.NetworkError, match="Bad Gateway"):
        await client.send_message(started.id, "hi")
    server.faults.on_call(Page(200, "<html>Please log in</html>"), method="sendMessage", times=1)
    with pytest.raises(telegram.error.TelegramError, match="Invalid server response"):
        await client.send_message(started.id, "hi")
    assert not any(message.is_from_bot for message in started.chat(next(iter(server.world.bots.values()))))


async def test_an_answer_that_ends_in_the_middle(
    client: telegram.Bot, server: TelegramServer, bot: Bot, started: Person
) -> None:
    server.faults.on_call(BrokenJson(), method="sendMessage", times=1)
    with pytest.raises(telegram.error.TelegramError, match="Invalid server response"):
        await client.send_message(started.id, "hi")
    assert started.last(bot).text == "hi"


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_call_that_hangs_goes_on_when_it_is_let(
    api: Api, server: TelegramServer, bot: Bot, started: Person, *, is_done: bool
) -> None:
    hang = Hang(is_done=is_done)
    server.faults.on_call(hang, method="sendMessage", times=1)
    async with asyncio.TaskGroup() as group:
        call = group.create_task(api.ok("sendMessage", chat_id=started.id, text="hi"))
        await hang.arrived.wait()
        assert [message.text for message in started.chat(bot) if message.is_from_bot] == ["hi"] * is_done
        hang.until.set()
    assert call.result()["text"] == started.last(bot).text == "hi"


async def test_a_bot_that_hangs_up_leaves_undone_what_hung_before_it_was_done(
    api: Api, server: TelegramServer, bot: Bot, started: Person
) -> None:
    hang = Hang()
    server.faults.on_call(hang, method="sendMessage", times=1)
    with pytest.raises(httpx.ReadTimeout):
        await api.client.post(f"{api.base}/sendMessage", json={"chat_id": started.id, "text": "hi"}, timeout=0.05)
    await api.ok("getMe")  # by then the server knows that nobody waits for the other one
    hang.until.set()
    await api.ok("getMe")
    assert not any(message.is_from_bot for message in started.chat(bot))


async def test_a_hanging_call_may_be_refused_in_the_end(api: Api, server: TelegramServer, started: Person) -> None:
    hang = Hang(error=ApiError(504, "Gateway Timeout"))
    hang.until.set()
    server.faults.on_call(hang, times=1)
    assert await api.error("sendMessage", chat_id=started.id, text="hi") == (504, "Gateway Timeout")


async def test_a_connection_is_cut_before_anything_is_done(
    api: Api, client: telegram.Bot, server: TelegramServer, bot: Bot, started: Person
) -> None:
    server.faults.on_call(Cut(), times=2)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("sendMessage", chat_id=started.id, text="hi")
    with pytest.raises(telegram.error.NetworkError):
        await client.send_message(started.id, "hi")
    assert not any(message.is_from_bot for message in started.chat(bot))


async def test_an_answer_gets_lost(
    api: Api, client: telegram.Bot, server: TelegramServer, bot: Bot, started: Person
) -> None:
    server.faults.on_call(LoseAnswer(), method="sendMessage", skip=1, times=2)
    assert (await api.error("sendMessage", chat_id=1, text="hi"))[0] == 400
    with pytest.raises(httpx.RemoteProtocolError):
        await api.call("sendMessage", chat_id=started.id, text="one")
    assert started.last(bot).text == "one"
    with pytest.raises(telegram.error.NetworkError):
        await client.send_message(started.id, "two")
    assert started.last(bot).text == "two"
    assert await api.ok("sendMessage", chat_id=started.id, text="again")


async def test_retry_after_reaches_the_client(
    client: telegram.Bot, server: TelegramServer, started: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    server.faults.on_call(too_many_requests(3))
    with pytest.raises(telegram.error.RetryAfter) as caught:
        await client.send_message(started.id, "hi")
    assert caught.value.retry_after == timedelta(seconds=3)


async def test_an_update_comes_twice(api: Api, server: TelegramServer, bot: Bot, ana: Person) -> None:
    server.faults.on_update(Twice(), kind="message", times=1)
    ana.send(bot, "hello")
    ana.send(bot, "and more")
    first = await api.updates()
    texts: list[list[Any]] = []
    for _ in range(3):
        page = await api.ok("getUpdates", offset=first[-1]["update_id"] + 1)
        texts.append([update["message"]["text"] for update in page])
        if page:
            assert page[0]["update_id"] == first[0]["update_id"]
            assert not server.is_quiet(bot)
            await api.ok("getUpdates", offset=page[0]["update_id"] + 1)
    assert texts == [["hello"], [], []]
    assert server.is_quiet(bot)


async def test_an_update_comes_late_and_wakes_who_waits_for_it(
    api: Api, server: TelegramServer, bot: Bot, ana: Person, clock: Clock
) -> None:
    server.faults.on_update(Late(timedelta(minutes=20)), user_id=ana.id)
    ana.send(bot, "late")
    server.add_person("Ben").send(bot, "in time")
    (in_time,) = await api.updates()
    assert in_time["message"]["text"] == "in time"
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(api.ok("getUpdates", offset=in_time["update_id"] + 1, timeout=20))
        await bot.queue.polled.wait()
        assert server.is_quiet(bot)
        clock.pass_(minutes=20)
        assert not server.is_quiet(bot)
    (late,) = poll.result()
    assert late["message"]["text"] == "late"
    assert late["update_id"] > in_time["update_id"]
    assert clock.now().timestamp() - late["message"]["date"] == 20 * 60


async def test_a_tap_that_comes_after_its_time_can_t_be_answered(
    api: Api, server: TelegramServer, bot: Bot, started: Person, clock: Clock
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await api.ok("sendMessage", chat_id=started.id, text="?", reply_markup=keyboard)
    await api.ok("getUpdates", offset=-1)
    server.faults.on_update(Late(timedelta(hours=1)), kind="callback_query")
    started.tap(started.last(bot), "Yes")
    clock.pass_(hours=1)
    late = (await api.updates())[-1]["callback_query"]
    assert (await api.error("answerCallbackQuery", callback_query_id=late["id"]))[0] == 400


def test_mistakes_in_the_set_up(server: TelegramServer) -> None:
    with pytest.raises(ValueError, match="no method"):
        server.faults.on_call(Cut(), method="sendmessage")
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
    server.faults.on_call(LoseAnswer(), method="getUpdates", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.updates()
    assert len(await api.updates()) == 1
