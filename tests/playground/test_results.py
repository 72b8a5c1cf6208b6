"""Every good answer and every kind of update, read by a real client with nothing left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import telegram

from playground.telegram.methods import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.telegram import Bot, Group, Person, TelegramServer
    from tests.playground.conftest import Api

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
NEWER_THAN_THE_CLIENT = {"supports_join_request_queries"}
READERS: dict[str, type[telegram.TelegramObject] | None] = {
    **dict.fromkeys(
        (
            "editMessageCaption",
            "editMessageReplyMarkup",
            "editMessageText",
            "forwardMessage",
            "sendContact",
            "sendDocument",
            "sendMessage",
            "sendPhoto",
        ),
        telegram.Message,
    ),
    "copyMessage": telegram.MessageId,
    "getChat": telegram.ChatFullInfo,
    "getChatMember": telegram.ChatMember,
    "getFile": telegram.File,
    "getMe": telegram.User,
    "getMyCommands": telegram.BotCommand,
    "getMyDescription": telegram.BotDescription,
    "getMyName": telegram.BotName,
    "getMyShortDescription": telegram.BotShortDescription,
    "getUpdates": telegram.Update,
    "getWebhookInfo": telegram.WebhookInfo,
    **dict.fromkeys(
        (
            "answerCallbackQuery",
            "deleteMessage",
            "deleteMessages",
            "deleteMyCommands",
            "deleteWebhook",
            "getChatMemberCount",
            "leaveChat",
            "pinChatMessage",
            "sendChatAction",
            "setMessageReaction",
            "setMyCommands",
            "setMyDescription",
            "setMyName",
            "setMyShortDescription",
            "setWebhook",
            "unpinChatMessage",
        )
    ),
}
"""What a client makes of a method's result; None for a plain truth or number."""


def left_over(read: object, where: str = "") -> Iterator[str]:
    """Yield the fields a client did not know what to do with, at any depth."""
    if isinstance(read, telegram.TelegramObject):
        yield from (f"{where}.{name}" for name in read.api_kwargs if name not in NEWER_THAN_THE_CLIENT)
        names = {name for kind in type(read).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in sorted(name for name in names if name != "api_kwargs" and not name.startswith("_")):
            yield from left_over(getattr(read, name, None), f"{where}.{name}")
    elif isinstance(read, list | tuple):
        for item in read:
            yield from left_over(item, where)


def read(kind: type[telegram.TelegramObject], raw: Any, client: telegram.Bot) -> list[telegram.TelegramObject]:
    """Read a result, or each of a list of them, as the client does."""
    found = [kind.de_json(item, client) for item in (raw if isinstance(raw, list) else [raw])]
    assert found
    assert [name for item in found for name in left_over(item, kind.__name__)] == []
    return found


@pytest.fixture
def group(server: TelegramServer, bot: Bot, started: Person, ben: Person) -> Group:
    group = server.add_group("Us", [started, ben])
    group.add(bot, by=started)
    group.promote(bot, by=started)
    return group


async def _good(api: Api, bot: Bot, ana: Person, group: Group) -> list[tuple[str, dict[str, Any]]]:
    """Return a call of every method that will be answered well, in an order in which that holds."""
    sent = (await api.ok("sendMessage", chat_id=ana.id, text="x", reply_markup=YES))["message_id"]
    tap = ana.tap(ana.last(bot))
    hers = {name: getattr(ana, f"send_{name}")(bot, caption="/c") for name in ("photo", "document")}
    in_chat, at, one_of_hers = {"chat_id": ana.id}, {"chat_id": ana.id, "message_id": sent}, hers["photo"].id
    file = hers["document"].document["file_id"]
    menu = [{"command": "x", "description": "y"}]
    mine = (await api.ok("sendDocument", **in_chat, document=file, caption="<b>c</b>", parse_mode="HTML"))["message_id"]
    html = {"parse_mode": "HTML", "text": f'<b>a</b> <a href="tg://user?id={ana.id}">A</a> <code>c</code> a@b.org #d'}
    source = {"from_chat_id": ana.id, "message_id": one_of_hers}
    return [
        ("getMe", {}),
        ("answerCallbackQuery", {"callback_query_id": tap.query_id, "text": "ok"}),
        ("sendMessage", {**in_chat, **html, "reply_parameters": {"message_id": one_of_hers}}),
        ("sendPhoto", {**in_chat, "photo": hers["photo"].photo[0]["file_id"], "caption": "c"}),
        ("sendDocument", {**in_chat, "document": file, "protect_content": True}),
        ("sendContact", {**in_chat, "phone_number": "+1", "first_name": "x", "last_name": "y"}),
        ("sendChatAction", {**in_chat, "action": "typing"}),
        ("editMessageText", {**at, "text": "https://a.example", "link_preview_options": {"is_disabled": True}}),
        ("editMessageReplyMarkup", {**at, "reply_markup": YES}),
        ("editMessageCaption", {"chat_id": ana.id, "message_id": mine, "caption": "d"}),
        ("forwardMessage", {"chat_id": group.id, **source}),
        ("copyMessage", {"chat_id": group.id, **source}),
        ("setMessageReaction", {**at, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
        ("pinChatMessage", at),
        ("getChat", in_chat),
        ("getChat", {"chat_id": group.id}),
        ("unpinChatMessage", at),
        ("getChatMember", {"chat_id": group.id, "user_id": ana.id}),
        ("getChatMember", {"chat_id": group.id, "user_id": bot.id}),
        ("getChatMember", {**in_chat, "user_id": ana.id}),
        ("getChatMemberCount", {"chat_id": group.id}),
        ("getFile", {"file_id": file}),
        ("deleteMessage", at),
        ("deleteMessages", {"chat_id": ana.id, "message_ids": [mine]}),
        ("setMyCommands", {"commands": menu}),
        ("getMyCommands", {}),
        ("deleteMyCommands", {}),
        ("setMyName", {"name": "x"}),
        ("getMyName", {}),
        ("setMyDescription", {"description": "x"}),
        ("getMyDescription", {}),
        ("setMyShortDescription", {"short_description": "x"}),
        ("getMyShortDescription", {}),
        ("getUpdates", {}),
        ("leaveChat", {"chat_id": group.id}),
        ("setWebhook", {"url": "https://bot.example.org", "max_connections": 7, "allowed_updates": ["message"]}),
        ("getWebhookInfo", {}),
        ("deleteWebhook", {}),
    ]


async def test_every_method_answers_what_a_client_reads(
    api: Api, client: telegram.Bot, bot: Bot, started: Person, group: Group
) -> None:
    calls = await _good(api, bot, started, group)
    assert {method for method, _ in calls} == set(HANDLERS) == set(READERS)
    for method, params in calls:
        raw, kind = await api.ok(method, **params), READERS[method]
        if kind is None:
            assert raw is True or isinstance(raw, int)
        else:
            read(kind, raw, client)


async def test_every_kind_of_update_is_one_a_client_reads(
    api: Api, client: telegram.Bot, bot: Bot, group: Group
) -> None:
    ana, ben = group.members
    await api.updates(allowed_updates=[
        "message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"
    ])  # fmt: skip
    await api.ok("sendMessage", chat_id=ana.id, text="?", reply_markup=YES)
    ana.tap(ana.last(bot))
    message = ana.send(group, "hello @ben #x", reply_to=ana.send(group, "/x"))
    ana.edit(message, "changed")
    ana.react(message, "👍")
    for kind in ("photo", "document", "voice", "sticker", "contact"):
        getattr(ana, f"send_{kind}")(bot)
    ana.send_location(bot, 52.5, 13.4)
    ana.send(bot, "far", forwarded=True)
    group.remove(ben, by=ana)
    ana.block(bot)
    group.upgrade(by=ana)
    updates = read(telegram.Update, await api.updates(), client)
    told = {name for update in updates for name in update.to_dict() if name != "update_id"}
    assert told == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
    }
