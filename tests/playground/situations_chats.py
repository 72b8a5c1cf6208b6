"""Situations around messages that are gone, chats that can't be written to, and rights that are missing."""

from __future__ import annotations

from typing import Any

from tests.playground.facts import Ask, Scene, situation

GONE = 999


def _edit(scene: Scene, message_id: int, **params: Any) -> Ask:
    return Ask("editMessageText", {"chat_id": scene.ana.id, "message_id": message_id, "text": "new", **params})


def _write(chat_id: object) -> Ask:
    return Ask("sendMessage", {"chat_id": chat_id, "text": "hi"})


@situation("an edit that changes nothing")
async def _unchanged(scene: Scene) -> Ask:
    number = await scene.sent("<b>x</b>", parse_mode="HTML")
    return _edit(scene, number, text="<strong>x</strong> ", parse_mode="HTML")


@situation("an edit of a message that is gone")
async def _edit_gone(scene: Scene) -> Ask:
    return _edit(scene, GONE)


@situation("deleting a message that is gone")
async def _delete_gone(scene: Scene) -> Ask:
    return Ask("deleteMessage", {"chat_id": scene.ana.id, "message_id": GONE})


@situation("pinning a message that is gone")
async def _pin_gone(scene: Scene) -> Ask:
    return Ask("pinChatMessage", {"chat_id": scene.ana.id, "message_id": GONE})


@situation("a reaction to a message that is gone")
async def _react_gone(scene: Scene) -> Ask:
    return Ask("setMessageReaction", {"chat_id": scene.ana.id, "message_id": GONE})


@situation("forwarding a message that is gone")
async def _forward_gone(scene: Scene) -> Ask:
    return Ask("forwardMessage", {"chat_id": scene.ana.id, "from_chat_id": scene.ana.id, "message_id": GONE})


@situation("copying a message that is gone")
async def _copy_gone(scene: Scene) -> Ask:
    return Ask("copyMessage", {"chat_id": scene.ana.id, "from_chat_id": scene.ana.id, "message_id": GONE})


@situation("a reply to a message that is gone")
async def _reply_gone(scene: Scene) -> Ask:
    return scene.text("hi", reply_parameters={"message_id": GONE})


@situation("an edit of another's message")
async def _edit_hers(scene: Scene) -> Ask:
    return _edit(scene, scene.ana.send(scene.bot, "hers").id)


@situation("an edit of a forwarded message")
async def _edit_forwarded(scene: Scene) -> Ask:
    number = await scene.sent()
    params = {"chat_id": scene.ana.id, "from_chat_id": scene.ana.id, "message_id": number}
    forwarded = await scene.api.ok("forwardMessage", **params)
    return _edit(scene, forwarded["message_id"])


@situation("an edit of a message with a reply keyboard")
async def _edit_keyboard(scene: Scene) -> Ask:
    return _edit(scene, await scene.sent(reply_markup={"keyboard": [[{"text": "A"}]]}))


@situation("an edit of a message with force-reply")
async def _edit_force_reply(scene: Scene) -> Ask:
    return _edit(scene, await scene.sent(reply_markup={"force_reply": True}))


@situation("a text edit of a photo")
async def _text_of_photo(scene: Scene) -> Ask:
    hers = scene.ana.send_photo(scene.bot)
    assert hers.photo is not None
    sent = await scene.api.ok("sendPhoto", chat_id=scene.ana.id, photo=hers.photo[0]["file_id"])
    return _edit(scene, sent["message_id"])


@situation("a caption edit of a text")
async def _caption_of_text(scene: Scene) -> Ask:
    params = {"chat_id": scene.ana.id, "message_id": await scene.sent(), "caption": "c"}
    return Ask("editMessageCaption", params)


@situation("deleting another's message without the right")
async def _delete_hers(scene: Scene) -> Ask:
    group = scene.group()
    return Ask("deleteMessage", {"chat_id": group.id, "message_id": scene.ana.send(group, "hers").id})


@situation("deleting a message older than 48 hours")
async def _delete_old(scene: Scene) -> Ask:
    number = await scene.sent()
    scene.clock.pass_(hours=48, seconds=1)
    return Ask("deleteMessage", {"chat_id": scene.ana.id, "message_id": number})


@situation("deleting no messages")
async def _delete_none(scene: Scene) -> Ask:
    return Ask("deleteMessages", {"chat_id": scene.ana.id, "message_ids": []})


@situation("deleting more than 100 messages at once")
async def _delete_many(scene: Scene) -> Ask:
    return Ask("deleteMessages", {"chat_id": scene.ana.id, "message_ids": list(range(1, 102))})


@situation("a chat that nobody knows")
async def _nobody(_: Scene) -> Ask:
    return _write(-99)


@situation("a user the bot never met")
async def _stranger(scene: Scene) -> Ask:
    return _write(scene.ben.id)


@situation("no chat_id")
async def _no_chat(_: Scene) -> Ask:
    return Ask("sendMessage", {"text": "hi"})


@situation("a user who blocked the bot")
async def _blocked(scene: Scene) -> Ask:
    scene.ana.block(scene.bot)
    return scene.text("hi")


@situation("a user known from a group, who never pressed START")
async def _never_started(scene: Scene) -> Ask:
    scene.group()
    return _write(scene.ben.id)


@situation("a deleted account")
async def _deleted_account(scene: Scene) -> Ask:
    scene.ana.delete_account()
    return scene.text("hi")


@situation("another bot")
async def _other_bot(scene: Scene) -> Ask:
    return _write(scene.server.add_bot("777:AAAA", "other_bot", "Other").id)


@situation("removed from a group")
async def _kicked(scene: Scene) -> Ask:
    group = scene.group()
    group.remove(scene.bot, by=scene.ana)
    return _write(group.id)


@situation("removed from a supergroup")
async def _kicked_from_super(scene: Scene) -> Ask:
    group = scene.group(supergroup=True)
    group.remove(scene.bot, by=scene.ana)
    return _write(group.id)


@situation("left a group")
async def _left(scene: Scene) -> Ask:
    group = scene.group()
    await scene.api.ok("leaveChat", chat_id=group.id)
    return _write(group.id)


@situation("left a supergroup")
async def _left_super(scene: Scene) -> Ask:
    group = scene.group(supergroup=True)
    await scene.api.ok("leaveChat", chat_id=group.id)
    return _write(group.id)


@situation("a deleted group")
async def _deleted_group(scene: Scene) -> Ask:
    group = scene.group()
    group.delete()
    return _write(group.id)


@situation("a group that became a supergroup")
async def _upgraded(scene: Scene) -> Ask:
    group = scene.group()
    new = group.upgrade()
    return Ask("sendMessage", {"chat_id": group.id, "text": "hi"}, parameters={"migrate_to_chat_id": new.id})


@situation("a text where bots may not write")
async def _mute(scene: Scene) -> Ask:
    group = scene.group()
    group.bots_may_write = False
    return _write(group.id)


@situation("a photo where bots may not write")
async def _mute_photo(scene: Scene) -> Ask:
    group = scene.group()
    group.bots_may_write = False
    hers = scene.ana.send_photo(scene.bot)
    assert hers.photo is not None
    return Ask("sendPhoto", {"chat_id": group.id, "photo": hers.photo[0]["file_id"]})


@situation("a document where bots may not write")
async def _mute_document(scene: Scene) -> Ask:
    group = scene.group()
    group.bots_may_write = False
    hers = scene.ana.send_document(scene.bot)
    assert hers.document is not None
    return Ask("sendDocument", {"chat_id": group.id, "document": hers.document["file_id"]})


@situation("pinning without the right")
async def _pin(scene: Scene) -> Ask:
    group = scene.group()
    sent = await scene.api.ok("sendMessage", chat_id=group.id, text="mine")
    return Ask("pinChatMessage", {"chat_id": group.id, "message_id": sent["message_id"]})
