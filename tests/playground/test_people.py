"""What people do, and what they then see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from playground.telegram import Entity
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Person, TelegramServer
    from tests.playground.conftest import Api, Clock


@tells("Groups and privacy mode: big ids")
async def test_ids_do_not_fit_into_32_bits(server: TelegramServer) -> None:
    people = [server.add_person(f"P{number}") for number in range(4)]
    assert [person.id > 2**32 for person in people] == [False, True, False, True]
    assert len({person.id for person in people}) == 4
    with pytest.raises(ValueError, match="account with this id"):
        server.add_bot("700000001:AAAA", "same_bot", "Same")


async def test_opening(api: Api, bot: Bot, ana: Person) -> None:
    ana.open(bot)
    ana.open_link(f"https://t.me/{bot.username}?start=abc-1")
    ana.open_link(f"tg://resolve?domain={bot.username}&start=abc")
    ana.open_link(f"https://t.me/{bot.username}")
    texts = [update["message"]["text"] for update in await api.drain()]
    assert texts == ["/start", "/start abc-1", "/start abc", "/start"]
    for payload in ("", "no spaces", "x" * 65):
        with pytest.raises(ValueError, match="a start payload is"):
            ana.open(bot, payload)
    for url in ("https://t.me/nobody_bot", f"https://evil.example/{bot.username}"):
        with pytest.raises(LookupError):
            ana.open_link(url)


async def test_messages(api: Api, bot: Bot, ana: Person, clock: Clock) -> None:
    first = ana.send(bot, "  hello <b> ")
    clock.pass_(minutes=1)
    ana.edit(first, "/hello https://a.example")
    ana.send(bot, "answer", reply_to=first, forwarded=True, entities=[Entity("bold", 0, 6)])
    sent, edited, reply = await api.drain()
    assert sent["message"]["text"] == "hello <b>"
    assert edited["edited_message"]["edit_date"] == edited["edited_message"]["date"] + 60
    assert [entity["type"] for entity in edited["edited_message"]["entities"]] == ["bot_command", "url"]
    assert reply["message"]["reply_to_message"]["message_id"] == first.id
    assert reply["message"]["forward_origin"]["type"] == "hidden_user"
    assert reply["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert [message.text for message in ana.chat(bot)] == ["/hello https://a.example", "answer"]
    ana.delete(first)
    assert [message.text for message in ana.chat(bot)] == ["answer"]
    with pytest.raises(ValueError, match="1 to 4096"):
        ana.send(bot, " ")
    with pytest.raises(ValueError, match="1 to 4096"):
        ana.send(bot, "x" * 4097)


async def test_everything_but_text(api: Api, bot: Bot, ana: Person, ben: Person) -> None:
    ana.send_photo(bot, caption="me @benberg")
    ana.send_document(bot)
    ana.send_voice(bot)
    ana.send_sticker(bot)
    ana.send_contact(bot)
    ana.send_contact(bot, ben)
    ana.send_location(bot, 52.5, 13.4)
    photo, document, voice, sticker, own, bens, location = (update["message"] for update in await api.drain())
    assert (photo["photo"][0]["width"], photo["caption"], photo["caption_entities"][0]["type"]) == (
        1,
        "me @benberg",
        "mention",
    )
    assert document["document"]["file_name"] == "notes.txt"
    assert voice["voice"]["duration"] == 3
    assert sticker["sticker"]["emoji"] == "👍"
    assert own["contact"]["user_id"] == ana.id
    assert (bens["contact"]["user_id"], bens["contact"]["last_name"]) == (ben.id, "Berg")
    assert location["location"] == {"latitude": 52.5, "longitude": 13.4}
    kinds = [(m.photo, m.document, m.voice, m.sticker, m.contact, m.location) for m in ana.chat(bot)]
    assert all(sum(value is not None for value in kind) == 1 for kind in kinds)


async def test_a_number_is_shared_by_a_key_that_is_there_and_not_by_one_that_was_put_away(
    api: Api, bot: Bot, started: Person
) -> None:
    with pytest.raises(LookupError, match="no key"):
        started.share_number(bot)
    keys = {"keyboard": [[{"text": "Here", "request_contact": True}]]}
    await api.ok("sendMessage", chat_id=started.id, text="Your number?", reply_markup=keys)
    await api.drain()
    started.share_number(bot)
    started.send_contact(bot, is_known=False)
    started.send_contact(bot, forwarded=True)
    own, unknown, forwarded = (update["message"] for update in await api.drain())
    assert own["contact"]["user_id"] == started.id
    assert "forward_origin" not in own
    assert "user_id" not in unknown["contact"]
    assert forwarded["forward_origin"]["type"] == "hidden_user"
    await api.ok("sendMessage", chat_id=started.id, text="Thanks", reply_markup={"remove_keyboard": True})
    with pytest.raises(LookupError, match="no key"):
        started.share_number(bot)


async def test_blocking_is_told_and_undone_by_start(api: Api, bot: Bot, started: Person) -> None:
    await api.drain()
    started.block(bot)
    started.block(bot)
    with pytest.raises(RuntimeError, match="has blocked"):
        started.send(bot, "hello")
    started.open(bot)
    blocked, unblocked, start = await api.drain()
    assert blocked["my_chat_member"]["new_chat_member"] == {
        "user": {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username},
        "status": "kicked",
        "until_date": 0,
    }
    assert unblocked["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start"


async def test_a_deleted_account_does_nothing(bot: Bot, started: Person) -> None:
    started.delete_account()
    with pytest.raises(RuntimeError, match="has deleted the account"):
        started.send(bot, "hello")


async def test_what_rings(api: Api, bot: Bot, started: Person) -> None:
    await api.ok("sendMessage", chat_id=started.id, text="loud")
    await api.ok("sendMessage", chat_id=started.id, text="quiet", disable_notification=True)
    assert started.unread(bot) == 1
    assert [(message.text, message.is_silent) for message in started.read(bot)] == [("loud", False), ("quiet", True)]
    assert started.unread(bot) == 0
    assert started.read(bot) == []


async def test_one_counter_for_all_private_chats(api: Api, bot: Bot, ana: Person, ben: Person) -> None:
    assert [ana.open(bot).id, ben.open(bot).id] == [1, 2]
    answers = [await api.ok("sendMessage", chat_id=person.id, text="hi") for person in (ana, ben)]
    assert [answer["message_id"] for answer in answers] == [3, 4]


async def test_two_bots_do_not_see_each_others_chats(
    api: Api, server: TelegramServer, bot: Bot, started: Person
) -> None:
    other = server.add_bot("777:AAAA", "other_bot", "Other")
    started.open(other)
    assert server.is_quiet(other) is False
    await api.drain()
    assert server.is_quiet(bot)
    assert not server.is_quiet(other)
    assert len(started.chat(bot)) == len(started.chat(other)) == 1
    query = started.tap_raw(started.chat(other)[0], "x")
    code, _ = await api.error("answerCallbackQuery", callback_query_id=query.query_id)
    assert code == 400
