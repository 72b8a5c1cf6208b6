"""The groups of pairs: what their tables make impossible, and where the letters go that wait for them."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.db.migrating import downgrade, upgrade
from bot.db.storage import Storage
from bot.db.unit_of_work import Committed, SqlUnitOfWork
from bot.domain.group import Card, Group, GroupId, Takes
from bot.domain.kinds import Kind
from bot.domain.member import Member
from bot.domain.pair import Pair
from bot.services.letters import Status
from tests.db.rows import MONDAY, NOW, add_member, letter

CHAT, OTHER_CHAT = -1_001_234_567_890, -4_800_000_001


async def add_pair(uow: SqlUnitOfWork, first: int = 700, second: int = 701) -> tuple[Pair, Member]:
    ana, ben = await add_member(uow, first), await add_member(uow, second)
    return await uow.pairs.begin((ana.id, ben.id), NOW), ana


def group(chat_id: int = CHAT, pair: Pair | None = None) -> Group:
    return Group(GroupId(0), chat_id, NOW, pair_id=None if pair is None else pair.id)


async def test_a_group_is_kept_as_it_is(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        pair, ana = await add_pair(uow)
        kept = await uow.groups.add(group())
        assert await uow.groups.by_chat(CHAT) == kept
        waiting = replace(kept, said_yes=ana.id, said_yes_at=NOW)
        await uow.groups.save(waiting)
        assert await uow.groups.by_chat(CHAT) == waiting
        joined = replace(waiting.without_yes(), pair_id=pair.id, takes=Takes.NEWS, checked_on=MONDAY)
        await uow.groups.save(joined)
        assert await uow.groups.of_pair(pair.id) == joined
        assert await uow.groups.by_chat(OTHER_CHAT) is None


async def test_a_pair_has_one_group_and_a_group_one_pair(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        pair, _ = await add_pair(uow)
        await uow.groups.add(group(pair=pair))
        await uow.commit()
    for second in (group(OTHER_CHAT, pair), group(CHAT)):
        async with storage.open_uow() as uow:
            with pytest.raises(IntegrityError):
                await uow.groups.add(second)


async def test_nobody_waits_for_a_partner_where_a_pair_lives(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        pair, ana = await add_pair(uow)
        with pytest.raises(IntegrityError):
            await uow.groups.add(replace(group(pair=pair), said_yes=ana.id))


async def test_the_number_of_a_group_is_never_given_again(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        first = await uow.groups.add(group())
        await uow.groups.remove(first)
        assert (await uow.groups.add(group())).id > first.id


async def test_a_date_has_one_card(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        kept = await uow.groups.add(group())
        await uow.groups.keep_card(kept.id, MONDAY, Card(5, "a"))
        await uow.groups.keep_card(kept.id, MONDAY, Card(6, "b"))
        assert await uow.groups.card(kept.id, MONDAY) == Card(6, "b")
        assert await uow.groups.card(kept.id, MONDAY + timedelta(days=1)) is None
        assert await uow.groups.forget_cards_before(NOW) == 0
        assert await uow.groups.forget_cards_before(NOW + timedelta(days=1)) == 1
        assert await uow.groups.card(kept.id, MONDAY) is None


async def test_what_waits_for_a_group_that_goes_waits_for_the_private_chat(storage: Storage) -> None:
    heard: list[Committed] = []
    async with storage.open_uow(heard.append) as uow:
        pair, ana = await add_pair(uow)
        kept = await uow.groups.add(group(pair=pair))
        await uow.groups.keep_card(kept.id, MONDAY, Card(5, "a"))
        news = await uow.outbox.add(letter(ana, "news", chat=CHAT, edits=9))
        card = await uow.outbox.add(replace(letter(ana, "card", chat=CHAT), kind=Kind.GROUP_CARD))
        sent = await uow.outbox.add(letter(ana, "sent", chat=CHAT))
        elsewhere = await uow.outbox.add(letter(ana, "elsewhere", chat=OTHER_CHAT))
        assert news
        assert card
        assert sent
        assert elsewhere
        await uow.outbox.settle(sent.id, Status.SENT, message_id=3)
        await uow.groups.remove(kept)
        assert await uow.groups.card(kept.id, MONDAY) is None
        assert await uow.outbox.get(news.id) == replace(news, chat_id=ana.profile.account_id, edits_message=None)
        assert (await uow.outbox.get(card.id) or card).status is Status.DROPPED
        assert (await uow.outbox.get(sent.id) or sent).chat_id == CHAT
        assert await uow.outbox.get(elsewhere.id) == elsewhere
        await uow.commit()
    assert heard[0].has_waiting


async def test_what_waits_for_a_group_that_moves_moves_along(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        pair, ana = await add_pair(uow)
        kept = await uow.groups.add(group(OTHER_CHAT, pair))
        await uow.groups.keep_card(kept.id, MONDAY, Card(5, "a"))
        news = await uow.outbox.add(letter(ana, "news", chat=OTHER_CHAT, edits=9))
        assert news
        await uow.groups.move(kept, CHAT)
        assert await uow.outbox.get(news.id) == replace(news, chat_id=CHAT, edits_message=None)
        assert await uow.groups.by_chat(CHAT) == replace(kept, chat_id=CHAT)
        assert await uow.groups.card(kept.id, MONDAY) is None


async def test_the_way_back_to_a_schema_without_groups_says_everything_in_private(url: str) -> None:
    storage = Storage(url)
    async with storage.open_uow() as uow:
        pair, ana = await add_pair(uow)
        await uow.groups.add(group(pair=pair))
        await uow.outbox.add(letter(ana, "news", chat=CHAT, edits=9))
        await uow.outbox.add(replace(letter(ana, "card", chat=CHAT), kind=Kind.GROUP_CARD))
        await uow.commit()
    await storage.close()
    downgrade(url, "0003")
    with sqlite3.connect(Path(url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        rows = connection.execute("SELECT key, chat_id, edits_message FROM outbox").fetchall()
    connection.close()
    assert rows == [("news", 700, None)]
    upgrade(url)
