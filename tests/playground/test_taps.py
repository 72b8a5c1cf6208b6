"""Buttons: what a press asks, who may press, and how long an answer is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from playground.telegram import CALLBACK_ANSWER_SECONDS, Bot, Button, Person, TelegramServer
from tests.playground.facts import tells

if TYPE_CHECKING:
    from tests.playground.conftest import Api, Clock

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def ask(api: Api, chat_id: int, *labels: str) -> dict[str, Any]:
    keyboard = [[{"text": label, "callback_data": f"do:{label}"}] for label in labels]
    sent: dict[str, Any] = await api.ok(
        "sendMessage", chat_id=chat_id, text="Done?", reply_markup={"inline_keyboard": keyboard}
    )
    return sent


async def test_a_tap_carries_the_message_and_the_data(api: Api, bot: Bot, started: Person) -> None:
    sent = await ask(api, started.id, "Yes", "Not yet")
    await api.drain()
    tap = started.tap(started.last(bot), "Not")
    assert tap.answer is None
    assert tap.url is None
    (update,) = await api.drain()
    query = update["callback_query"]
    assert query["id"] == tap.query_id
    assert query["from"]["id"] == started.id
    assert query["data"] == "do:Not yet"
    assert query["message"] == sent
    assert await api.ok("answerCallbackQuery", callback_query_id=query["id"])
    assert (await tap.answered()).text is None


@tells("Callbacks: once", "Callbacks: in time")
async def test_an_answer_is_taken_once_and_in_time(api: Api, bot: Bot, started: Person, clock: Clock) -> None:
    await ask(api, started.id, "Yes")
    first = started.tap(started.last(bot))
    clock.pass_(seconds=CALLBACK_ANSWER_SECONDS)
    start = f"https://t.me/{bot.username}?start=x"
    assert await api.ok("answerCallbackQuery", callback_query_id=first.query_id, text="x" * 200, url=start)
    assert first.answer is not None
    assert (first.answer.text, first.answer.url) == ("x" * 200, start)
    assert await api.error("answerCallbackQuery", callback_query_id=first.query_id) == TOO_OLD
    second = started.tap(started.last(bot))
    clock.pass_(seconds=CALLBACK_ANSWER_SECONDS + 1)
    assert await api.error("answerCallbackQuery", callback_query_id=second.query_id) == TOO_OLD
    with pytest.raises(TimeoutError):
        await second.answered(timeout=0.01)
    assert await api.error("answerCallbackQuery", callback_query_id="17") == TOO_OLD
    assert await api.error("answerCallbackQuery", callback_query_id="17", url="https://evil.example") == (
        400,
        "Bad Request: URL_INVALID",
    )


async def test_finding_buttons(api: Api, bot: Bot, started: Person) -> None:
    await ask(api, started.id, "Yes", "Yes, later", "No")
    message = started.last(bot)
    assert message.button("Yes").callback_data == "do:Yes"
    assert message.button("later").text == "Yes, later"
    assert message.button(-1) == Button("No", callback_data="do:No")
    for wrong in ("Maybe", "e", 3, None):
        with pytest.raises(LookupError, match=r"\['Yes', 'Yes, later', 'No'\]"):
            started.tap(message, wrong)
    with pytest.raises(LookupError, match="no message with 'hello'"):
        started.find(bot, "hello")
    with pytest.raises(ValueError, match="belongs to no message"):
        started.tap(Button("Yes", callback_data="y"))


@tells("Callbacks: inaccessible")
async def test_an_old_screen_still_shows_the_old_buttons(api: Api, bot: Bot, started: Person) -> None:
    sent = await ask(api, started.id, "Yes")
    seen = started.last(bot)
    await api.ok("editMessageText", chat_id=started.id, message_id=sent["message_id"], text="Fine.")
    await api.drain()
    started.tap(seen, "Yes")
    await api.ok("deleteMessage", chat_id=started.id, message_id=sent["message_id"])
    started.tap(seen, "Yes")
    edited, gone = await api.drain()
    assert edited["callback_query"]["message"]["text"] == "Fine."
    assert gone["callback_query"]["message"] == {
        "message_id": sent["message_id"],
        "chat": {"id": started.id, "type": "private", "first_name": "Ana"},
        "date": 0,
    }


async def test_buttons_that_ask_nobody(api: Api, bot: Bot, started: Person, server: TelegramServer) -> None:
    row = [
        {"text": "Site", "url": "example.com", "style": "primary"},
        {"text": "Copy", "copy_text": {"text": "+1555"}},
        {"text": "Off", "disabled": {}},
    ]
    await api.ok("sendMessage", chat_id=started.id, text="?", reply_markup={"inline_keyboard": [row]})
    await api.drain()
    message = started.last(bot)
    assert started.tap(message, "Site").url == "http://example.com/"
    assert started.tap(message.button("Copy")).button.copy_text == "+1555"
    assert message.button("Off").is_disabled
    assert server.is_quiet(bot)
    with pytest.raises(RuntimeError, match="asks nobody"):
        await started.tap(message, "Site").answered()


@tells("Callbacks: any data")
async def test_a_modified_client(api: Api, bot: Bot, started: Person, ben: Person) -> None:
    await ask(api, started.id, "Yes")
    hers = started.last(bot)
    with pytest.raises(LookupError, match="does not see the chat"):
        ben.tap(hers, "Yes")
    with pytest.raises(LookupError, match="has no chat"):
        ben.tap_raw(hers, "do:Yes")
    ben.open(bot)
    own = await ask(api, ben.id, "No")
    await api.drain()
    ben.tap_raw(hers, "do:Yes")
    started.tap_raw(hers, "\x00" * 100)
    forged, garbage = (update["callback_query"] for update in await api.drain())
    assert (forged["from"]["id"], forged["data"], forged["message"]) == (ben.id, "do:Yes", own)
    assert (garbage["data"], garbage["message"]["message_id"]) == ("\x00" * 100, hers.id)


@tells("Callbacks: anybody")
async def test_anybody_in_a_group_may_press(api: Api, bot: Bot, server: TelegramServer, ana: Person) -> None:
    eve, ben = server.add_person("Eve"), server.add_person("Ben")
    group = server.add_group("Us", [ana, ben])
    group.add(bot, by=ana)
    await ask(api, group.id, "Yes")
    await api.drain()
    ben.tap(ben.last(group), "Yes")
    (update,) = await api.drain()
    assert update["callback_query"]["from"]["id"] == ben.id
    assert update["callback_query"]["message"]["chat"] == {"id": group.id, "type": "group", "title": "Us"}
    with pytest.raises(LookupError, match="is not in"):
        eve.tap(ben.last(group), "Yes")
