"""A real python-telegram-bot client must not be able to tell."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, MessageHandler

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Clock


async def test_a_whole_conversation(
    client: telegram.Bot, bot: Bot, ana: Person, server: TelegramServer, clock: Clock
) -> None:
    ana.open(bot, "pair_x1")
    (update,) = await client.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "/start pair_x1"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    assert update.message.date == clock.now()
    assert update.effective_user is not None
    assert (update.effective_user.id, update.effective_user.language_code) == (ana.id, "en")

    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await client.send_message(ana.id, "Did <b>you</b>?", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    assert sent.text_html == "Did <b>you</b>?"
    assert ana.last(bot).text == "Did you?"
    assert ana.last(bot).html == "Did <b>you</b>?"

    tap = ana.tap(ana.last(bot), "Yes")
    (pressed,) = await client.get_updates(offset=update.update_id + 1, timeout=1)
    query = pressed.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("y", ana.id)
    assert isinstance(query.message, telegram.Message)
    assert query.message.message_id == sent.message_id
    assert not server.is_quiet(bot)
    assert await query.answer("Well done", show_alert=True)
    answer = await tap.answered()
    assert (answer.text, answer.show_alert) == ("Well done", True)

    edited = await query.edit_message_text("Done.")
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date == clock.now()
    assert [(message.text, message.buttons) for message in ana.chat(bot)] == [("/start pair_x1", ()), ("Done.", ())]
    assert ana.last(bot).is_edited

    assert await client.get_updates(offset=pressed.update_id + 1) == ()
    assert server.is_quiet(bot)
    assert [call.method for call in server.calls if call.method != "getUpdates"] == [
        "getMe",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageText",
    ]


async def test_long_poll_wakes_up(client: telegram.Bot, bot: Bot, ana: Person) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(client.get_updates(timeout=10))
        await asyncio.sleep(0.05)
        ana.send(bot, "hello")
    (update,) = poll.result()
    assert update.message is not None
    assert update.message.text == "hello"


async def test_errors_become_the_clients_exceptions(client: telegram.Bot, bot: Bot, ana: Person) -> None:
    with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
        await client.send_message(ana.id, "hi")
    ana.open(bot)
    ana.block(bot)
    with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
        await client.send_message(ana.id, "hi")


async def test_an_application_that_polls(server: TelegramServer, bot: Bot, ana: Person) -> None:
    async def echo(update: telegram.Update, _: object) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said {update.message.text}")

    app = (
        ApplicationBuilder()
        .token(bot.token)
        .base_url(f"{server.url}/bot")
        .base_file_url(f"{server.url}/file/bot")
        .build()
    )
    app.add_handler(MessageHandler(None, echo))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=10)
        first = ana.open(bot)
        assert (await ana.wait_for(bot, "You said /start")).id > first.id
        ana.send(bot, "hello")
        await ana.wait_for(bot, "hello", after=ana.last(bot))
        await server.wait_until_confirmed(bot)
        await app.updater.stop()
        await app.stop()
    assert all(call.ok in {True, None} for call in server.calls)


async def test_waiting_in_vain(server: TelegramServer, bot: Bot, started: Person, client: telegram.Bot) -> None:
    with pytest.raises(LookupError, match="no message with 'hello'"):
        await started.wait_for(bot, "hello", timeout=0.01)
    sent = await client.send_message(started.id, "hello")
    with pytest.raises(LookupError, match="nothing newer"):
        await started.wait_for(bot, "hello", after=started.last(bot), timeout=0.01)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.wait_for_change())
        waiting = group.create_task(started.wait_for(bot, "changed"))
        await asyncio.sleep(0)
        await client.edit_message_text("changed", started.id, sent.message_id)
    assert waiting.result().id == sent.message_id
