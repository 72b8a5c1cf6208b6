"""Each limit of the page, tried at its last unit and one beyond."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from playground.telegram import CALLBACK_ANSWER_SECONDS, schema
from playground.telegram.phone import TINY_PNG
from tests.playground.facts import Scene, limit

YES = {"text": "Yes", "callback_data": "y"}
MEGABYTE = 1_000_000


async def _refused(scene: Scene, method: str, **params: Any) -> str:
    code, words = await scene.api.error(method, **params)
    assert code == 400
    return words


async def _upload(scene: Scene, kind: str, content: bytes) -> int:
    url = f"{scene.api.base}/send{kind.capitalize()}"
    response = await scene.api.client.post(url, data={"chat_id": scene.ana.id}, files={kind: ("a", content)})
    return response.status_code


@limit("message text")
async def _text(scene: Scene) -> None:
    await scene.sent("&lt;" * 4096, parse_mode="HTML")
    assert scene.ana.last(scene.bot).text == "<" * 4096
    await scene.sent("😀" * 4096)
    await _refused(scene, "sendMessage", chat_id=scene.ana.id, text="x" * 4097)


@limit("caption")
async def _caption(scene: Scene) -> None:
    number = await scene.api.ok("copyMessage", **_own_file(scene), caption="😀" * 1024)
    edit = {"chat_id": scene.ana.id, "message_id": number["message_id"]}
    await scene.api.ok("editMessageCaption", **edit)
    await _refused(scene, "editMessageCaption", **edit, caption="x" * 1025)


def _own_file(scene: Scene) -> dict[str, int]:
    hers = scene.ana.send_document(scene.bot)
    return {"chat_id": scene.ana.id, "from_chat_id": scene.ana.id, "message_id": hers.id}


@limit("callback_data")
async def _data(scene: Scene) -> None:
    for data in ("x", "ä" * 32):
        await scene.sent(reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": data}]]})
        assert scene.ana.last(scene.bot).button().callback_data == data
    for data in ("", "ä" * 32 + "x"):
        await _refused(scene, "sendMessage", **scene.markup(text="x", callback_data=data).params)


@limit("answer to a tap")
async def _answer(scene: Scene) -> None:
    await scene.sent(reply_markup={"inline_keyboard": [[YES]]})
    tap = scene.ana.tap(scene.ana.last(scene.bot))
    await _refused(scene, "answerCallbackQuery", callback_query_id=tap.query_id, text="x" * 201)
    scene.clock.pass_(seconds=CALLBACK_ANSWER_SECONDS)
    await scene.api.ok("answerCallbackQuery", callback_query_id=tap.query_id, text="😀" * 200)
    assert (await tap.answered()).text == "😀" * 200


@limit("inline keyboard")
async def _keyboard(scene: Scene) -> None:
    for rows in ([[YES] * 8], [[YES] * 8] * 12 + [[YES] * 4]):
        await scene.sent(reply_markup={"inline_keyboard": rows})
        assert sum(map(len, scene.ana.last(scene.bot).buttons)) == sum(map(len, rows))
    for rows in ([[YES] * 9], [[YES] * 8] * 12 + [[YES] * 5]):
        markup = {"inline_keyboard": rows}
        await _refused(scene, "sendMessage", chat_id=scene.ana.id, text="?", reply_markup=markup)


@limit("start payload")
async def _payload(scene: Scene) -> None:
    assert scene.ana.open(scene.bot, "aZ0_-" * 12 + "four").text.endswith("four")
    for payload in ("", "x" * 65, "a.b", "ä"):
        with pytest.raises(ValueError, match="a start payload is 1-64"):
            scene.ana.open(scene.bot, payload)
    with pytest.raises(LookupError, match="Mini App"):
        scene.ana.open_link(f"https://t.me/{scene.bot.username}?startapp=x")


@limit("command")
async def _command(scene: Scene) -> None:
    async def refused(name: str, description: str = "x", times: int = 1) -> bool:
        commands = [{"command": name, "description": description}] * times
        body = await scene.api.call("setMyCommands", commands=commands)
        return not body["ok"]

    assert not await refused("a_0" + "x" * 29, "😀" * 256, 100)
    assert len(scene.bot.commands()) == 100
    for name, description, times in (
        ("", "x", 1),
        ("x" * 33, "x", 1),
        ("Y", "x", 1),
        ("x", "", 1),
        ("x", "x" * 257, 1),
        ("x", "x", 101),
    ):
        assert await refused(name, description, times)


@limit("texts about the bot")
async def _about(scene: Scene) -> None:
    for method, name, most in (
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ):
        await scene.api.ok(method, **{name: "😀" * most})
        await _refused(scene, method, **{name: "x" * (most + 1)})


@limit("deleteMessages")
async def _delete(scene: Scene) -> None:
    await scene.api.ok("deleteMessages", chat_id=scene.ana.id, message_ids=list(range(1, 101)))
    assert scene.ana.chat(scene.bot) == []
    for ids in ([], list(range(1, 102))):
        await _refused(scene, "deleteMessages", chat_id=scene.ana.id, message_ids=ids)


@limit("reaction")
async def _reaction(scene: Scene) -> None:
    known = schema.load_schema().reactions
    assert len(known) == 73
    for emoji in sorted(known):
        reaction = [{"type": "emoji", "emoji": emoji}]
        await scene.api.ok("setMessageReaction", chat_id=scene.ana.id, message_id=1, reaction=reaction)
    await scene.api.ok("setMessageReaction", chat_id=scene.ana.id, message_id=1, reaction=[])
    assert scene.ana.chat(scene.bot)[0].reactions == ()


@limit("photo")
async def _photo(scene: Scene) -> None:
    def png(width: int, height: int, size: int = 0) -> bytes:
        made = TINY_PNG[:16] + struct.pack(">II", width, height) + TINY_PNG[24:]
        return made.ljust(size, b"\x00")

    for content in (png(5_000, 5_000), png(200, 10), png(1, 1, 10 * MEGABYTE)):
        assert await _upload(scene, "photo", content) == 200
    for content in (png(5_001, 5_000), png(201, 10), png(1, 1, 10 * MEGABYTE + 1)):
        assert await _upload(scene, "photo", content) == 400


@limit("upload")
async def _uploads(scene: Scene) -> None:
    assert await _upload(scene, "document", bytes(50 * MEGABYTE)) == 200
    assert await _upload(scene, "document", bytes(50 * MEGABYTE + 1)) == 413


@limit("download")
async def _download(scene: Scene) -> None:
    small, big = (scene.ana.send_document(scene.bot, bytes(20 * MEGABYTE + more)) for more in (0, 1))
    assert small.document is not None
    assert big.document is not None
    assert "file is too big" in await _refused(scene, "getFile", file_id=big.document["file_id"])
    file = await scene.api.ok("getFile", file_id=small.document["file_id"])
    url = f"{scene.server.url}/file/bot{scene.bot.token}/{file['file_path']}"
    scene.clock.pass_(hours=1)
    assert len((await scene.api.client.get(url)).content) == 20 * MEGABYTE
    scene.clock.pass_(seconds=1)
    assert (await scene.api.client.get(url)).status_code == 404


@limit("deleting")
async def _deleting(scene: Scene) -> None:
    first, second = await scene.sent(), await scene.sent()
    scene.clock.pass_(hours=48)
    await scene.api.ok("deleteMessage", chat_id=scene.ana.id, message_id=first)
    scene.clock.pass_(seconds=1)
    await _refused(scene, "deleteMessage", chat_id=scene.ana.id, message_id=second)
    await scene.api.ok("deleteMessages", chat_id=scene.ana.id, message_ids=[second])  # passed over without a word
    assert scene.ana.last(scene.bot).id == second


@limit("webhook")
async def _webhook(scene: Scene) -> None:
    url = "https://bot.example.org"
    await scene.api.ok("setWebhook", url=url, secret_token="aZ0_" * 64, max_connections=100)
    await scene.api.ok("setWebhook", url=url, secret_token="-", max_connections=1)
    for wrong in ({"secret_token": "x" * 257}, {"secret_token": "ä"}, {"max_connections": 101}):
        await _refused(scene, "setWebhook", url=url, **wrong)
    assert (await scene.api.ok("getWebhookInfo"))["max_connections"] == 1
