"""Refusals beyond those of the page, and what is stricter here than it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from playground.telegram.errors import NO_ACTION, NOT_MODIFIED
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Person
    from tests.playground.conftest import Api

BAD = "Bad Request: "
PARSE = "can't parse entities: "
YES = {"text": "Yes", "callback_data": "y"}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": 99}, "chat not found"),
        ({"text": None}, "message text is empty"),
        ({"reply_markup": keyboard({"callback_data": "y"})}, "inline keyboard button text must be non-empty"),
        ({"reply_markup": keyboard({"text": "x", "url": ""})}, NO_ACTION),
        ({"reply_markup": keyboard({"text": "x", "pay": False})}, NO_ACTION),
        (
            {"reply_markup": keyboard({**YES, "url": "https://example.com"})},
            "can't parse inline keyboard button: it has more than one action: callback_data, url",
        ),
        ({"entities": [{"type": "bold", "offset": -1, "length": 1}]}, "receive an entity with incorrect offset -1"),
        (
            {"entities": [{"type": "bold", "offset": 0, "length": 1_000_001}]},
            "receive an entity with incorrect length 1000001",
        ),
        ({"parse_mode": "HTML", "text": "<a =x>x</a>"}, f'{PARSE}Empty attribute name in the tag "a" at byte offset 0'),
        ({"parse_mode": "HTML", "text": "\r<b"}, f"{PARSE}Unclosed start tag at byte offset 1"),
        ({"parse_mode": "HTML", "text": "<b\u00a0x>"}, f'{PARSE}Unsupported start tag "b\u00a0x" at byte offset 0'),
        ({"parse_mode": "HTML", "text": "<b x="}, f'{PARSE}Unclosed start tag "b" at byte offset 0'),
        ({"parse_mode": "HTML", "text": "<b x=y"}, f"{PARSE}Unclosed start tag at byte offset 0"),
        ({"parse_mode": "HTML", "text": "<b x=ä>"}, f"{PARSE}Unexpected end of name token at byte offset 5"),
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
        ({"reply_parameters": {"chat_id": 5, "message_id": 1}}, "only replies to messages of the same chat"),
        ({"reply_markup": keyboard({"text": "x", "web_app": {"url": "http://a.example"}})}, "Only HTTPS links"),
        ({"entities": [{"type": "loud", "offset": 0, "length": 1}]}, "must be one of mention"),
    ],
)
async def test_stricter_than_telegram(api: Api, bot: Bot, ana: Person, params: dict[str, Any], words: str) -> None:
    ana.open(bot)
    code, description = await api.error("sendMessage", **{"chat_id": ana.id, "text": "hi", **params})
    assert code == 400
    assert description.startswith(BAD)
    assert words in description


async def test_half_a_character_is_no_text(api: Api, bot: Bot, ana: Person) -> None:
    ana.open(bot)
    content = f'{{"chat_id": {ana.id}, "text": "x\\ud83d"}}'
    response = await api.client.post(
        f"{api.base}/sendMessage", content=content, headers={"content-type": "application/json"}
    )
    assert response.json()["description"] == f"{BAD}strings must be encoded in UTF-8"


async def test_a_way_back_is_open_until_the_account_is_gone(api: Api, bot: Bot, ben: Person) -> None:
    ben.open(bot)
    ben.block(bot)
    ben.open(bot)
    await api.ok("sendMessage", chat_id=ben.id, text="hi")
    ben.delete_account()
    assert (await api.ok("getChat", chat_id=ben.id))["first_name"] == ""


@tells("Callbacks: race")
async def test_what_an_edit_changes_and_what_not(api: Api, bot: Bot, ana: Person) -> None:
    ana.open(bot)
    sent = await api.ok("sendMessage", chat_id=ana.id, text="<b>x</b>", parse_mode="HTML")
    at = {"chat_id": ana.id, "message_id": sent["message_id"]}

    async def is_change(params: dict[str, Any], method: str = "editMessageText") -> bool:
        body = await api.call(method, **at, **params)
        assert body["ok"] or body["description"] == BAD + NOT_MODIFIED
        return bool(body["ok"])

    # the same text with other buttons is a change, the same buttons again are none
    buttons: dict[str, Any] = {"reply_markup": keyboard(YES), "text": "<b>x</b>", "parse_mode": "HTML"}
    assert await is_change(buttons)
    assert not await is_change(buttons)
    # a preview is only something to change where there is a link
    off: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
    assert not await is_change(buttons | off)
    assert await is_change({"text": "https://a.example"})
    assert await is_change({"text": "https://a.example"} | off)
    assert await is_change({"reply_markup": keyboard(YES)}, "editMessageReplyMarkup")
    assert await is_change({}, "editMessageReplyMarkup")
    assert not await is_change({}, "editMessageReplyMarkup")
    assert await api.error("editMessageText", **at, text="") == (400, f"{BAD}message text is empty")
    contact = await api.ok("sendContact", chat_id=ana.id, phone_number="+15550100", first_name="Help")
    at["message_id"] = contact["message_id"]
    assert await api.error("editMessageText", **at, text="x") == (
        400,
        f"{BAD}there is no text in the message to edit",
    )


async def test_a_profile_link_calls_somebody(api: Api, bot: Bot, ana: Person, ben: Person) -> None:
    ana.open(bot)
    ben.open(bot)
    markup = keyboard({"text": "Ben", "url": f"tg://user?id={ben.id}"})
    await api.ok("sendMessage", chat_id=ana.id, text="Call him", reply_markup=markup)
    assert ana.tap(ana.last(bot), "Ben").url == f"tg://user?id={ben.id}"


async def test_methods_are_found_in_any_case_and_real_ones_never_done_in_appearance(api: Api) -> None:
    assert await api.error("GETME", x="1") == (
        400,
        f'{BAD}getMe has no parameter "x" (the real server would ignore it silently)',
    )
    assert (await api.error("sendPoll", chat_id=1))[0] == 400  # what is wrong is told before what is not done


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
