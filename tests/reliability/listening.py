"""Faults between what a person does and the bot that is to hear of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.error import InvalidToken

from bot.chat import dealing, handlers, intake, reading
from bot.chat.patience import Ear
from bot.chat.reading import Deed
from bot.chat.turn import Handler, Turn
from playground.stage import TOKEN
from playground.telegram import (
    ApiError,
    BrokenJson,
    Cut,
    Hang,
    Late,
    LoseAnswer,
    Page,
    Twice,
    conflict,
    too_many_requests,
)
from playground.telegram.errors import OTHER_POLLER
from playground.telegram.faults import CallFault
from tests.chat.asking import count
from tests.reliability.rows import Never, Scene, put, row

HELP = "In the morning, type your one thing"
TODAY = "Monday, 23 November"
TOO_MUCH = "That was more at once than I can read"
GROUP = "A word to the bot"


async def _hears_all_the_same(scene: Scene, fault: CallFault, *, times: int = 3) -> None:
    """Say two things while getUpdates has a fault: each is answered once."""
    stage, ana = scene.stage, scene.ana
    planted = stage.server.faults.on_call(fault, method="getUpdates", times=times)
    ana.person.send(stage.telegram_bot, "/help")
    await ana.person.wait_for(stage.telegram_bot, HELP, timeout=scene.patience)
    ana.person.send(stage.telegram_bot, "/today")
    await ana.person.wait_for(stage.telegram_bot, TODAY, timeout=scene.patience)
    await stage.settle()
    assert planted.struck == times
    assert (count(ana, HELP), count(ana, TODAY)) == (1, 1)


@row(
    GROUP,
    fault="429, any 5xx, a page of a proxy, broken JSON, an unknown 400",
    does="waits as told, or one second and each time half as long again up to thirty; the clock does nothing meanwhile",
    seen="the answer, once, a little later",
    without=put("bot.chat.intake.TelegramError", Never),
)
async def trouble_with_polling(scene: Scene) -> None:
    faults = scene.stage.server.faults
    faults.on_call(too_many_requests(1), method="getUpdates", times=1)
    faults.on_call(Page(502), method="getUpdates", times=1)
    faults.on_call(Page(200, "<html>Please log in</html>"), method="getUpdates", times=1)
    faults.on_call(BrokenJson(), method="getUpdates", times=1)
    faults.on_call(ApiError(400, "Bad Request: something new"), method="getUpdates", times=1)
    await _hears_all_the_same(scene, ApiError(500, "Internal Server Error"))


@row(
    GROUP,
    fault="the connection is cut, or the answer lost",
    does="asks again: what was not confirmed comes again",
    seen="the answer, once, a little later",
    without=put("bot.chat.intake.TelegramError", Never),
)
async def polling_cut(scene: Scene) -> None:
    scene.stage.server.faults.on_call(LoseAnswer(), method="getUpdates", times=2)
    await _hears_all_the_same(scene, Cut())


@row(
    GROUP,
    fault="Telegram does not answer a poll",
    does="hangs up ten seconds after the poll should have ended, and asks again",
    seen="the answer, once, within the minute",
    without=put("bot.chat.intake.POLL_PATIENCE", 60),
)
async def polling_hangs(scene: Scene) -> None:
    scene.patch.setattr(intake, "POLL_SECONDS", 1)
    if intake.POLL_PATIENCE < 60:
        scene.patch.setattr(intake, "POLL_PATIENCE", 1)
    await scene.ana.type("/cancel")  # the poll that waits now was begun with the old patience
    await _hears_all_the_same(scene, Hang(), times=1)


@row(
    GROUP,
    fault="409: a second process polls with this token",
    does="logs who is in the way, waits five seconds, and tries again",
    seen="the answer, once, if not from the other process",
    without=put("bot.chat.intake.SecondPoller", Never),
)
async def second_poller(scene: Scene) -> None:
    with capture_logs() as logs:
        await _hears_all_the_same(scene, conflict(OTHER_POLLER))
    pauses = [line for line in logs if line["event"] == "intake.pause"]
    assert len(pauses) == 3
    assert all("another process uses this token" in line["why"] for line in pauses)


async def _leave_it(_self: intake.Intake, _why: str) -> None:
    """Leave a webhook where it is."""


@row(
    GROUP,
    fault="409: somebody has set a webhook for this token",
    does="takes it away, and asks again",
    seen="the answer, once, a little later",
    without=put("bot.chat.intake.Intake._take_webhook_away", _leave_it),
)
async def webhook_in_the_way(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    async with httpx.AsyncClient() as client:
        url = f"{stage.server.url}/bot{TOKEN}/setWebhook"
        assert (await client.post(url, json={"url": "https://bot.example.org/hook"})).status_code == 200
    ana.person.send(stage.telegram_bot, "/help")
    await ana.person.wait_for(stage.telegram_bot, HELP, timeout=scene.patience)
    await stage.settle()
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="401 or 404: Telegram refuses the token",
    does="asks once more with getMe; refused again, the process ends with one plain line and status 2",
    seen="nothing more, until the owner sets the right token",
    without=put("bot.chat.intake.InvalidToken", Never),
)
async def token_refused(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    running, stage._running, stage.app = stage._running, None, None
    assert running is not None
    stage.server.faults.on_call(ApiError(401, "Unauthorized"))
    ana.person.send(stage.telegram_bot, "/help")  # ends the poll that waits
    try:
        async with asyncio.timeout(scene.patience):
            with pytest.raises(InvalidToken, match="refuses the token"):
                await running
    finally:
        running.cancel()


async def _refused_at_once(_self: object) -> None:
    raise InvalidToken("Unauthorized")


@row(
    GROUP,
    fault="one stray 401 or 404, from something in between",
    does="asks once more with getMe, is known there, and goes on",
    seen="the answer, once, a little later",
    without=put("telegram.Bot.get_me", _refused_at_once),
)
async def stray_refusal(scene: Scene) -> None:
    scene.stage.server.faults.on_call(ApiError(404, "Not Found"), method="getUpdates", times=1)
    await _hears_all_the_same(scene, ApiError(401, "Unauthorized"), times=1)


async def _always_new(_self: object, _update_id: int, _at: object, _note: str = "done") -> bool:
    return True


@row(
    GROUP,
    fault="an update comes twice",
    does="knows its id, which was kept in the transaction of what it did, and does nothing",
    seen="one answer",
    without=put("bot.db.letters.SqlInbox.note", _always_new),
)
async def update_twice(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    before = len(ana.heard)
    twice = stage.server.faults.on_update(Twice())
    await ana.type("Run")
    assert twice.struck == 1
    assert len(ana.heard) == before + 1, ana.heard


def _read_without_time(update: Update) -> Deed | None:
    deed = reading.read_deed(update)
    return None if deed is None else replace(deed, at=None)


@row(
    GROUP,
    fault="a text comes late",
    does="counts it from when it was typed",
    seen="it is about the day on which they typed it, never about the next",
    without=put("bot.chat.dealing.read_deed", _read_without_time),
)
async def text_late(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await stage.wind_to("02:50", days=1)
    stage.server.faults.on_update(Late(timedelta(minutes=40)), user_id=ana.person.id)
    ana.person.send(stage.telegram_bot, "Run")
    await stage.wind_to("03:31")
    assert "That day is over" in (ana.last.text or "")
    assert count(ana, "Your one thing today") == 0


@row(
    GROUP,
    fault="a tap comes out of date",
    does="judges it by when it arrives; the answer that Telegram does not take any more is let go",
    seen="the message shows what was done, or why nothing was",
    without=put("bot.chat.answering.TelegramError", Never),
)
async def tap_late(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    card = await ana.type("Run")
    stage.server.faults.on_update(Late(timedelta(hours=1)), kind="callback_query", times=1)
    with capture_logs() as logs:
        ana.person.tap(card, "Done")
        await stage.wind(hours=1, minutes=1)
    assert "answer.not_given" in [line["event"] for line in logs]
    assert "Done! Well done" in ana.find("Run").text
    assert count(ben, "did it") == 1


async def _do_nothing(_self: object, _raw: Mapping[str, Any]) -> None:
    """Let an update that can't be dealt with vanish."""


@row(
    GROUP,
    fault="an update that the bot fails over, each time",
    does="takes back what it did, tries three times, puts it aside, and goes on with the next",
    seen="“Sorry, that went wrong on my side”; everybody else notices nothing",
    without=put("bot.chat.dealing.Dealer._put_aside", _do_nothing),
)
async def poisoned_update(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben

    async def fail(turn: Turn) -> None:
        await handlers.day.today(turn)
        raise ZeroDivisionError

    scene.patch.setitem(cast("dict[str, Handler]", handlers.COMMANDS), "today", fail)
    ana.person.send(stage.telegram_bot, "/today")
    await ben.type("/help")
    assert (count(ana, "Sorry, that went wrong"), count(ana, TODAY), count(ben, HELP)) == (1, 0, 1)
    await ana.type("/help")
    assert count(ana, HELP) == 1


async def _deal_or_die(self: dealing.Dealer, raw: Mapping[str, Any]) -> None:
    self._answers.give(await self._handle(raw))


@row(
    GROUP,
    fault="an update that can't be read, as after a change of the Bot API",
    does="logs it, puts it aside, and goes on with the next",
    seen="nothing; the next thing they say is answered",
    without=put("bot.chat.dealing.Dealer.deal_with", _deal_or_die),
)
async def unreadable_update(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    stage.telegram_bot.queue.push("message", {"message_id": "x", "chat": [], "date": "yesterday"})
    await ana.type("/help")
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="one person sends hundreds of messages, or taps, at once",
    does="reads thirty of them and then one a second, and leaves the rest unread without a look at the database",
    seen="“That was more at once than I can read”, once; everybody else is answered as ever",
    without=put("bot.chat.patience.Patience._ear_for", lambda _self, _account, _now, _burst: Ear.HEARS),
)
async def flood(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    stage.patience.is_enforced = True
    for _ in range(200):
        ana.person.send(stage.telegram_bot, "/help")
    await ben.type("/today")
    assert count(ben, TODAY) == 1
    assert count(ana, TOO_MUCH) == 1
    assert count(ana, HELP) < 100


@row(
    GROUP,
    fault="an answer with updates that have no id",
    does="leaves them out: nothing could confirm them",
    seen="nothing",
    without=put("bot.chat.intake._with_id", lambda updates: updates),
)
async def update_without_id(scene: Scene) -> None:
    body = '{"ok": true, "result": [{"message": {"text": "hi"}}, "and a word"]}'
    page = Page(200, body, "application/json")
    await _hears_all_the_same(scene, page, times=1)
