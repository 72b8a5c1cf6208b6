"""Faults while the bot starts."""

import asyncio

import pytest
from telegram.error import InvalidToken

from bot import app as bot_app
from playground.telegram import ApiError, Cut, Page, too_many_requests
from tests.chat.asking import count
from tests.reliability.rows import Never, Scene, put, row, until

HELP = "In the morning, type your one thing"
GROUP = "The start"


@row(
    GROUP,
    fault="Telegram can't be reached, or is ill",
    does="says so in the log, and waits for it, however long; everything is kept",
    seen="what they said meanwhile is answered when it is back",
    without=put("bot.app.TelegramError", Never),
)
async def telegram_unreachable(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await stage.stop_bot()
    ana.person.send(stage.telegram_bot, "/help")
    for fault in (Cut(), Page(502), too_many_requests(1)):
        stage.server.faults.on_call(fault, times=1)
    await stage.start_bot()
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="Telegram refuses the token",
    does="ends with one plain line and status 2; nothing is written",
    seen="nothing",
    without=put("bot.app.InvalidToken", Never),
)
async def token_refused(scene: Scene) -> None:
    stage = scene.stage
    await stage.stop_bot()
    stage.server.faults.on_call(ApiError(401, "Unauthorized"))
    app = bot_app.build(stage.settings, clock=stage.clock, alarm=stage.clock)
    async with asyncio.timeout(scene.patience):
        with pytest.raises(InvalidToken):
            await app.run()


@row(
    GROUP,
    fault="Telegram does not take the menu of commands or the descriptions",
    does="tries again later, up to every ten minutes; nothing else waits for it",
    seen="the old menu for a while",
    without=put("bot.chat.announcing.TelegramError", Never),
)
async def menu_refused(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await stage.stop_bot()
    await _execute(scene, "DELETE FROM note WHERE name LIKE 'announced%'")
    failed = stage.server.faults.on_call(ApiError(500, "Internal Server Error"), method="setMyCommands", times=2)
    stage.server.forget_calls()
    await stage.start_bot()
    await ana.type("/help")
    assert count(ana, HELP) == 1
    await until(scene, lambda: any(call.method == "setMyShortDescription" and call.ok for call in stage.server.calls))
    assert failed.struck == 2


async def _execute(scene: Scene, statement: str, *parameters: object) -> None:
    app = bot_app.build(scene.stage.settings, clock=scene.stage.clock, alarm=scene.stage.clock)
    async with app.storage._writer.begin() as connection:
        await connection.exec_driver_sql(statement, parameters)
    await app.storage.close()


@row(
    GROUP,
    fault="a process before was killed between the commit and the send",
    does="takes back what that had claimed, and sends it",
    seen="the message; twice if it had been sent and not been noted",
    without=put("bot.chat.delivery.Delivery.take_back_claims", lambda _self: asyncio.sleep(0)),
)
async def claims_left_behind(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await stage.stop_bot()
    await _execute(
        scene,
        "UPDATE outbox SET status = 'claimed', message_id = NULL WHERE id = (SELECT max(id) FROM outbox"
        " WHERE chat_id = ? AND kind = 'paired')",
        ana.person.id,
    )
    before = len(ana.heard)
    await stage.start_bot()
    assert len(ana.heard) == before + 1
