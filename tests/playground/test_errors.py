"""Telegram's refusals, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Api, Clock

BAD = "Bad Request: "
PARSE = f"{BAD}can't parse entities: "
YES = {"text": "Yes", "callback_data": "y"}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": None}, "chat_id is empty"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": 99}, "chat not found"),
        ({"chat_id": -99}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"text": None}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 32_769}, "text is too long"),
        ({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "parse_mode MarkdownV2 is real, but this stand-in only reads HTML"),
        ({"reply_parameters": {"message_id": 12345}}, "message to be replied not found"),
        ({"reply_markup": keyboard({"text": "x", "callback_data": "ä" * 33})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard({"text": "x", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        (
            {"reply_markup": keyboard({"text": "x"})},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"reply_markup": keyboard({**YES, "text": " "})}, "inline keyboard button text must be non-empty"),
        ({"reply_markup": keyboard({"callback_data": "y"})}, "inline keyboard button text must be non-empty"),
        (
            {"reply_markup": keyboard({**YES, "url": "https://example.com"})},
            "can't parse inline keyboard button: it has more than one action: callback_data, url",
        ),
        (
            {"reply_markup": keyboard({"text": "x", "url": "http://localhost/"})},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            {"reply_markup": keyboard({"text": "x", "url": "javascript:alert(1)"})},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        ({"reply_markup": keyboard({"text": "x", "url": "tg://user?id=1"})}, "BUTTON_USER_INVALID"),
        ({"reply_markup": keyboard(*[YES] * 9)}, "REPLY_MARKUP_TOO_LONG"),
        ({"reply_markup": {"inline_keyboard": [[YES]] * 101}}, "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_send_message(api: Api, bot: Bot, ana: Person, params: dict[str, Any], words: str) -> None:
    ana.open(bot)
    asked = {"chat_id": ana.id, "text": "hi"} | params
    given = {name: value for name, value in asked.items() if value is not None}
    assert await api.error("sendMessage", **given) == (400, BAD + words)
    assert [message.text for message in ana.chat(bot)] == ["/start"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"txt": "x"}, 'sendMessage has no parameter "txt"'),
        ({"reply_markup": {"inline_keyboard": [[{**YES, "colour": "red"}]]}}, 'no parameter "colour"'),
        ({"reply_markup": keyboard({**YES, "style": "pink"})}, "must be one of danger, success, primary"),
        ({"reply_markup": "[]"}, "object expected"),
        ({"reply_markup": "{"}, "can't parse sendMessage.reply_markup as a JSON object"),
        ({"reply_markup": {}}, "is none of InlineKeyboardMarkup"),
        ({"reply_markup": {"inline_keyboard": 5}}, "must be an array"),
        ({"disable_notification": "maybe"}, "must be Boolean"),
        ({"link_preview_options": {"is_disabled": "maybe"}}, "must be Boolean"),
        ({"link_preview_options": {"disabled": True}}, 'no parameter "disabled"'),
        ({"reply_parameters": {"message_id": "one"}}, "must be Integer"),
        ({"chat_id": True}, "must be Integer or String"),
        ({"message_thread_id": 5}, "does not act on it"),
        ({"reply_parameters": {"message_id": 1, "quote": "x"}}, "ReplyParameters.quote is real"),
        ({"reply_parameters": {"chat_id": 5, "message_id": 1}}, "only replies to messages of the same chat"),
        ({"reply_markup": keyboard({"text": "x", "web_app": {"url": "http://a.example"}})}, "Only HTTPS links"),
        ({"entities": [{"type": "bold", "offset": 0, "length": 9}]}, "does not lie within the text"),
        ({"entities": [{"type": "loud", "offset": 0, "length": 1}]}, "must be one of mention"),
    ],
)
async def test_stricter_than_telegram(api: Api, bot: Bot, ana: Person, params: dict[str, Any], words: str) -> None:
    ana.open(bot)
    code, description = await api.error("sendMessage", **{"chat_id": ana.id, "text": "hi", **params})
    assert code == 400
    assert description.startswith(BAD)
    assert words in description


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("ä < b", 'Unsupported start tag "" at byte offset 3'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b class", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
async def test_html(api: Api, bot: Bot, ana: Person, text: str, words: str) -> None:
    ana.open(bot)
    assert await api.error("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML") == (400, PARSE + words)


async def test_who_can_not_be_written_to(api: Api, server: TelegramServer, bot: Bot, ana: Person, ben: Person) -> None:
    async def refusal(chat_id: int) -> str:
        code, description = await api.error("sendMessage", chat_id=chat_id, text="hi")
        assert code == 403
        return description

    other = server.add_bot("777:AAAA", "other_bot", "Other")
    assert await refusal(other.id) == "Forbidden: the bot can't send messages to the bot"
    server.add_group("Us", [ana, ben]).add(bot, by=ana)
    assert await refusal(ben.id) == "Forbidden: bot can't initiate conversation with a user"
    ben.open(bot)
    ben.block(bot)
    assert await refusal(ben.id) == "Forbidden: bot was blocked by the user"
    ben.open(bot)
    await api.ok("sendMessage", chat_id=ben.id, text="hi")
    ben.delete_account()
    assert await refusal(ben.id) == "Forbidden: user is deactivated"
    assert (await api.ok("getChat", chat_id=ben.id))["first_name"] == ""


async def test_edits(api: Api, bot: Bot, ana: Person) -> None:
    hers = ana.open(bot)
    message_id = (await api.ok("sendMessage", chat_id=ana.id, text="<b>x</b>", parse_mode="HTML"))["message_id"]

    async def refusal(**params: Any) -> str:
        given = {"chat_id": ana.id, "message_id": message_id, "text": "new"} | params
        code, description = await api.error("editMessageText", **given)
        assert code == 400
        return description.removeprefix(BAD)

    same = await refusal(text="<strong>x</strong> ", parse_mode="HTML")
    assert same == (
        "message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message"
    )
    assert await refusal(message_id=999) == "message to edit not found"
    assert await refusal(message_id=hers.id) == "message can't be edited"
    assert await refusal(text="") == "message text is empty"
    with_reply_keyboard = await api.ok(
        "sendMessage", chat_id=ana.id, text="Which?", reply_markup={"keyboard": [[{"text": "A"}]]}
    )
    assert ana.last(bot).keyboard == (("A",),)
    assert await refusal(message_id=with_reply_keyboard["message_id"]) == "message can't be edited"
    contact = await api.ok("sendContact", chat_id=ana.id, phone_number="+15550100", first_name="Help")
    assert await refusal(message_id=contact["message_id"]) == "there is no text in the message to edit"
    forwarded = await api.ok("forwardMessage", chat_id=ana.id, from_chat_id=ana.id, message_id=message_id)
    assert await refusal(message_id=forwarded["message_id"]) == "message can't be edited"
    assert await api.error("editMessageCaption", chat_id=ana.id, message_id=message_id, caption="c") == (
        400,
        f"{BAD}there is no caption in the message to edit",
    )
    # the same text with other buttons is a change, the same buttons again are none
    buttons = {"reply_markup": keyboard(YES), "text": "<b>x</b>", "parse_mode": "HTML"}
    await api.ok("editMessageText", chat_id=ana.id, message_id=message_id, **buttons)
    assert (await refusal(**buttons)).startswith("message is not modified")
    # a preview is only something to change where there is a link
    off = {"link_preview_options": {"is_disabled": True}}
    assert (await refusal(**buttons, **off)).startswith("message is not modified")
    await api.ok("editMessageText", chat_id=ana.id, message_id=message_id, text="https://a.example")
    await api.ok("editMessageText", chat_id=ana.id, message_id=message_id, text="https://a.example", **off)
    await api.ok("editMessageReplyMarkup", chat_id=ana.id, message_id=message_id, reply_markup=keyboard(YES))
    await api.ok("editMessageReplyMarkup", chat_id=ana.id, message_id=message_id)
    assert await api.error("editMessageReplyMarkup", chat_id=ana.id, message_id=message_id)


async def test_deleting(api: Api, bot: Bot, ana: Person, clock: Clock) -> None:
    hers = ana.open(bot)
    first = (await api.ok("sendMessage", chat_id=ana.id, text="1"))["message_id"]
    clock.pass_(hours=48, seconds=1)
    second = (await api.ok("sendMessage", chat_id=ana.id, text="2"))["message_id"]
    assert await api.error("deleteMessage", chat_id=ana.id, message_id=first) == (
        400,
        f"{BAD}message can't be deleted for everyone",
    )
    assert await api.ok("deleteMessages", chat_id=ana.id, message_ids=[first, second, 999])
    assert [message.id for message in ana.chat(bot)] == [hers.id, first]
    assert await api.error("deleteMessage", chat_id=ana.id, message_id=second) == (
        400,
        f"{BAD}message to delete not found",
    )
    assert (await api.error("deleteMessages", chat_id=ana.id, message_ids=[]))[0] == 400
    assert (await api.error("deleteMessages", chat_id=ana.id, message_ids=list(range(101))))[0] == 400


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("forwardMessage", {"from_chat_id": None, "message_id": 99}, "message to forward not found"),
        ("copyMessage", {"from_chat_id": None, "message_id": 99}, "message to copy not found"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🧦"}]}, "REACTION_INVALID"),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]},
            "REACTIONS_TOO_MANY",
        ),
        ("sendPhoto", {"photo": "no-such-id"}, "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_other_methods(api: Api, started: Person, method: str, params: dict[str, Any], words: str) -> None:
    given = {name: started.id if value is None else value for name, value in params.items()}
    assert await api.error(method, chat_id=started.id, **given) == (400, BAD + words)


async def test_profile_links_go_by_the_persons_wish(api: Api, bot: Bot, ana: Person, ben: Person) -> None:
    ana.open(bot)
    ben.open(bot)
    markup = keyboard({"text": "Ben", "url": f"tg://user?id={ben.id}"})
    await api.ok("sendMessage", chat_id=ana.id, text="Call him", reply_markup=markup)
    assert ana.tap(ana.last(bot), "Ben").url == f"tg://user?id={ben.id}"
    ben.forbids_profile_links = True
    assert await api.error("sendMessage", chat_id=ana.id, text="Call him", reply_markup=markup) == (
        400,
        f"{BAD}BUTTON_USER_PRIVACY_RESTRICTED",
    )


async def test_tokens_and_paths(api: Api, server: TelegramServer) -> None:
    async def status(path: str) -> tuple[int, str]:
        response = await api.client.get(server.url + path)
        return response.status_code, response.json()["description"]

    assert await status("/bot123456:wrong/getMe") == (401, "Unauthorized")
    assert await status("/botwrong/getMe") == (404, "Not Found")
    assert await status("/") == (404, "Not Found")
    assert await status(f"{api.base.removeprefix(server.url)}/getMee") == (404, "Not Found: method not found")
    assert await status(f"{api.base.removeprefix(server.url)}/GETME?x=1") == (
        400,
        f'{BAD}getMe has no parameter "x" (the real server would ignore it silently)',
    )
    assert await api.error("sendDice", chat_id=1) == (
        501,
        "Not Implemented: sendDice is a real method, but this stand-in does not do it",
    )
    assert (await api.error("sendPoll", chat_id=1))[0] == 400


async def test_the_four_ways_of_giving_parameters(api: Api, bot: Bot, ana: Person) -> None:
    ana.open(bot)
    url = f"{api.base}/sendMessage"
    markup = '{"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}'
    given = {"chat_id": str(ana.id), "text": "ü", "reply_markup": markup, "disable_notification": "true"}
    await api.client.get(url, params=given)
    await api.client.post(url, data=given)
    await api.client.post(url, files={name: (None, value) for name, value in given.items()})
    await api.client.post(url, json=given)
    messages = ana.chat(bot)[1:]
    assert [message.text for message in messages] == ["ü"] * 4
    assert all(message.is_silent and message.buttons[0][0].callback_data == "y" for message in messages)
    for body, kind in ((b"{", "application/json"), (b"[1]", "application/json"), (b"x", "text/csv")):
        response = await api.client.post(url, content=body, headers={"content-type": kind})
        assert response.status_code == 400
