"""Files, commands, texts about the bot, copies, reactions - all through a real client."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ChatMemberMember,
    ReactionTypeEmoji,
    ReplyParameters,
    error,
)

from playground.telegram import Command, files
from playground.telegram.phone import TINY_PNG

if TYPE_CHECKING:
    import telegram

    from playground.telegram import Bot, Person
    from tests.playground.conftest import Api, Clock


def png(width: int, height: int) -> bytes:
    return TINY_PNG[:16] + struct.pack(">II", width, height) + TINY_PNG[24:]


async def test_a_document_goes_up_and_down(client: telegram.Bot, bot: Bot, started: Person, clock: Clock) -> None:
    sent = await client.send_document(
        started.id, b"a,b\n1,2\n", filename="log.csv", caption="<i>yours</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption_html) == ("log.csv", 8, "<i>yours</i>")
    seen = started.last(bot)
    assert seen.document is not None
    assert (seen.document["file_name"], seen.text, seen.html) == ("log.csv", "yours", "<i>yours</i>")
    file = await client.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n1,2\n"
    clock.pass_(hours=1, seconds=1)
    with pytest.raises(error.InvalidToken):
        await file.download_as_bytearray()
    again = await client.send_document(started.id, sent.document.file_id)
    assert again.document == sent.document
    edited = await client.edit_message_caption(started.id, again.message_id, caption="other")
    assert not isinstance(edited, bool)
    assert edited.caption == "other"
    with pytest.raises(error.BadRequest, match="Message caption is too long"):
        await client.edit_message_caption(started.id, again.message_id, caption="x" * 1025)
    with pytest.raises(error.BadRequest, match="There is no text in the message to edit"):
        await client.edit_message_text("x", started.id, again.message_id)
    with pytest.raises(error.BadRequest, match="Can't use file of type document as photo"):
        await client.send_photo(started.id, sent.document.file_id)


async def test_photos(client: telegram.Bot, bot: Bot, started: Person) -> None:
    sent = await client.send_photo(started.id, png(640, 480))
    assert (sent.photo[0].width, sent.photo[0].height) == (640, 480)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03" * 9
    assert (await client.send_photo(started.id, jpeg)).photo[0].width == 40
    for content, words in (
        (b"no picture", "Image_process_failed"),
        (png(9_000, 1_001), "Photo_invalid_dimensions"),
        (png(210, 10), "Photo_invalid_dimensions"),
    ):
        with pytest.raises(error.BadRequest, match=words):
            await client.send_photo(started.id, content)
    hers = started.send_photo(bot)
    assert hers.photo is not None
    file = await client.get_file(hers.photo[0]["file_id"])
    assert bytes(await file.download_as_bytearray()) == TINY_PNG


async def test_uploads_must_be_used(api: Api, started: Person) -> None:
    async def post(files: dict[str, Any], **params: Any) -> tuple[int, str]:
        response = await api.client.post(f"{api.base}/sendDocument", data=params, files=files)
        return response.status_code, response.json().get("description", "")

    file = {"it": ("a.txt", b"x")}
    assert await post(file, chat_id=started.id, document="attach://it") == (200, "")
    assert (await post(file, chat_id=started.id, document="attach://other"))[1].endswith("which was not uploaded")
    code, words = await post({"document": ("a", b"x"), **file}, chat_id=started.id)
    assert (code, words) == (400, 'Bad Request: the uploaded file "it" is used by no parameter')
    assert (await post({"document": ("a", b"")}, chat_id=started.id))[1] == "Bad Request: file must be non-empty"


async def test_commands_by_scope_and_language(client: telegram.Bot, bot: Bot, started: Person) -> None:
    await client.set_my_commands([BotCommand("today", "What is on")])
    await client.set_my_commands([("today", "Was ansteht")], BotCommandScopeAllPrivateChats(), language_code="de")
    await client.set_my_commands([("mine", "Mine")], BotCommandScopeChat(started.id))
    assert bot.commands() == [Command("today", "What is on")]
    assert bot.commands("de", "all_private_chats") == [Command("today", "Was ansteht")]
    assert bot.commands(scope={"type": "chat", "chat_id": started.id}) == [Command("mine", "Mine")]
    assert bot.commands("de") == []
    assert await client.get_my_commands() == (BotCommand("today", "What is on"),)
    await client.delete_my_commands()
    assert bot.commands() == []


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Upper", "x")], "BOT_COMMAND_INVALID"),
        ([("x" * 33, "x")], "command length must not exceed 32"),
        ([("", "x")], "command must be non-empty"),
        ([("ok", "")], "command description must be non-empty"),
        ([("ok", "x" * 257)], "command description length must not exceed 256"),
        ([("ok", "x")] * 101, "setMyCommands.commands must be 0 to 100 items, not 101"),
    ],
)
async def test_bad_commands(api: Api, commands: list[tuple[str, str]], words: str) -> None:
    given = [{"command": name, "description": text} for name, text in commands]
    assert await api.error("setMyCommands", commands=given) == (400, f"Bad Request: {words}")


async def test_texts_about_the_bot(client: telegram.Bot, api: Api, bot: Bot) -> None:
    await client.set_my_description("What it does")
    await client.set_my_description("Was er macht", language_code="de")
    await client.set_my_short_description("Short")
    await client.set_my_name("Bleib dran", language_code="de")
    assert (await client.get_my_description("de")).description == bot.description("de") == "Was er macht"
    assert (await client.get_my_description("fr")).description == bot.description("fr") == "What it does"
    assert (await client.get_my_short_description()).short_description == bot.short_description() == "Short"
    assert (await client.get_my_name("de")).name == "Bleib dran"
    assert (await client.get_my_name()).name == bot.first_name
    await client.set_my_description("", language_code="de")
    assert bot.description("de") == "What it does"
    assert (await api.error("setMyDescription", description="x" * 513))[0] == 400
    assert (await api.error("setMyName", name="x" * 65))[0] == 400
    assert await api.error("setMyName", name="x", language_code="deu") == (
        400,
        "Bad Request: invalid language code specified",
    )


async def test_chats_as_the_client_reads_them(client: telegram.Bot, bot: Bot, ben: Person) -> None:
    ben.open(bot)
    full = await client.get_chat(ben.id)
    assert (full.id, full.username, full.active_usernames) == (ben.id, "benberg", ("benberg",))
    assert full.accepted_gift_types.limited_gifts
    member = await client.get_chat_member(ben.id, ben.id)
    assert isinstance(member, ChatMemberMember)
    assert await client.get_chat_member_count(ben.id) == 2
    with pytest.raises(error.BadRequest):
        await client.leave_chat(ben.id)
    assert await client.send_chat_action(ben.id, "typing")
    assert (await client.get_me()).can_join_groups
    assert (await client.get_webhook_info()).url == ""


async def test_copies_forwards_pins_and_reactions(client: telegram.Bot, bot: Bot, started: Person, ben: Person) -> None:
    ben.open(bot)
    hers = started.send(bot, "/my text")
    copied = await client.copy_message(ben.id, started.id, hers.id)
    assert ben.last(bot).text == "/my text"
    forwarded = await client.forward_message(ben.id, started.id, hers.id)
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.to_dict()["sender_user"]["id"] == started.id
    assert await client.pin_chat_message(ben.id, copied.message_id)
    assert await client.pin_chat_message(ben.id, copied.message_id)
    assert (await client.get_chat(ben.id)).pinned_message is not None
    assert await client.unpin_chat_message(ben.id)
    assert (await client.get_chat(ben.id)).pinned_message is None
    with pytest.raises(error.BadRequest, match="Message to unpin not found"):
        await client.unpin_chat_message(ben.id, copied.message_id)
    assert await client.pin_chat_message(ben.id, copied.message_id)
    assert await client.set_message_reaction(started.id, hers.id, [ReactionTypeEmoji("🔥")])
    assert started.chat(bot)[-1].reactions == ("🔥",)
    protected = await client.send_message(ben.id, "secret", protect_content=True)
    assert protected.has_protected_content
    with pytest.raises(error.BadRequest, match="can't be copied"):
        await client.copy_message(started.id, ben.id, protected.message_id)
    await client.delete_message(ben.id, copied.message_id)
    assert (await client.get_chat(ben.id)).pinned_message is None


async def test_replies(client: telegram.Bot, bot: Bot, started: Person) -> None:
    hers = started.send(bot, "one")
    reply = await client.send_message(started.id, "two", reply_parameters=ReplyParameters(hers.id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "one"
    assert started.last(bot).reply_to == hers.id
    late = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await client.send_message(started.id, "three", reply_parameters=late)).reply_to_message is None
    photo = await client.send_photo(started.id, TINY_PNG, caption="old")
    await client.copy_message(started.id, started.id, photo.message_id, caption="new")
    assert started.last(bot).text == "new"


async def test_contact(client: telegram.Bot, bot: Bot, started: Person) -> None:
    sent = await client.send_contact(started.id, "+15550100", "Help", last_name="Line")
    assert sent.contact is not None
    assert sent.contact.phone_number == "+15550100"
    assert started.last(bot).contact == {"phone_number": "+15550100", "first_name": "Help", "last_name": "Line"}


async def test_sizes(client: telegram.Bot, started: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    gif = b"GIF89a" + struct.pack("<HH", 20, 10)
    assert (await client.send_photo(started.id, gif)).photo[0].height == 10
    monkeypatch.setattr(files, "MAX_PHOTO_BYTES", 5)
    with pytest.raises(error.BadRequest, match="File is too big for a photo"):
        await client.send_photo(started.id, gif)
    sent = await client.send_document(started.id, gif)
    assert sent.document is not None
    monkeypatch.setattr(files, "MAX_DOWNLOAD_BYTES", 5)
    with pytest.raises(error.BadRequest, match="File is too big"):
        await client.get_file(sent.document.file_id)
    monkeypatch.setattr(files, "MAX_UPLOAD_BYTES", 5)
    with pytest.raises(error.NetworkError, match="Request Entity Too Large"):
        await client.send_document(started.id, gif)
    with pytest.raises(error.BadRequest, match="Invalid file_id"):
        await client.get_file("none")


async def test_numbers(api: Api, started: Person) -> None:
    code, words = await api.error("sendLocation", chat_id=started.id, latitude="52.5", longitude="x")
    assert (code, words) == (400, "Bad Request: sendLocation.longitude must be Float, not 'x'")
    assert (await api.error("sendLocation", chat_id=started.id, latitude="52.5", longitude=13))[0] == 501
    code, words = await api.error("sendLocation", chat_id=1, latitude=1, longitude=True)
    assert words.endswith("must be Float, not True")
    code, words = await api.error("sendLocation", chat_id=1, latitude=1, longitude=1, live_period=59)
    assert words.endswith("must be 60 to 86400, not 59")
    assert (await api.error("sendLocation", chat_id=1, latitude=1, longitude=1, live_period=2147483647))[0] == 501
