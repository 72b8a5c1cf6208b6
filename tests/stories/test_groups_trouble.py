"""What can befall a pair's group: the pair goes on in private and hears it once, and nothing is lost or doubled."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing

import pytest

from bot.db.sqlite import file_of
from playground.stage import Phone, Stage
from playground.telegram import Group, Hang, too_many_requests
from playground.telegram.errors import ApiError
from tests.stories.groups import GroupPhone, bring_here, open_group

Pair = tuple[Phone, Phone]
GONE = "I can't use your group any more, so we go on here, in private."


async def at_home(pair: Pair, *, supergroup: bool = False) -> tuple[GroupPhone, GroupPhone]:
    ana, ben = await open_group(*pair, supergroup=supergroup)
    await bring_here(ana, ben)
    return ana, ben


def letters(stage: Stage, *kinds: str) -> list[tuple[str, int, str]]:
    """Return the key, the chat and what became of all letters of these kinds."""
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        rows = connection.execute("SELECT kind, key, chat_id, status FROM outbox ORDER BY id").fetchall()
    return [(key, chat_id, status) for kind, key, chat_id, status in rows if kind in kinds]


def asked_in_private(phone: Phone) -> int:
    return sum("What is the one thing you will accomplish today?" in text for text in phone.heard)


async def removed(group: Group, ana: Phone) -> None:
    group.remove(ana.stage.telegram_bot, by=ana.person)


async def deleted(group: Group, _ana: Phone) -> None:
    group.delete()


async def muted(group: Group, _ana: Phone) -> None:
    group.bots_may_write = False


async def partner_left(group: Group, ana: Phone) -> None:
    group.leave(ana.person)


async def left_unseen(group: Group, ana: Phone) -> None:
    """Gone while nobody told the bot: it is seen before the first word of the day."""
    group.members.remove(ana.person)
    group.statuses[ana.person.id] = "left"


TROUBLES: tuple[Callable[[Group, Phone], Awaitable[None]], ...] = (
    removed,
    deleted,
    muted,
    partner_left,
    left_unseen,
)


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_pair_goes_on_in_private_and_hears_it_once(
    stage: Stage, pair: Pair, trouble: Callable[[Group, Phone], Awaitable[None]]
) -> None:
    ana, _ = await at_home(pair, supergroup=True)
    before = [asked_in_private(phone) for phone in pair]
    await trouble(ana.group, pair[0])
    await stage.settle()
    await stage.wind_to("08:00", days=1)
    assert [asked_in_private(phone) - was for phone, was in zip(pair, before, strict=True)] == [1, 1]
    await pair[0].type("Send the application")
    assert "Send the application" in pair[1].heard[-1]
    await stage.wind_to("20:00")
    for phone in pair:
        assert sum(GONE in text for text in phone.heard) == 1
    assert "How did it go?" in pair[0].heard[-1]
    asks = letters(stage, "morning_ask", "evening_ask")
    assert len({key for key, _, _ in asks}) == len(asks)
    assert {status for _, _, status in asks} == {"sent"}


@pytest.mark.parametrize("trouble", [removed, deleted, muted])
async def test_what_could_not_be_said_there_is_said_in_private_under_the_same_key(
    stage: Stage, pair: Pair, trouble: Callable[[Group, Phone], Awaitable[None]]
) -> None:
    ana, ben = await at_home(pair)
    await ana.command("/one Send the application")
    await ben.command("/one Run")
    await stage.stop_bot()
    await trouble(ana.group, pair[0])
    stage.clock.jump_to(stage.moment("20:00"))
    await stage.start_bot()
    for phone, thing in zip(pair, ("Send the application", "Run"), strict=True):
        assert sum("How did it go?" in text and thing in text for text in phone.heard) == 1
        assert sum(GONE in text for text in phone.heard) == 1
    asks = letters(stage, "evening_ask")
    assert [(chat, status) for _, chat, status in asks] == [(phone.person.id, "sent") for phone in pair]
    assert all(key.endswith(":evening_ask:1") for key, _, _ in asks)


async def test_news_that_the_card_could_not_tell_is_told_in_private(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    ana.group.bots_may_write = False
    await ana.command("/one Send the application")
    assert "Your one thing today:\nSend the application" in pair[0].find("Your one thing").text
    assert "\u2068Ana\u2069's one thing today:\nSend the application" in pair[1].find("one thing today").text


async def test_what_was_on_its_way_when_the_group_was_left_is_said_in_private(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    hang = Hang(error=too_many_requests(1))
    stage.server.faults.on_call(hang, method="sendMessage", chat_id=ana.group.id, times=1)
    ana.person.send(ana.group, f"/one@{stage.telegram_bot.username} Send the application")
    await hang.arrived.wait()
    await pair[1].person.wait_for(stage.telegram_bot, "")
    pair[1].person.send(stage.telegram_bot, "/here off")
    await pair[1].person.wait_for(stage.telegram_bot, "everything is said in private")
    hang.until.set()
    await stage.settle()
    assert "Send the application" not in " ".join(ana.heard)
    for phone in pair:
        assert sum("Send the application" in text for text in phone.heard) == 1


async def test_a_group_that_becomes_a_supergroup_takes_everything_along(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    await ana.command("/one Send the application")
    new = ana.group.upgrade()
    await stage.settle()
    assert not any(GONE in text for phone in pair for text in phone.heard)
    there = GroupPhone(stage, pair[1].person, new)
    await there.command("/one Run")
    (card,) = there.cards
    assert "Send the application" in card.text
    await stage.wind_to("20:00")
    assert [message.text.splitlines()[1] for message in there.said if "How did it go?" in message.text] == [
        "How did it go?"
    ] * 2
    await there.tap_own("Done")
    assert "\u2068Ben\u2069: done" in there.cards[-1].text


async def test_a_move_that_only_the_refusal_tells_of_is_followed(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    await stage.stop_bot()
    new = ana.group.upgrade()
    stage.telegram_bot.queue.forget_all()
    stage.clock.jump_to(stage.moment("08:00", days=1))
    await stage.start_bot()
    there = GroupPhone(stage, pair[0].person, new)
    assert sum("What is the one thing you will accomplish today?" in text for text in there.heard) == 2
    assert not any(GONE in text for phone in pair for text in phone.heard)


async def test_a_move_that_is_told_three_times_is_one(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    new = ana.group.upgrade()
    new.say(pair[0].person, {"migrate_from_chat_id": ana.group.id})
    await stage.settle()
    there = GroupPhone(stage, pair[0].person, new)
    await there.command("/one Run")
    assert len(there.cards) == 1
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        assert connection.execute("SELECT chat_id FROM group_chat").fetchall() == [(new.id,)]


async def test_a_bot_that_is_added_again_begins_with_its_line_and_comes_back_by_one_word(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = await at_home(pair)
    ana.group.remove(stage.telegram_bot, by=ana.person)
    await stage.settle()
    ana.group.add(stage.telegram_bot, by=ben.person)
    await stage.settle()
    assert "two of you can begin here" in ana.last.text
    await bring_here(ben, ana)
    await ana.command("/one Send the application")
    assert "Send the application" in ana.cards[-1].text


async def test_who_cannot_be_reached_in_private_reads_in_the_group_how_to_come_back(stage: Stage, pair: Pair) -> None:
    ana, ben = await at_home(pair)
    await ana.command("/one Send the application")
    pair[1].person.block(stage.telegram_bot)
    await stage.settle()
    called = ben.mine[-1]
    assert "I can't write to you in private at the moment." in called.text
    link = pair[1].person.tap(called.button("Open our chat")).url
    assert link is not None
    await pair[1].open_link(link)
    assert "Welcome back" in pair[1].heard[-1]


async def test_a_pact_that_ends_leaves_the_group_without_a_word(stage: Stage, pair: Pair) -> None:
    ana, ben = await at_home(pair)
    await ana.command("/one Send the application")
    said = ana.heard
    await pair[1].type("/leave")
    await pair[1].tap("Leave the pact")
    await pair[1].tap("Stop them")
    await stage.wind_to("20:00")
    assert ana.heard == said
    assert "How did it go?" in pair[0].heard[-1]
    await ana.command("/done")
    await ben.command("/one Run")
    assert ana.heard == said


async def test_a_check_of_members_that_fails_is_made_again(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    trouble = stage.server.faults.on_call(ApiError(500, "Internal Server Error"), method="getChatMember", times=1)
    await stage.wind_to("08:00", days=1)
    assert trouble.struck == 1
    assert "What is the one thing" in ana.mine[-1].text
    seen = [call for call in stage.server.calls if call.method == "getChatMember" and call.ok]
    assert len(seen) == 5, (
        "Ben before he is asked, both at the group's first word, and both at the first of the next day"
    )


async def test_deleting_oneself_takes_the_group_along(stage: Stage, pair: Pair) -> None:
    ana, _ = await at_home(pair)
    await ana.command("/one Send the application")
    await pair[0].type("/delete")
    await pair[0].type("DELETE")
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        assert connection.execute("SELECT count(*) FROM group_chat").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM group_card").fetchone() == (0,)


async def test_where_telegram_does_not_tell_who_is_a_member_the_group_is_used_all_the_same(
    stage: Stage, pair: Pair
) -> None:
    stage.server.faults.on_call(ApiError(400, "Bad Request: CHAT_ADMIN_REQUIRED"), method="getChatMember")
    ana, _ = await at_home(pair, supergroup=True)
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing" in ana.mine[-1].text
    assert not any(GONE in text for phone in pair for text in phone.heard)


@pytest.mark.parametrize("why", ["member not found", "PARTICIPANT_ID_INVALID"])
async def test_whom_telegram_does_not_know_there_is_not_there(stage: Stage, pair: Pair, why: str) -> None:
    await at_home(pair, supergroup=True)
    stage.server.faults.on_call(ApiError(400, f"Bad Request: {why}"), method="getChatMember")
    await stage.wind_to("08:00", days=1)
    assert [sum(GONE in text for text in phone.heard) for phone in pair] == [1, 1]


async def test_a_refusal_that_nobody_knows_leads_home_as_well(stage: Stage, pair: Pair) -> None:
    ana, ben = await at_home(pair)
    await ana.command("/one Send the application")
    await ben.command("/one Run")
    unknown = ApiError(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN")
    stage.server.faults.on_call(unknown, method="sendMessage", chat_id=ana.group.id)
    await stage.wind_to("20:00")
    for phone, thing in zip(pair, ("Send the application", "Run"), strict=True):
        assert sum("How did it go?" in text and thing in text for text in phone.heard) == 1
        assert sum(GONE in text for text in phone.heard) == 1


async def test_nobody_is_bound_by_a_pact_of_which_they_could_not_be_told(stage: Stage) -> None:
    people = stage.person("Ana"), stage.person("Ben")
    for phone in people:
        await phone.join()
    ana, ben = await open_group(*people)
    await ana.tap("I'm in")
    await ana.tap("Yes, let's do this")
    gone = ApiError(403, "Forbidden: the group chat was deleted")
    stage.server.faults.on_call(gone, method="editMessageText", chat_id=ana.group.id)
    await ben.tap("Yes, let's do this")
    for phone in people:
        assert "couldn't say in that group that you two are partners" in phone.last.text
        await phone.type("/leave")
        assert "leave the pact" not in phone.last.text
