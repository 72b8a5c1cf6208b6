"""Situations around taps, files, commands, tokens, polls and webhooks, and methods that are not done."""

from __future__ import annotations

import asyncio
import struct
from typing import Any

from playground.telegram import CALLBACK_ANSWER_SECONDS, Flood
from playground.telegram.phone import TINY_PNG
from tests.playground.facts import Ask, Scene, Situation, situation, until_polled

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
COMMANDS = {
    "a command name with capitals (seen)": ("Upper", "x"),
    "a command name of more than 32 letters": ("x" * 33, "x"),
    "a command without a description": ("ok", ""),
    "a command without a name": ("", "x"),
}
WEBHOOKS: dict[str, dict[str, Any]] = {
    "a webhook without TLS": {"url": "http://bot.example.org"},
    "a webhook on another port": {"url": "https://bot.example.org:8080"},
    "a webhook on this machine": {"url": "https://localhost"},
    "a webhook's secret with blanks": {"url": "https://bot.example.org", "secret_token": "no blanks"},
}
NOT_DONE: dict[str, tuple[str, dict[str, Any]]] = {
    "banning": ("banChatMember", {"chat_id": 1, "user_id": 1}),
    "restricting": ("restrictChatMember", {"chat_id": 1, "user_id": 1, "permissions": {}}),
    "polls": ("sendPoll", {"chat_id": 1, "question": "?", "options": [{"text": "a"}, {"text": "b"}]}),
    "albums": ("sendMediaGroup", {"chat_id": 1, "media": [{"type": "photo", "media": "x"}] * 2}),
    "many at once": ("forwardMessages", {"chat_id": 1, "from_chat_id": 1, "message_ids": [1]}),
    "making a topic": ("createForumTopic", {"chat_id": 1, "name": "x"}),
    "logging out": ("logOut", {}),
    "channels": ("sendMessage", {"chat_id": "@a_channel", "text": "x"}),
}


def _ask(method: str, params: dict[str, Any]) -> Situation:
    async def made(_: Scene) -> Ask:
        return Ask(method, params)

    return made


for _name, (_command, _description) in COMMANDS.items():
    situation(_name)(_ask("setMyCommands", {"commands": [{"command": _command, "description": _description}]}))
for _name, _given in WEBHOOKS.items():
    situation(_name)(_ask("setWebhook", _given))
for _name, (_method, _params) in NOT_DONE.items():
    situation(_name)(_ask(_method, _params))


async def _tapped(scene: Scene) -> str:
    await scene.sent("Done?", reply_markup=YES)
    query_id = scene.ana.tap(scene.ana.last(scene.bot)).query_id
    assert query_id is not None
    return query_id


@situation("a tap that is answered late")
async def _late(scene: Scene) -> Ask:
    query_id = await _tapped(scene)
    scene.clock.pass_(seconds=CALLBACK_ANSWER_SECONDS + 1)
    return Ask("answerCallbackQuery", {"callback_query_id": query_id})


@situation("a tap that is answered twice")
async def _twice(scene: Scene) -> Ask:
    query_id = await _tapped(scene)
    await scene.api.ok("answerCallbackQuery", callback_query_id=query_id)
    return Ask("answerCallbackQuery", {"callback_query_id": query_id})


@situation("a tap that never was")
async def _never(_: Scene) -> Ask:
    return Ask("answerCallbackQuery", {"callback_query_id": "17"})


@situation("a tap that another bot was asked")
async def _others(scene: Scene) -> Ask:
    other = scene.server.add_bot("777:AAAA", "other_bot", "Other")
    return Ask("answerCallbackQuery", {"callback_query_id": await _tapped(scene)}, token=other.token)


@situation("an answer to a tap that is too long (seen)")
async def _long_answer(scene: Scene) -> Ask:
    return Ask("answerCallbackQuery", {"callback_query_id": await _tapped(scene), "text": "😀" * 201})


@situation("a photo that is no image (seen)")
async def _no_image(scene: Scene) -> Ask:
    return Ask("sendPhoto", {"chat_id": scene.ana.id}, uploads={"photo": b"no image"})


@situation("a photo of bad proportions (seen)")
async def _proportions(scene: Scene) -> Ask:
    wide = TINY_PNG[:16] + struct.pack(">II", 210, 10) + TINY_PNG[24:]
    return Ask("sendPhoto", {"chat_id": scene.ana.id}, uploads={"photo": wide})


@situation("sending an unknown file id")
async def _unknown_file(scene: Scene) -> Ask:
    return Ask("sendDocument", {"chat_id": scene.ana.id, "document": "none"})


@situation("asking for an unknown file id")
async def _unknown_download(_: Scene) -> Ask:
    return Ask("getFile", {"file_id": "none"})


@situation("an upload of more than 50 MB")
async def _heavy(scene: Scene) -> Ask:
    return Ask("sendDocument", {"chat_id": scene.ana.id}, uploads={"document": bytes(50_000_001)})


@situation("a wrong token")
async def _wrong_token(_: Scene) -> Ask:
    return Ask("getMe", token="123456:wrong")


@situation("a malformed token")
async def _malformed_token(_: Scene) -> Ask:
    return Ask("getMe", token="wrong")


@situation("an unknown method")
async def _unknown_method(_: Scene) -> Ask:
    return Ask("getMee")


@situation("an unknown path")
async def _unknown_path(_: Scene) -> Ask:
    return Ask("", path="/index.html")


@situation("a second poller")
async def _second_poller(scene: Scene) -> Ask:
    async def poll() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(scene.api.updates(timeout=10))
            await until_polled(scene.bot, 2)
            scene.ana.send(scene.bot, "for the second")

    return Ask("getUpdates", {"offset": _next(scene), "timeout": 10}, meanwhile=poll)


@situation("polling while a webhook is set")
async def _polling(scene: Scene) -> Ask:
    await scene.api.ok("setWebhook", url="https://bot.example.org")
    return Ask("getUpdates", {"timeout": 10})


@situation("a webhook set during a poll")
async def _webhook(scene: Scene) -> Ask:
    async def set_webhook() -> None:
        await scene.api.ok("setWebhook", url="https://bot.example.org")

    return Ask("getUpdates", {"offset": _next(scene), "timeout": 10}, meanwhile=set_webhook)


def _next(scene: Scene) -> int:
    return scene.bot.queue.pending()[-1].update_id + 1


@situation("too many messages in a chat")
async def _flood(scene: Scene) -> Ask:
    scene.server.flood = Flood.ENFORCED
    for _ in range(5):
        await scene.sent()
    return Ask("sendMessage", {"chat_id": scene.ana.id, "text": "hi"}, parameters={"retry_after": 1})


@situation("too many messages in a group")
async def _group_flood(scene: Scene) -> Ask:
    scene.server.flood = Flood.ENFORCED
    group = scene.group()
    for _ in range(20):
        await scene.api.ok("sendMessage", chat_id=group.id, text="hi")
    return Ask("sendMessage", {"chat_id": group.id, "text": "hi"}, parameters={"retry_after": 60})


@situation("two webhooks in a second")
async def _webhook_flood(scene: Scene) -> Ask:
    scene.server.flood = Flood.ENFORCED
    await scene.api.ok("setWebhook", url="https://bot.example.org")
    return Ask("setWebhook", {"url": "https://other.example.org"}, parameters={"retry_after": 1})
