"""Hearing, over HTTP: nothing lost, nothing twice, and nobody holds anybody else up."""

import asyncio
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot import app as bot_app
from bot.chat import dealing, handlers, intake, waiting
from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.kinds import Kind
from playground.stage import Phone, Stage
from playground.telegram.queue import Waiting
from tests.chat.asking import count, soon
from tests.conftest import toast

Pair = tuple[Phone, Phone]
HELP = "In the morning, type your one thing"
SORRY = "Sorry, that went wrong on my side"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dealing, "RETRY_PAUSE", 0.01)
    monkeypatch.setattr(intake, "CONFLICT_PAUSE", 0.01)
    monkeypatch.setattr(waiting.Backoff, "after", lambda _self, _error: 0.01)


class Broken:
    """A handler that fails a few times, after it wrote something, and then does what the real one does."""

    def __init__(self, real: Handler, times: int) -> None:
        self.real = real
        self.times = times
        self.calls = 0

    async def __call__(self, turn: Turn) -> None:
        self.calls += 1
        if self.calls <= self.times:
            await turn.act.uow.notes.put("left behind", str(self.calls))
            await turn.act.answer(Kind.HELP)
            raise ZeroDivisionError
        await self.real(turn)


def break_command(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> Broken:
    broken = Broken(handlers.COMMANDS[name], times)
    monkeypatch.setitem(cast("dict[str, Handler]", handlers.COMMANDS), name, broken)
    return broken


def break_button(monkeypatch: pytest.MonkeyPatch, action: Action, times: int) -> Broken:
    broken = Broken(handlers.BUTTONS[action], times)
    monkeypatch.setitem(cast("dict[Action, Handler]", handlers.BUTTONS), action, broken)
    return broken


async def left_behind(stage: Stage) -> str | None:
    assert stage.app is not None
    async with stage.app.storage.open_reader() as uow:
        return await uow.notes.get("left behind")


def handed_out(stage: Stage) -> list[dict[str, Any]]:
    """Every update that Telegram has handed out so far."""
    pages = [call.answer for call in stage.server.calls if call.method == "getUpdates" and call.ok]
    return [update for page in pages for update in page]


async def test_an_update_that_comes_again_does_nothing_the_second_time(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("Run")
    await ana.tap("Done")
    heard = ana.heard
    await stage.stop_bot()
    for update in handed_out(stage):  # as if no offset had ever been told
        number, (kind, payload) = update["update_id"], next((k, v) for k, v in update.items() if k != "update_id")
        stage.telegram_bot.queue._items.append(Waiting(number, kind, payload, stage.clock.now()))
    assert len(stage.telegram_bot.queue.pending()) == 6
    await stage.start_bot()
    assert ana.heard == heard
    assert stage.telegram_bot.queue.pending() == ()


async def test_an_update_that_fails_is_tried_three_times_and_put_aside_with_an_apology(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    broken = break_command(monkeypatch, "help", times=99)
    with capture_logs() as logs:
        await ana.type("/help")
    assert broken.calls == 3
    assert [line["attempt"] for line in logs if line["event"] == "update.failed"] == [1, 2, 3]
    assert SORRY in (ana.last.text or "")
    assert count(ana, HELP) == 0
    assert count(ben, SORRY) == 0
    assert await left_behind(stage) is None

    await ana.type("Run")
    assert "Your one thing today" in (ana.last.text or "")
    await stage.stop_bot()
    await stage.start_bot()
    assert broken.calls == 3
    assert count(ana, SORRY) == 1


async def test_an_update_that_fails_twice_is_done_once(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = pair
    break_command(monkeypatch, "today", times=2)
    await ana.type("/today")
    assert count(ana, "Monday, 23 November") == 1
    assert count(ana, SORRY) == count(ana, HELP) == 0
    assert await left_behind(stage) is None


async def test_a_tap_that_fails_is_apologized_for_where_it_was_tapped(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    broken = break_button(monkeypatch, Action.DONE, times=3)
    await ana.type("Run")
    tap = await ana.tap("Done")
    assert SORRY in toast(tap)
    assert broken.calls == 3
    assert count(ben, "did it") == 0
    tap = await ana.tap("Done")
    assert toast(tap) == ""
    assert count(ben, "did it") == 1


async def test_a_chat_whose_updates_fail_holds_no_other_up(
    stage: Stage, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = pair
    break_command(monkeypatch, "help", times=99)
    await stage.stop_bot()
    for _ in range(3):
        ana.person.send(stage.telegram_bot, "/help")
    ana.person.send(stage.telegram_bot, "Run")
    ben.person.send(stage.telegram_bot, "Swim")
    with capture_logs():
        await stage.start_bot()
    assert count(ana, SORRY) == 3
    assert count(ana, "Your one thing today") == count(ben, "Your one thing today") == 1


BROKEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("message", {}),
    ("message", {"message_id": 1}),
    ("message", {"message_id": 1, "date": 1_795_000_000, "chat": {"id": 5, "type": "private"}}),
    ("message", {"message_id": 1, "date": "soon", "chat": {"id": 5, "type": "private"}, "text": "x"}),
    ("message", {"message_id": 1, "date": 1_795_000_000, "chat": {}, "from": {}, "text": "x"}),
    ("message", {"message_id": 1, "date": 1_795_000_000, "chat": {"id": 5, "type": "moon"}, "text": "x"}),
    ("edited_message", {"message_id": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}}),
    ("callback_query", {"id": "1"}),
    ("callback_query", {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "X"}, "chat_instance": "1"}),
    ("callback_query", {"id": "1", "from": None, "chat_instance": "1", "message": {"message_id": 1}}),
    ("my_chat_member", {}),
    ("my_chat_member", {"chat": {"id": 5, "type": "private"}, "date": 1, "old_chat_member": {}, "new_chat_member": {}}),
)


async def test_broken_updates_in_the_middle_of_a_batch_block_nobody(stage: Stage) -> None:
    ana = stage.person("Ana")
    await stage.stop_bot()
    for kind, payload in BROKEN:
        stage.telegram_bot.queue.push(kind, payload)
        ana.person.send(stage.telegram_bot, "/help")
    with capture_logs():
        await stage.start_bot()
    assert count(ana, HELP) == len(BROKEN)
    assert stage.telegram_bot.queue.pending() == ()


async def test_an_update_of_an_unknown_kind_blocks_nobody(stage: Stage) -> None:
    ana = stage.person("Ana")
    stage.telegram_bot.queue._items.append(
        Waiting(stage.telegram_bot.queue._next_id, "from_the_future", {"id": "1"}, stage.clock.now())
    )
    stage.telegram_bot.queue._next_id += 1
    await ana.join()
    assert count(ana, "I'm Stay on the Line") == 1


async def test_whatever_happens_in_a_group_is_met_with_silence(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    group = stage.server.add_group("Friends", [ana.person, ben.person])
    group.add(stage.telegram_bot, by=ana.person)
    await stage.settle()
    stage.server.forget_calls()
    said = ana.person.send(group, "/start")
    ana.person.send(group, f"/help@{stage.telegram_bot.username}")
    ana.person.edit(said, "/done")
    group.promote(stage.telegram_bot, by=ana.person)
    group.remove(stage.telegram_bot, by=ana.person)
    await stage.settle()
    assert {call.method for call in stage.server.calls} == {"getUpdates"}
    await ana.type("/today")
    assert count(ana, "Monday, 23 November") == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("callback_query", {"id": "1", "from": {"id": 1}, "message": "x"}),
        ("message", {"message_id": 1, "date": 0, "chat": {"id": []}, "from": {"id": 1}}),
        ("message", ["x"]),
        ("message", {"message_id": 1, "date": 0, "chat": {"id": True, "type": "private"}, "text": 7}),
    ],
)
async def test_an_update_of_no_shape_is_put_aside_at_once_and_the_bot_goes_on(
    stage: Stage, kind: str, content: object
) -> None:
    ana = stage.person("Ana")
    await ana.join()
    with capture_logs() as logs:
        stage.telegram_bot.queue.push(kind, cast("dict[str, Any]", content))
        await ana.type("/help")
    assert count(ana, HELP) == 1
    assert not [line for line in logs if line["event"] == "update.failed"]


async def test_what_is_wrong_in_an_update_about_somebody_is_kept_nowhere(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    user = {"id": True, "is_bot": False, "first_name": "Nobody"}
    said = {"message_id": 9, "date": 0, "chat": {"id": True, "type": "private"}, "from": user, "text": "Run"}
    with capture_logs() as logs:
        stage.telegram_bot.queue.push("message", said)
        await ana.type("/help")
    assert [line["event"] for line in logs if line["log_level"] == "warning"] == ["update.unreadable"]
    assert stage.app is not None
    async with stage.app.storage.open_reader() as uow:
        assert await uow.members.by_account(1) is None


async def test_what_one_person_says_is_heard_in_order(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await stage.stop_bot()
    for text in ("Run", "/done", "Swim", "/today", "/help", "/nonsense", "/cancel"):
        ana.person.send(stage.telegram_bot, text)
    before = len(ana.heard)
    await stage.start_bot()
    wanted = [
        "Your one thing today",
        "Done! Well done",
        "save this for Tuesday, 24 November",
        "Monday, 23",
        HELP,
        "don't know",
        "nothing to cancel",
    ]
    assert [part for part, text in zip(wanted, ana.heard[before:], strict=True) if part in text] == wanted


async def test_a_stop_in_the_middle_of_many_updates_loses_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [stage.person(name) for name in ("Ana", "Ben", "Cem")]
    for phone in people:
        await phone.join()
    await stage.stop_bot()
    for _ in range(40):
        for phone in people:
            phone.person.send(stage.telegram_bot, "/help")
    half_way, handled, real = asyncio.Event(), 0, handlers.COMMANDS["help"]

    async def count_them(turn: Turn) -> None:
        nonlocal handled
        await real(turn)
        handled += 1
        if handled == 50:
            half_way.set()

    monkeypatch.setitem(cast("dict[str, Handler]", handlers.COMMANDS), "help", count_them)
    app = bot_app.build(stage.settings, clock=stage.clock, alarm=stage.clock, limits=stage.limits)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        await soon(half_way)
        running.cancel()
    assert len(stage.telegram_bot.queue.pending()) > 40
    await stage.start_bot()
    counts = [count(phone, HELP) for phone in people]
    assert min(counts) == 40
    assert sum(counts) <= 120 + stage.settings.sender_slots  # what was on its way may be said twice
