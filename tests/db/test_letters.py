"""The inbox and the outbox: nothing twice, in order, the urgent first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.db.storage import Storage
from bot.db.unit_of_work import SqlUnitOfWork
from bot.domain.notices import Priority
from bot.services.letters import Letter, Status
from tests.db.rows import NOW, add_member, letter


async def put(uow: SqlUnitOfWork, new: Letter) -> Letter:
    kept = await uow.outbox.add(new)
    assert kept is not None
    return kept


async def status(uow: SqlUnitOfWork, kept: Letter) -> Status:
    found = await uow.outbox.get(kept.id)
    assert found is not None
    return found.status


async def test_an_update_is_noted_once(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        assert await uow.inbox.note(2**40, NOW)
        assert not await uow.inbox.note(2**40, NOW + timedelta(days=1), "failed")
        assert await uow.inbox.forget_before(NOW) == 0
        assert await uow.inbox.forget_before(NOW + timedelta(seconds=1)) == 1
        assert await uow.inbox.note(2**40, NOW)


async def test_a_letter_with_the_same_key_is_kept_once(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        first = await put(uow, letter(ana))
        assert await uow.outbox.add(replace(letter(ana), facts={"thing": "Swim"})) is None
        assert await uow.outbox.by_key("1") == first


async def test_only_the_first_letter_of_each_chat_may_leave_and_the_urgent_go_first(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben, cem = [await add_member(uow, account) for account in (1, 2, 3)]
        anas_news = await put(uow, letter(ana, "a1", priority=Priority.NEWS))
        anas_nudge = await put(uow, letter(ana, "a2", priority=Priority.LADDER))
        bens_ask = await put(uow, letter(ben, "b1", priority=Priority.ASK))
        cems_ladder = await put(uow, letter(cem, "c1", priority=Priority.LADDER))
        assert await uow.outbox.heads(10) == [cems_ladder, bens_ask, anas_news]
        assert await uow.outbox.heads(1) == [cems_ladder]

        await uow.outbox.claim(anas_news.id)
        assert await uow.outbox.heads(10) == [cems_ladder, bens_ask]
        await uow.outbox.settle(anas_news.id, Status.SENT, message_id=5)
        assert await uow.outbox.heads(10) == [anas_nudge, cems_ladder, bens_ask]


async def test_a_reply_on_its_way_holds_the_next_letter_of_its_chat_back(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        await put(uow, letter(ana, "reply", status=Status.CLAIMED))
        await put(uow, letter(ana, "news"))
        assert await uow.outbox.heads(10) == []


async def test_a_letter_is_claimed_by_one_alone(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        kept = await put(uow, letter(await add_member(uow)))
        assert await uow.outbox.claim(kept.id)
        assert not await uow.outbox.claim(kept.id)
        assert not await uow.outbox.claim(999)


@pytest.mark.parametrize("settled", [word for word in Status if word not in (Status.PENDING, Status.CLAIMED)])
async def test_a_settled_letter_is_never_claimed_or_given_back(storage: Storage, settled: Status) -> None:
    async with storage.open_uow() as uow:
        kept = await put(uow, letter(await add_member(uow)))
        await uow.outbox.settle(kept.id, settled, message_id=7 if settled is Status.SENT else None)
        assert not await uow.outbox.claim(kept.id)
        await uow.outbox.give_back(kept.id, attempts=1)
        assert await uow.outbox.take_back_claims() == 0
        assert await status(uow, kept) is settled
        assert await uow.outbox.heads(10) == []


async def test_a_letter_given_back_waits_again_with_its_attempts(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        kept = await put(uow, letter(await add_member(uow), status=Status.CLAIMED))
        await uow.outbox.give_back(kept.id, attempts=1)
        assert await uow.outbox.heads(10) == [replace(kept, status=Status.PENDING, attempts=1)]


async def test_what_a_process_that_is_gone_had_claimed_waits_again(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        claimed = await put(uow, letter(ana, "1", status=Status.CLAIMED))
        sent = await put(uow, letter(ana, "2", status=Status.SENT))
        assert await uow.outbox.take_back_claims() == 1
        assert await status(uow, claimed) is Status.PENDING
        assert await status(uow, sent) is Status.SENT


async def test_a_later_edit_of_a_message_takes_the_place_of_one_that_waits(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana, ben = await add_member(uow, 1), await add_member(uow, 2)
        first = await put(uow, letter(ana, "1", edits=5))
        others = [
            await put(uow, letter(ana, "2", edits=6)),
            await put(uow, letter(ben, "3", edits=5)),
            await put(uow, letter(ana, "4")),
            await put(uow, letter(ana, "5", edits=5, status=Status.CLAIMED)),
        ]
        assert await status(uow, first) is Status.FOLDED
        last = await put(uow, letter(ana, "6", edits=5))
        assert [await status(uow, other) for other in others] == [Status.PENDING] * 3 + [Status.CLAIMED]
        assert await status(uow, last) is Status.PENDING


async def test_a_message_shows_the_latest_letter_that_made_or_changed_it(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        for key in ("made", "changed"):
            kept = await put(uow, letter(ana, key))
            await uow.outbox.settle(kept.id, Status.SENT, message_id=5)
        found = await uow.outbox.by_message(ana.profile.account_id, 5)
        assert found is not None
        assert found.key == "changed"
        assert await uow.outbox.by_message(ana.profile.account_id + 1, 5) is None


async def test_only_letters_settled_long_ago_are_forgotten(storage: Storage) -> None:
    async with storage.open_uow() as uow:
        ana = await add_member(uow)
        for key, word, age in (
            ("old and sent", Status.SENT, 31),
            ("old and waiting", Status.PENDING, 31),
            ("old and on its way", Status.CLAIMED, 31),
            ("young and sent", Status.SENT, 29),
        ):
            await put(uow, replace(letter(ana, key, status=word), decided_at=NOW - timedelta(days=age)))
        assert await uow.outbox.forget_before(NOW - timedelta(days=30)) == 1
        assert await uow.outbox.by_key("old and sent") is None
