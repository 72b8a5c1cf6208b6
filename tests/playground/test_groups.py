"""Groups: coming and going, privacy mode, writing in another's name, and becoming a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from playground.telegram import Channel
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Group, Person, TelegramServer
    from tests.playground.conftest import Api


@pytest.fixture
def group(server: TelegramServer, bot: Bot, ana: Person, ben: Person) -> Group:
    group = server.add_group("Us", [ana, ben])
    group.add(bot, by=ana)
    return group


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"].get("text", "") for update in updates]


async def test_coming_and_going(api: Api, bot: Bot, ana: Person, group: Group) -> None:
    group.add(bot, by=ana)  # is there already
    group.remove(bot, by=ana)
    group.remove(bot, by=ana)
    joined, service, removed, left = await api.drain()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["my_chat_member"]["from"]["id"] == ana.id
    assert service["message"]["new_chat_members"][0]["id"] == bot.id
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert left["message"]["left_chat_member"]["id"] == bot.id
    assert await api.error("sendMessage", chat_id=group.id, text="hi") == (
        403,
        "Forbidden: bot was kicked from the group chat",
    )


@pytest.mark.parametrize(("supergroup", "name"), [(False, "group"), (True, "supergroup")])
async def test_leaving_and_deleting(
    api: Api, server: TelegramServer, bot: Bot, ana: Person, *, supergroup: bool, name: str
) -> None:
    group = server.add_group("Us", [ana], supergroup=supergroup)
    assert (await api.error("sendMessage", chat_id=group.id, text="hi"))[1] == "Bad Request: chat not found"
    group.add(bot, by=ana)
    assert await api.ok("getChatMemberCount", chat_id=group.id) == 2
    assert await api.ok("leaveChat", chat_id=group.id)
    assert await api.error("sendMessage", chat_id=group.id, text="hi") == (
        403,
        f"Forbidden: bot is not a member of the {name} chat",
    )
    group.add(bot, by=ana)
    group.remove(bot, by=ana)
    assert (await api.error("getChat", chat_id=group.id))[1] == f"Forbidden: bot was kicked from the {name} chat"
    group.add(bot, by=ana)
    group.delete()
    assert (await api.error("sendMessage", chat_id=group.id, text="hi"))[1] == (
        f"Forbidden: the {name} chat was deleted"
    )
    assert (group.id < -(10**12)) is supergroup


async def test_a_supergroup_remembers_whom_it_threw_out(
    api: Api, server: TelegramServer, bot: Bot, ana: Person, ben: Person
) -> None:
    group = server.add_group("Us", [ana], supergroup=True)
    with pytest.raises(ValueError, match="is not in"):
        group.promote(ben)
    group.add(bot, by=ana)
    await api.drain()
    group.remove(bot, by=ana)
    removed, left = await api.drain()
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert left["message"]["chat"]["type"] == "supergroup"


@tells("Groups and privacy mode: privacy mode")
async def test_privacy_mode(api: Api, server: TelegramServer, bot: Bot, ana: Person, group: Group) -> None:
    other = server.add_bot("777:AAAA", "other_bot", "Other", privacy_mode=False)
    group.add(other, by=ana)
    await api.drain()
    ana.send(group, "plain talk")
    ana.send(group, "/plain")
    ana.send(group, f"/mine@{bot.username.upper()} now")
    ana.send(group, "/theirs@other_bot")
    assert texts(await api.drain()) == [f"/mine@{bot.username.upper()} now"]
    sent = await api.ok("sendMessage", chat_id=group.id, text="here")
    message = ana.last(group)
    assert message.id == sent["message_id"]
    ana.send(group, "/plain")
    ana.send(group, "a reply", reply_to=message)
    reply = ana.send(group, "more talk")
    ana.edit(reply, "/command")
    assert [next(name for name in update if name != "update_id") for update in await api.drain()] == [
        "message",
        "message",
        "edited_message",
    ]
    group.promote(bot, by=ana)
    ana.send(group, "now it hears")
    promoted, heard = await api.drain()
    assert promoted["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert heard["message"]["text"] == "now it hears"
    group.demote(bot, by=ana)
    await api.drain()
    ana.send(group, "and no more")
    assert await api.drain() == []
    assert [item.payload["text"] for item in other.queue.pending() if "text" in item.payload][-1] == "and no more"


async def test_an_anonymous_administrator_writes_as_the_group_and_taps_as_a_person(
    api: Api, server: TelegramServer, bot: Bot, ana: Person, ben: Person
) -> None:
    group = server.add_group("Us", [ana, ben], supergroup=True)
    group.add(bot, by=ana)
    group.promote(ben, by=ana, is_anonymous=True)
    await api.drain()
    written = ben.send(group, f"/today@{bot.username}")
    ben.edit(written, f"/done@{bot.username}")
    ben.tap_raw(written, "done:1")
    sent, edited, tapped = await api.drain()
    for message in (sent["message"], edited["edited_message"], tapped["callback_query"]["message"]):
        assert message["from"] == {
            "id": 1087968824,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }
        assert message["sender_chat"] == message["chat"]
    assert tapped["callback_query"]["from"]["id"] == ben.id
    assert (await api.ok("getChatMember", chat_id=group.id, user_id=ben.id))["is_anonymous"]
    group.demote(ben, by=ana)
    ben.send(group, f"/today@{bot.username}")
    (plain,) = await api.drain()
    assert plain["message"]["from"]["id"] == ben.id
    assert "sender_chat" not in plain["message"]


async def test_a_channel_writes_in_its_own_name(
    api: Api, server: TelegramServer, bot: Bot, ana: Person, ben: Person
) -> None:
    group = server.add_group("Us", [ana, ben], supergroup=True)
    group.add(bot, by=ana)
    await api.drain()
    group.speak_as(ben, Channel(-1_001_500_000_001, "Ben's letters", "bens_letters"))
    ben.send(group, f"/today@{bot.username}")
    (heard,) = await api.drain()
    author = heard["message"]["from"]
    assert (author["id"], author["is_bot"], author["username"]) == (136817688, True, "Channel_Bot")
    assert heard["message"]["sender_chat"] == {
        "id": -1_001_500_000_001,
        "type": "channel",
        "title": "Ben's letters",
        "username": "bens_letters",
    }
    group.speak_as(ben, None)
    ben.send(group, f"/today@{bot.username}")
    assert (await api.drain())[0]["message"]["from"]["id"] == ben.id


async def test_a_basic_group_knows_people_by_their_own_names_only(ana: Person, group: Group) -> None:
    with pytest.raises(ValueError, match="only a supergroup has anonymous administrators"):
        group.promote(ana, is_anonymous=True)
    with pytest.raises(ValueError, match="only a supergroup has channels that write"):
        group.speak_as(ana, Channel(-1_001_500_000_001, "Ana's letters"))


@tells("Groups and privacy mode: migration")
async def test_upgrade(api: Api, bot: Bot, ana: Person, group: Group, server: TelegramServer) -> None:
    await api.drain()
    new = group.upgrade()
    body = await api.call("sendMessage", chat_id=group.id, text="hi")
    assert body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    away, arrived = (update["message"] for update in await api.drain())
    assert (away["chat"]["id"], away["migrate_to_chat_id"]) == (group.id, new.id)
    assert (arrived["chat"]["id"], arrived["migrate_from_chat_id"]) == (new.id, group.id)
    assert arrived["chat"]["type"] == "supergroup"
    assert arrived["message_id"] == 1  # a supergroup counts for itself
    assert (await api.ok("sendMessage", chat_id=new.id, text="hi"))["message_id"] == 2
    assert ana.last(group).text == "hi"
    assert server.is_quiet(bot)
    with pytest.raises(RuntimeError):
        group.upgrade()


async def test_a_group_that_lets_no_bots_write(api: Api, bot: Bot, group: Group) -> None:
    group.bots_may_write = False
    assert await api.error("sendMessage", chat_id=group.id, text="hi") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )
    group.promote(bot)
    assert await api.ok("sendMessage", chat_id=group.id, text="hi")


async def test_members(api: Api, bot: Bot, ana: Person, ben: Person, group: Group) -> None:
    async def status(user_id: int) -> str:
        return str((await api.ok("getChatMember", chat_id=group.id, user_id=user_id))["status"])

    assert [await status(user_id) for user_id in (ana.id, ben.id, bot.id)] == ["creator", "member", "member"]
    group.promote(ben)
    assert await status(ben.id) == "administrator"
    group.leave(ben)
    assert (await api.error("getChatMember", chat_id=group.id, user_id=ben.id))[0] == 400
    assert await api.ok("getChatMemberCount", chat_id=group.id) == 2
    with pytest.raises(RuntimeError, match="is not in"):
        ben.send(group, "still here?")


async def test_managing_needs_an_administrator(api: Api, bot: Bot, ana: Person, group: Group) -> None:
    message = ana.send(group, "hers")
    sent = await api.ok("sendMessage", chat_id=group.id, text="mine")
    assert await api.error("pinChatMessage", chat_id=group.id, message_id=sent["message_id"]) == (
        400,
        "Bad Request: not enough rights to manage pinned messages in the chat",
    )
    assert (await api.error("deleteMessage", chat_id=group.id, message_id=message.id))[0] == 400
    group.promote(bot)
    assert await api.ok("deleteMessage", chat_id=group.id, message_id=message.id)
    assert await api.ok("pinChatMessage", chat_id=group.id, message_id=sent["message_id"])
    full = await api.ok("getChat", chat_id=group.id)
    assert full["pinned_message"]["text"] == "mine"


async def test_chat_member_updates_need_asking(api: Api, bot: Bot, ana: Person, group: Group, ben: Person) -> None:
    group.promote(bot)
    await api.drain()
    await api.updates(allowed_updates=["chat_member"])
    group.remove(ben, by=ana)
    group.add(ben, by=ana)
    gone, back = await api.drain()
    assert gone["chat_member"]["new_chat_member"]["status"] == "left"
    assert back["chat_member"]["new_chat_member"]["user"]["id"] == ben.id


async def test_startgroup(api: Api, server: TelegramServer, bot: Bot, ana: Person, ben: Person) -> None:
    group = server.add_group("Us", [ana])
    link = f"https://t.me/{bot.username}?startgroup=abc"
    with pytest.raises(ValueError, match="needs the group"):
        ana.open_link(link)
    with pytest.raises(ValueError, match="is not in"):
        ben.open_link(link, group=group)
    with pytest.raises(ValueError, match="a start payload is"):
        ana.open_link(f"{link}+x", group=group)
    ana.open_link(link, group=group)
    assert (await api.drain())[-1]["message"]["text"] == f"/start@{bot.username} abc"


async def test_contact_buttons_are_for_private_chats(api: Api, group: Group) -> None:
    markup = {"keyboard": [[{"text": "Me", "request_contact": True}]]}
    assert await api.error("sendMessage", chat_id=group.id, text="?", reply_markup=markup) == (
        400,
        "Bad Request: phone number can be requested in private chats only",
    )
