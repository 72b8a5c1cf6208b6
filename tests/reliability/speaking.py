"""Faults between a message that is to be said and the person who is to read it."""

import asyncio
from time import monotonic

from structlog.testing import capture_logs
from telegram import Bot

from bot import app as bot_app
from bot.chat import sending
from bot.chat.render import render
from bot.services.delivering import Parcel
from bot.services.letters import Status
from playground.telegram import (
    ApiError,
    BrokenJson,
    Cut,
    Flood,
    Hang,
    LoseAnswer,
    Page,
    bad_request,
    forbidden,
    too_many_requests,
)
from playground.telegram.errors import TOO_OLD_QUERY
from tests.chat.asking import calls_to, count, letters, says, soon, tries
from tests.reliability.rows import Never, Scene, put, row, until

HELP = "In the morning, type your one thing"
NUDGE = "This is the moment"
UNREACHABLE = "I can't reach"
GROUP = "A message to somebody"


@row(
    GROUP,
    fault="429 with `retry_after`",
    does="waits as told, that chat alone, and sends again as often as it takes while it is still of use",
    seen="the message, once, a little later",
    without=put("bot.chat.sending.RetryAfter", Never),
)
async def told_to_wait(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    stage.server.faults.on_call(too_many_requests(1), method="sendMessage", chat_id=ana.person.id, times=2)
    ana.person.send(stage.telegram_bot, "/help")
    await ben.type("/help")
    assert (count(ana, HELP), count(ben, HELP)) == (1, 1)
    assert tries(stage, HELP) == 4


@row(
    GROUP,
    fault="429 in two chats at once",
    does="takes it for the limit over all, and holds every message back as long as told",
    seen="all messages, a little later",
    without=put("bot.chat.limits.Limits.pause", lambda self, chat_id, until, now: self.hold_back(chat_id, until)),
)
async def told_to_wait_everywhere(scene: Scene) -> None:
    stage, ana, ben, cem = scene.stage, scene.ana, scene.ben, scene.stage.person("Cem")
    await cem.join()
    refused = stage.server.faults.on_call(too_many_requests(1), method="sendMessage", times=2)
    ana.person.send(stage.telegram_bot, "/help")
    ben.person.send(stage.telegram_bot, "/help")
    await until(scene, lambda: refused.struck == 2)
    since = monotonic()
    cem.person.send(stage.telegram_bot, "/help")
    await cem.person.wait_for(stage.telegram_bot, HELP)
    assert monotonic() - since > 0.7
    await stage.settle()
    assert [count(phone, HELP) for phone in (ana, ben, cem)] == [1, 1, 1]


@row(
    GROUP,
    fault="500, 502 or 504, in JSON or as a page of a proxy",
    does="takes it for not sent, and tries again while it is still of use",
    seen="the message, once, a little later",
    without=put("bot.chat.sending.NetworkError", Never),
)
async def server_errors(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    for fault in (ApiError(500, "Internal Server Error"), Page(502), Page(504, "<html>Gateway Time-out</html>")):
        stage.server.faults.on_call(fault, method="sendMessage", times=2)
    await ana.type("/help")
    assert count(ana, HELP) == 1
    assert tries(stage, HELP) == 7


@row(
    GROUP,
    fault="nobody listens at Telegram's address",
    does="takes it for not sent, and tries again while it is still of use",
    seen="the message, once, when Telegram is back",
    without=put("bot.chat.http._BEFORE_SENDING", ()),
)
async def connection_refused(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    port = int(stage.server.url.rpartition(":")[2])
    hang = Hang(error=ApiError(502, "Bad Gateway"))
    stage.server.faults.on_call(hang, method="sendMessage", when=says(HELP), times=1)
    ana.person.send(stage.telegram_bot, "/help")
    await soon(hang.arrived)
    hang.until.set()
    await asyncio.sleep(0)
    await stage.server.stop()
    await asyncio.sleep(0.5)
    await stage.server.start(port)
    await stage.settle()
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="the connection is cut before an answer comes",
    does="can't know whether it was sent: tries once more, and never again",
    seen="the message, once; twice if it was the answer that was lost",
    without=put("bot.chat.delivery.TRIES_WITHOUT_ANSWER", 1),
)
async def connection_cut(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    stage.server.faults.on_call(Cut(), method="sendMessage", times=1)
    await ana.type("/help")
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="every answer is lost after Telegram took the message",
    does="tries once more, takes it for arrived then, and goes on with the day",
    seen="the message twice, never three times; the next step comes at its time",
    without=put("bot.chat.delivery.TRIES_WITHOUT_ANSWER", 9),
)
async def answers_lost(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await ana.type("Run")
    stage.server.faults.on_call(LoseAnswer(), method="sendMessage", when=says("How did it go?"))
    await stage.wind_to("20:00")
    assert count(ana, "How did it go?") == 2
    await stage.wind_to("20:31")
    assert count(ana, "Checking in once more") == 1


@row(
    GROUP,
    fault="an answer that is no JSON, breaks off in the middle, or names no message",
    does="can't know whether it was sent: tries once more, and never again",
    seen="the message, at most twice",
    without=put("bot.chat.delivery.TRIES_WITHOUT_ANSWER", 9),
)
async def broken_answers(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    stage.server.faults.on_call(BrokenJson(), method="sendMessage", when=says(HELP))
    await ana.type("/help")
    assert count(ana, HELP) == 2
    stage.server.faults.on_call(Page(200, "<html>Please log in</html>"), method="sendMessage", times=1)
    await ana.type("/today")
    assert count(ana, "Monday, 23 November") == 1
    empty = Page(200, '{"ok": true, "result": true}', "application/json")
    stage.server.faults.on_call(empty, method="sendMessage", times=1)
    await ana.type("/words")
    assert count(ana, "stay on the line while you do it") >= 1


@row(
    GROUP,
    fault="no answer within five seconds",
    does="hangs up, and tries once more",
    seen="the message, once; twice if it had been taken",
    without=put("bot.chat.delivery.TRIES_WITHOUT_ANSWER", 1),
)
async def no_answer(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await stage.stop_bot()
    scene.patch.setattr(bot_app, "ANSWER_PATIENCE", 1.0)
    await stage.start_bot()
    stage.server.faults.on_call(Hang(), method="sendMessage", times=1)
    await ana.type("/help")
    assert count(ana, HELP) == 1
    assert tries(stage, HELP) == 2


@row(
    GROUP,
    fault="403: somebody has blocked the bot",
    does="writes to them no more until they come back, and ends what waits for them",
    seen="their partner reads once, silently, that they can't be reached; nobody is asked to call them",
    without=put("bot.chat.sending.Forbidden", Never),
)
async def blocked(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    stage.server.faults.on_call(forbidden("bot was blocked by the user"), chat_id=ben.person.id)
    await ana.type("Run")
    refused = len(calls_to(stage, ben))
    assert count(ana, UNREACHABLE) == 1
    await stage.wind_to("09:00", days=2)
    assert len(calls_to(stage, ben)) == refused
    assert count(ana, UNREACHABLE) == 1
    assert count(ana, NUDGE) == 0


@row(
    GROUP,
    fault="403 or 400: the account is deleted, the chat not found",
    does="as when the bot is blocked",
    seen="their partner reads once, silently, that they can't be reached",
    without=put("bot.chat.sending._UNREACHABLE", ()),
)
async def account_gone(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    stage.server.faults.on_call(bad_request("chat not found"), chat_id=ben.person.id)
    await ana.type("Run")
    refused = len(calls_to(stage, ben))
    await stage.wind_to("09:00", days=1)
    assert len(calls_to(stage, ben)) == refused
    assert count(ana, UNREACHABLE) == 1


@row(
    GROUP,
    fault="400: Telegram finds fault with the message itself",
    does="logs it loudly, never repeats it, and goes on with the next",
    seen="that message is missing; all others come",
    without=put("bot.chat.sending._refused", lambda _why, _edits: sending.Later(0.01)),
)
async def rejected(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    refused = stage.server.faults.on_call(bad_request("can't parse entities: whatever"), when=says(HELP), times=9)
    with capture_logs() as logs:
        await ana.type("/help")
    assert refused.struck == 1
    assert [line["log_level"] for line in logs if line["event"] == "delivery.rejected"] == ["error"]
    await ana.type("/today")
    await ben.type("/today")
    assert (count(ana, "Monday, 23 November"), count(ben, "Monday, 23 November")) == (1, 1)


@row(
    GROUP,
    fault="an edit whose answer is lost: made again, it is “not modified”",
    does="takes that for done",
    seen="the message as it should be, once",
    without=put("bot.chat.sending._refused", lambda why, _edits: sending.Rejected(why)),
)
async def edit_not_modified(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await ana.type("Run")
    before = len(ana.messages)
    stage.server.faults.on_call(LoseAnswer(), method="editMessageText", times=1)
    await ana.tap("Done")
    assert len(ana.messages) == before
    assert "Done! Well done" in ana.find("Run").text
    assert (await letters(stage, ana))[-1].status is Status.SENT


@row(
    GROUP,
    fault="the message to be edited is gone, or can't be edited",
    does="says it in a new message",
    seen="the answer, below what was there",
    without=put("bot.chat.sending._NOTHING_TO_EDIT", ()),
)
async def nothing_to_edit(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    card = await ana.type("Run")
    ana.person.tap(card, "Done")
    ana.person.delete(card)
    await stage.settle()
    assert "Done! Well done" in (ana.last.text or "")


async def _send_once(bot: Bot, parcel: Parcel, _vault: object) -> sending.Outcome:
    return await sending._try(bot, parcel, render(parcel, bot_username=bot.username))


@row(
    GROUP,
    fault="400 for a button to a profile whose owner forbids it",
    does="sends the nudge without that button",
    seen="the nudge with the name to call, at once",
    without=put("bot.chat.delivery.send", _send_once),
)
async def profile_forbidden(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    ben.person.forbids_profile_links = True
    await ben.type("Run")
    await ana.type("Swim")
    await ana.tap("Done")
    await stage.wind_to("21:10")
    assert count(ana, NUDGE) == 1


@row(
    GROUP,
    fault="400 for a button to the room of a pair",
    does="sends the nudge without that button, and the link in its text",
    seen="the nudge with the link to the room, at once",
    without=put("bot.chat.delivery.send", _send_once),
)
async def room_refused(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    room = "https://meet.example.org/two"
    for what in ("/settings", "How to call me", "Room link", room):
        await (ben.type(what) if "/" in what else ben.tap(what))
    await ben.type("Run")
    await ana.type("Swim")
    await ana.tap("Done")
    refusal = bad_request(f"inline keyboard button URL '{room}' is invalid: Wrong HTTP URL")
    stage.server.faults.on_call(refusal, when=lambda call: room in str(call.params.get("reply_markup")))
    await stage.wind_to("21:10")
    assert count(ana, NUDGE) == 1
    assert room in ana.find(NUDGE).text


@row(
    GROUP,
    fault="a stray 401 or 404 while the token is right",
    does="tries again after half a minute; whether the token is refused is for the ear to find out",
    seen="the message, once, a little later",
    without=put("bot.chat.sending.InvalidToken", Never),
)
async def stray_refusals(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    stage.server.faults.on_call(ApiError(401, "Unauthorized"), method="sendMessage", times=2)
    stage.server.faults.on_call(ApiError(404, "Not Found"), method="sendMessage", times=1)
    await ana.type("/help")
    assert count(ana, HELP) == 1


@row(
    GROUP,
    fault="a tap is answered too late for Telegram",
    does="logs it; what the tap did stands",
    seen="the button's progress bar ends by itself, the message shows what was done",
    without=put("bot.chat.answering.TelegramError", Never),
)
async def answered_too_late(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    await ana.type("Run")
    stage.server.faults.on_call(bad_request(TOO_OLD_QUERY), method="answerCallbackQuery", times=1)
    with capture_logs() as logs:
        await ana.tap("Done")
    assert "answer.not_given" in [line["event"] for line in logs]
    assert "Done! Well done" in ana.find("Run").text
    assert count(ben, "did it") == 1


@row(
    GROUP,
    fault="there is more to say than Telegram takes",
    does="keeps to 30 messages a second over all, one a second in a chat (three at once), 20 a minute in a group",
    seen="everything, some of it a few seconds later; replies go first",
    without=put("bot.chat.limits.Limits.take", lambda _self, _chat_id, _now: None),
)
async def more_than_telegram_takes(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    stage.limits.is_enforced = True
    stage.server.flood = Flood.ENFORCED
    for _ in range(6):
        ana.person.send(stage.telegram_bot, "/help")
    await stage.settle()
    assert count(ana, HELP) == 6
    assert stage.server.flood_report == []
