"""Several bots on one server: what each hears, whom each may write to, and what a group makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.playground.conftest import Api
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Group, Person, TelegramServer

YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
PRIVILEGED = ["message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]


@dataclass(frozen=True, slots=True)
class Two:
    """Two bots in a supergroup of Ana's; the second has come without privacy mode."""

    group: Group
    ana: Person
    bot: Bot
    other: Bot
    api: Api
    theirs: Api

    async def heard(self) -> tuple[list[Any], list[Any]]:
        """Fetch what each bot was told, as texts or kinds."""
        return _shown(await self.api.drain()), _shown(await self.theirs.drain())


def _shown(updates: list[dict[str, Any]]) -> list[Any]:
    return [update.get("message", {}).get("text", list(update)[1]) for update in updates]


@pytest.fixture
async def two(server: TelegramServer, bot: Bot, api: Api, ana: Person) -> Two:
    other = server.add_bot("777:AAAA", "other_bot", "Other", privacy_mode=False)
    theirs = Api(api.client, f"{server.url}/bot{other.token}")
    group = server.add_group("Us", [ana], supergroup=True)
    for member in (bot, other):
        group.add(member, by=ana)
    made = Two(group, ana, bot, other, api, theirs)
    await made.heard()
    return made


@tells("Groups and privacy mode: two bots", "Groups and privacy mode: without it")
async def test_each_bot_hears_by_its_own_setting(two: Two) -> None:
    two.ana.send(two.group, "plain talk")
    two.ana.send(two.group, f"/one@{two.bot.username}")
    assert await two.heard() == ([f"/one@{two.bot.username}"], ["plain talk", f"/one@{two.bot.username}"])
    await two.theirs.ok("sendMessage", chat_id=two.group.id, text="from a bot")
    await two.api.ok("sendMessage", chat_id=two.group.id, text="from the other")
    assert await two.heard() == ([], [])
    two.group.promote(two.bot, by=two.ana)
    two.ana.send(two.group, "more talk")
    await two.theirs.ok("sendMessage", chat_id=two.group.id, text="from a bot")
    assert await two.heard() == (["my_chat_member", "more talk"], ["more talk"])


@tells("Groups and privacy mode: plain commands")
async def test_a_plain_command_is_for_the_bot_that_wrote_last(two: Two, server: TelegramServer) -> None:
    third = server.add_bot("888:AAAA", "third_bot", "Third")
    two.group.add(third, by=two.ana)
    thirds = Api(two.api.client, f"{server.url}/bot{third.token}")
    await thirds.drain()
    await two.heard()
    two.ana.send(two.group, "/nobody")
    await two.api.ok("sendMessage", chat_id=two.group.id, text="here")
    two.ana.send(two.group, "/first")
    await thirds.ok("sendMessage", chat_id=two.group.id, text="and here")
    two.ana.send(two.group, "/second")
    assert (await two.heard())[0] == ["/first"]
    assert _shown(await thirds.drain()) == ["/second"]


@tells("Groups and privacy mode: come again")
async def test_a_new_setting_counts_when_the_bot_comes_again(two: Two) -> None:
    two.bot.has_privacy, two.other.has_privacy = False, True
    two.ana.send(two.group, "plain talk")
    assert await two.heard() == ([], ["plain talk"])
    for bot in (two.bot, two.other):
        two.group.remove(bot, by=two.ana)
        two.group.add(bot, by=two.ana)
    await two.heard()
    two.ana.send(two.group, "plain talk")
    assert await two.heard() == (["plain talk"], [])


async def test_a_tap_asks_the_bot_whose_message_it_is(two: Two) -> None:
    sent = await two.theirs.ok("sendMessage", chat_id=two.group.id, text="?", reply_markup=YES)
    button = two.ana.last(two.group).button()
    query = two.ana.tap(button)
    assert await two.heard() == ([], ["callback_query"])
    assert (await two.api.error("answerCallbackQuery", callback_query_id=query.query_id))[0] == 400
    assert await two.theirs.ok("answerCallbackQuery", callback_query_id=query.query_id)
    await two.theirs.ok("deleteMessage", chat_id=two.group.id, message_id=sent["message_id"])
    two.ana.tap(button)
    assert await two.heard() == ([], ["callback_query"])


async def test_a_bot_neither_edits_nor_writes_to_another(two: Two) -> None:
    sent = await two.theirs.ok("sendMessage", chat_id=two.group.id, text="?")
    at = {"chat_id": two.group.id, "message_id": sent["message_id"]}
    assert (await two.api.error("editMessageText", **at, text="x"))[1] == "Bad Request: message can't be edited"
    assert (await two.api.error("sendMessage", chat_id=two.other.id, text="x"))[0] == 403
    assert (await two.api.error("forwardMessage", **at | {"chat_id": two.other.id}, from_chat_id=two.group.id))[
        0
    ] == 403


@tells("Groups and privacy mode: message ids")
async def test_who_counts_messages(two: Two, server: TelegramServer, ben: Person) -> None:
    basic = server.add_group("Basic", [two.ana])
    basic.add(two.bot, by=two.ana)
    first = two.ana.open(two.bot).id
    second = ben.open(two.bot).id
    in_basic = await two.api.ok("sendMessage", chat_id=basic.id, text="x")
    assert (second, in_basic["message_id"]) == (first + 1, first + 2)
    before = two.ana.send(two.group, "x").id
    ben.send(two.bot, "elsewhere")
    assert (await two.api.ok("sendMessage", chat_id=two.group.id, text="x"))["message_id"] == before + 1
    assert two.ana.open(two.other).id < first  # the other bot's account counts for itself


@tells("Groups and privacy mode: message_reaction")
async def test_a_reaction_is_told_to_administrators_who_ask_for_it(two: Two) -> None:
    for api in (two.api, two.theirs):
        await api.updates(allowed_updates=PRIVILEGED)
    message = two.ana.send(two.group, "/x")
    two.ana.react(message, "👍")
    assert await two.heard() == ([], ["/x"])
    two.group.promote(two.bot, by=two.ana)
    two.ana.react(message, "🔥")
    two.ana.react(message, None)
    _, changed, gone = (update.get("message_reaction") for update in await two.api.drain())
    assert changed is not None
    assert (changed["user"]["id"], changed["message_id"]) == (two.ana.id, message.id)
    assert (changed["old_reaction"][0]["emoji"], changed["new_reaction"][0]["emoji"]) == ("👍", "🔥")
    assert gone is not None
    assert gone["new_reaction"] == []
    two.group.promote(two.other, by=two.ana)
    await two.theirs.updates(allowed_updates=[])
    two.ana.react(message, "🔥")
    assert (await two.heard())[1] == ["my_chat_member"]


@tells("Getting updates: default set")
async def test_the_default_set_leaves_out_what_must_be_asked_for(two: Two, ben: Person) -> None:
    two.group.promote(two.bot, by=two.ana)
    two.group.add(ben, by=two.ana)
    ben.react(ben.send(two.group, "hello"), "👍")
    assert (await two.heard())[0] == ["my_chat_member", "message", "hello"]
    await two.api.updates(allowed_updates=PRIVILEGED)
    two.group.remove(ben, by=two.ana)
    assert (await two.heard())[0] == ["message", "chat_member"]
    await two.api.updates(allowed_updates=[])
    two.group.add(ben, by=two.ana)
    assert (await two.heard())[0] == ["message"]


@tells("Groups and privacy mode: one markup")
async def test_force_reply_and_an_inline_keyboard_exclude_each_other(two: Two) -> None:
    params = {"chat_id": two.group.id, "text": "?"}
    assert await two.api.error("sendMessage", **params, reply_markup={"force_reply": True, **YES}) == (
        400,
        "Bad Request: InlineKeyboardMarkup.force_reply is real, but this stand-in does not act on it",
    )
    plain = await two.api.ok("sendMessage", **params, reply_markup={"force_reply": True})
    assert "reply_markup" not in plain  # it shows on the phone, and not in the message
