"""Sending, over HTTP: what each answer of Telegram leads to."""

import asyncio
from collections.abc import Sequence
from time import monotonic

import pytest

from bot.chat import delivery, sending
from bot.db.letters import SqlOutbox
from bot.domain.kinds import Kind
from bot.services.letters import Letter, Status
from playground.stage import Phone, Stage
from playground.telegram import forbidden
from tests.chat.asking import calls_to, count, hold_back, letters, soon
from tests.conftest import toast

Pair = tuple[Phone, Phone]
HELP = "In the morning, type your one thing"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "UNKNOWN_PAUSE", 0.02)
    monkeypatch.setattr(sending, "SERVER_PAUSE", 0.02)
    monkeypatch.setattr(delivery, "FAREWELL", 0.05)


async def status_of(stage: Stage, phone: Phone, kind: Kind) -> Status:
    return [letter.status for letter in await letters(stage, phone) if letter.kind is kind][-1]


async def test_a_member_who_cant_be_written_to_is_left_alone_and_their_partner_hears_it_once(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = pair
    await ana.type("Run")
    ben.person.delete_account()
    await stage.wind_to("11:00")  # Ben's reminder meets a 403
    assert count(ana, "I can't reach") == 1
    stage.server.forget_calls()

    await stage.wind_to("02:00", days=1)
    assert calls_to(stage, ben) == []
    assert count(ana, "I can't reach") == 1
    assert count(ana, "Checking in once more") == 1
    assert "call" not in ana.find("Checking in once more").text

    await stage.wind_to("20:30")
    assert calls_to(stage, ben) == []
    assert count(ana, "I can't reach") == 1
    assert count(ana, "you will accomplish today") == 2


async def test_start_brings_back_who_was_lost_by_a_refusal(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    stage.server.faults.on_call(forbidden("bot was blocked by the user"), times=1, chat_id=ben.person.id)
    await ana.type("Run")  # the news to Ben meets the refusal
    assert count(ana, "I can't reach") == 1
    await ben.start()
    assert count(ana, "is back") == 1
    await stage.wind_to("08:00", days=1)
    assert count(ben, "you will accomplish today") == 2


async def test_a_nudge_that_cant_be_delivered_is_no_secret_to_the_member(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Run")
    await ben.type("Swim")
    await ben.tap("Done")
    ben.person.delete_account()
    await stage.wind_to("21:00")
    assert count(ana, "I can't reach") == 1
    await ana.type("/today")
    await ana.tap("Done")
    assert count(ana, "Done! Well done") == 1


async def test_a_card_that_was_deleted_meanwhile_comes_as_a_new_message(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Run")
    card = ana.last
    ana.person.delete(card)
    tap = await ana.tap("Done", on=card)
    assert toast(tap) == ""
    assert ana.last.id > card.id
    assert "Done! Well done" in (ana.last.text or "")
    await ana.tap("Undo")
    assert "Your one thing today" in (ana.last.text or "")


async def test_news_about_a_message_that_was_deleted_is_dropped(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Run")
    await ana.tap("Done")
    ben.person.delete(ben.find("did it"))
    before = len(ben.messages)
    await ana.tap("Undo")
    assert len(ben.messages) == before
    assert await status_of(stage, ben, Kind.PARTNER_UNDONE) is Status.DROPPED


async def test_a_reply_overtakes_the_news_that_wait_for_the_same_chat(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    arrived, go = hold_back(stage, "'s one thing today")
    ana.person.send(stage.telegram_bot, "Run")
    await soon(arrived)  # the news for Ben is on its way
    ana.person.send(stage.telegram_bot, "/done")
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    ben.person.send(stage.telegram_bot, "/help")
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    await ana.person.wait_for(stage.telegram_bot, "Done! Well done")
    await asyncio.sleep(0.1)  # nothing else is under way
    go.set()
    await stage.settle()
    first, second, third = ben.heard[-3:]
    assert "'s one thing today" in first
    assert HELP in second
    assert "did it" in third


async def test_a_reply_overtakes_news_that_are_found_while_its_chat_becomes_free(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    assert stage.app is not None
    speaking = stage.app.delivery
    arrived, go = hold_back(stage, "'s one thing today")
    ana.person.send(stage.telegram_bot, "Run")
    await soon(arrived)
    ana.person.send(stage.telegram_bot, "/done")
    ben.person.send(stage.telegram_bot, "/help")
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    await ana.person.wait_for(stage.telegram_bot, "Done! Well done")
    read_page = delivery.Delivery._turn_page

    async def read_page_slowly(self: delivery.Delivery) -> None:
        """The answer to the message on its way comes in while the outbox is being read."""
        go.set()
        async with asyncio.timeout(5):
            while ben.person.id in speaking._busy:  # noqa: ASYNC110  nothing tells of it
                await asyncio.sleep(0.001)
        await read_page(self)

    monkeypatch.setattr(delivery.Delivery, "_turn_page", read_page_slowly)
    await ana.type("/today")
    assert [part in text for part, text in zip((HELP, "did it"), ben.heard[-2:], strict=True)] == [True, True]


async def test_a_chat_that_hangs_holds_no_other_up(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    arrived, go = hold_back(stage, "'s one thing today")
    ana.person.send(stage.telegram_bot, "Run")
    await soon(arrived)
    ana.person.send(stage.telegram_bot, "/help")
    await ana.person.wait_for(stage.telegram_bot, HELP)
    assert count(ben, "'s one thing today") == 0
    go.set()
    await stage.settle()
    assert count(ben, "'s one thing today") == 1


async def test_what_was_on_its_way_when_the_bot_stopped_is_sent_at_the_next_start(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    arrived, go = hold_back(stage, "'s one thing today")
    ana.person.send(stage.telegram_bot, "Run")
    await soon(arrived)
    await stage.stop_bot()
    assert count(ben, "'s one thing today") == 0
    await stage.start_bot()
    assert count(ben, "'s one thing today") == 1
    go.set()
    await stage.settle()
    assert count(ben, "'s one thing today") <= 2


async def test_a_reply_that_was_never_sent_is_sent_at_the_next_start(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    arrived, go = hold_back(stage, HELP)
    ana.person.send(stage.telegram_bot, "/help")
    await soon(arrived)
    await stage.stop_bot()
    await stage.start_bot()
    assert count(ana, HELP) == 1
    assert await status_of(stage, ana, Kind.HELP) is Status.SENT
    go.set()


async def test_what_is_no_longer_true_when_its_turn_comes_is_not_said(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    arrived, go = hold_back(stage, HELP)
    ben.person.send(stage.telegram_bot, "/help")
    await soon(arrived)
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    for text in ("Run", "/leave"):
        ana.person.send(stage.telegram_bot, text)
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    question = await ana.person.wait_for(stage.telegram_bot, "Do you want to leave")
    ana.person.tap(question, "Leave the pact")
    choice = await ana.person.wait_for(stage.telegram_bot, "One last thing")
    ana.person.tap(choice, "Keep my check-ins")
    await stage.server.wait_until_confirmed(stage.telegram_bot)
    go.set()
    await stage.settle()
    assert count(ben, "'s one thing today") == 0
    assert count(ben, "has ended the pact") == 1
    assert await status_of(stage, ben, Kind.PARTNER_NAMED) is Status.DROPPED


async def test_the_outbox_is_not_read_while_nothing_of_it_may_leave(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    reads: list[float] = []
    read = SqlOutbox.heads

    async def heads(outbox: SqlOutbox, limit: int) -> Sequence[Letter]:
        reads.append(monotonic())
        return await read(outbox, limit)

    monkeypatch.setattr(SqlOutbox, "heads", heads)
    opens_at = monotonic() + 0.3
    stage.limits.overall.pause(opens_at)
    await ana.type("Run")

    assert "Run" in ben.last.text
    assert reads
    assert min(reads) >= opens_at
