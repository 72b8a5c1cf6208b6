"""Situations around texts, their markup, and what hangs under a message."""

from __future__ import annotations

from typing import Any

from tests.playground.facts import Ask, Scene, Situation, situation

HTML = {
    "a tag that Telegram does not know": "<br>",
    "a bare less-than sign": "ä < b",
    "a tag that is never closed": "<b>x",
    "tags that cross": "<b><i>x</b></i>",
    "an end tag with nothing to close": "😀x</b>",
    "a start tag that is cut": "a <",
    "a start tag that is cut behind an attribute's name": "<b class",
    "a start tag that is cut behind its name": "<b ",
    "a start tag that is cut in a value": '<a href="x',
    "an end tag that is cut": "<b>x</b",
    "a value with a slash and no quotes": "<a href=x/y>x</a>",
    "a span that is no spoiler": "<span>x</span>",
    "an emoji without an id": "<tg-emoji>x</tg-emoji>",
    "half a character as a number": "x&#xD83D;y",
    "dates in a text": '<tg-time unix="1">x</tg-time>',
}
TEXTS: dict[str, tuple[str, dict[str, Any]]] = {
    "a text that is too long after parsing": ("<b>" + "😀" * 4097 + "</b>", {"parse_mode": "HTML"}),
    "a text of more than 32,768 bytes before parsing": ("ä" * 16_385, {}),
    "an empty text": ("", {}),
    "a text of white space": (" \n\u200b ", {}),
    "an unknown parse_mode": ("x", {"parse_mode": "XML"}),
    "MarkdownV2": ("x.", {"parse_mode": "MarkdownV2"}),
    "an entity that ends behind the text": ("hi", {"entities": [{"type": "bold", "offset": 0, "length": 9}]}),
    "an entity that begins behind the text": ("hi", {"entities": [{"type": "bold", "offset": 8, "length": 1}]}),
    "an entity that begins within a character": ("a😀b", {"entities": [{"type": "bold", "offset": 2, "length": 1}]}),
    "an entity that ends within a character": ("a😀b", {"entities": [{"type": "bold", "offset": 0, "length": 2}]}),
    "writing in a topic": ("x", {"message_thread_id": 5}),
    "a paid broadcast": ("x", {"allow_paid_broadcast": True}),
    "a quote in a reply": ("x", {"reply_parameters": {"message_id": 1, "quote": "x"}}),
}
BUTTONS: dict[str, dict[str, Any]] = {
    "callback_data of more than 64 bytes (seen)": {"text": "x", "callback_data": "ä" * 33},
    "an inline button without an action": {"text": "x"},
    "an inline button with empty callback_data": {"text": "x", "callback_data": ""},
    "an inline button without text": {"text": " ", "callback_data": "x"},
    "an inline button with a link to nowhere": {"text": "x", "url": "http://localhost/"},
    "an inline button with a link that is code": {"text": "x", "url": "javascript:alert(1)"},
    "an inline button to the profile of nobody (seen)": {"text": "x", "url": "tg://user?id=1"},
}
REACTIONS = {
    "a reaction that is none (seen)": [{"type": "emoji", "emoji": "🧦"}],
    "two reactions (seen)": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}],
}


def _text(text: str, params: dict[str, Any]) -> Situation:
    async def made(scene: Scene) -> Ask:
        return scene.text(text, **params)

    return made


def _button(button: dict[str, Any]) -> Situation:
    async def made(scene: Scene) -> Ask:
        return scene.markup(**button)

    return made


def _reaction(reaction: list[dict[str, str]]) -> Situation:
    async def made(scene: Scene) -> Ask:
        return Ask("setMessageReaction", {"chat_id": scene.ana.id, "message_id": 1, "reaction": reaction})

    return made


for _name, _source in HTML.items():
    situation(_name)(_text(_source, {"parse_mode": "HTML"}))
for _name, (_source, _params) in TEXTS.items():
    situation(_name)(_text(_source, _params))
for _name, _raw in BUTTONS.items():
    situation(_name)(_button(_raw))
for _name, _reactions in REACTIONS.items():
    situation(_name)(_reaction(_reactions))


@situation("a caption that is too long")
async def _caption(scene: Scene) -> Ask:
    hers = scene.ana.send_document(scene.bot)
    assert hers.document is not None
    given = {"chat_id": scene.ana.id, "document": hers.document["file_id"], "caption": "😀" * 1025}
    return Ask("sendDocument", given)


@situation("an inline button to the profile of someone whose privacy forbids it (seen)")
async def _private(scene: Scene) -> Ask:
    scene.ben.open(scene.bot)
    scene.ben.forbids_profile_links = True
    return scene.markup(text="Ben", url=f"tg://user?id={scene.ben.id}")


@situation("an inline keyboard that is too big (seen)")
async def _big(scene: Scene) -> Ask:
    return scene.text("?", reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101})


def _in_group(scene: Scene, wish: str) -> Ask:
    markup = {"keyboard": [[{"text": "x", wish: True}]]}
    return Ask("sendMessage", {"chat_id": scene.group().id, "text": "?", "reply_markup": markup})


@situation("a contact button in a group")
async def _contact(scene: Scene) -> Ask:
    return _in_group(scene, "request_contact")


@situation("a location button in a group")
async def _location(scene: Scene) -> Ask:
    return _in_group(scene, "request_location")


@situation("inline messages")
async def _inline(_: Scene) -> Ask:
    return Ask("editMessageText", {"inline_message_id": "x", "text": "x"})
