"""A disk that is full, a database that can't be written: the bot waits, says nothing, and nothing is lost."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

import bot.__main__
from bot import app
from bot.chat import announcing, delivery, intake
from bot.db import sqlite
from bot.services.pulse import PULSE
from playground.opening import open_stage
from playground.stage import Phone, Stage
from tests.chat.asking import count, hold_back, soon
from tests.cli.conftest import Command, command
from tests.cli.shell import ask, is_so
from tests.conftest import MORNING, become_partners
from tests.stories.trouble import ALL_KINDS, Trouble, full, malformed, takes_nothing

__all__ = ["command"]

Pair = tuple[Phone, Phone]
Logs = Sequence[Mapping[str, Any]]
LONG = "🎯" * 280

any_trouble = pytest.mark.parametrize("trouble", ALL_KINDS)


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The bot with one sender, and pauses that don't have to be waited for."""
    for module in (app, intake, delivery, announcing):
        monkeypatch.setattr(module, "STORAGE_PAUSE", 0.01)
    for name in ("FIRST_PULSE_SECONDS", "PULSE_SECONDS"):
        monkeypatch.setattr(app, name, 0.02)
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 10)
    async with open_stage(tmp_path, MORNING, sender_slots=1) as stage:
        monkeypatch.setattr(bot.__main__, "SystemClock", lambda: stage.clock)
        yield stage


@pytest.fixture
async def pair(stage: Stage) -> Pair:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await become_partners(ana, ben)
    return ana, ben


def times(logs: Logs, *events: str) -> Callable[[], bool]:
    """Whether each of these was logged a few times."""
    return lambda: all(sum(line["event"] == event for line in logs) >= 3 for event in events)


def said(stage: Stage) -> list[str]:
    """What the bot has sent, or tried to."""
    return [call.method for call in stage.server.calls if call.method not in {"getUpdates", "answerCallbackQuery"}]


def put_aside(stage: Stage) -> list[tuple[object, ...]]:
    """The updates that the bot has given up."""
    file = Path(stage.settings.database_url.removeprefix("sqlite+aiosqlite:///"))
    return ask(file, "SELECT update_id FROM inbox WHERE trouble IS NOT NULL")


def unexpected(logs: Logs) -> list[Mapping[str, Any]]:
    """What was logged besides waiting."""
    return [line for line in logs if line["log_level"] not in {"info", "warning"}]


@any_trouble
async def test_what_was_typed_meanwhile_is_acknowledged_only_once_it_is_kept_and_answered_once(
    stage: Stage, pair: Pair, command: Command, trouble: Trouble
) -> None:
    ana, ben = pair
    eve = stage.person("Eve")
    file = Path(stage.settings.database_url.removeprefix("sqlite+aiosqlite:///"))
    await ana.type("Send the application")
    await is_so(lambda: ask(file, "SELECT value FROM note WHERE name = ?", PULSE) != [])
    stage.server.forget_calls()
    with capture_logs() as logs:
        async with trouble(stage):
            ana.person.send(stage.telegram_bot, "/done")
            ben.person.send(stage.telegram_bot, "Swim")
            eve.person.open(stage.telegram_bot)
            await is_so(times(logs, "intake.pause", "pulse.storage_trouble"))
            assert len(stage.telegram_bot.queue.pending()) == 3
            assert said(stage) == []
            stage.clock.jump_to(stage.moment("09:34"))
            ill = await command("health")
        await stage.settle()

    assert ill.status in {1, 2}, ill
    assert ill.err.count("\n") == 1
    assert count(ana, "Done! Well done") == 1
    assert count(ben, "Your one thing today:\nSwim") == 1
    assert count(ben, "Ana\u2069 did it") == 1
    assert count(eve, "I'm Stay on the Line") == 1
    assert stage.telegram_bot.queue.pending() == ()
    assert put_aside(stage) == []
    assert unexpected(logs) == []


@any_trouble
async def test_the_clock_waits_and_then_asks_once(stage: Stage, pair: Pair, trouble: Trouble) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    await stage.wind_to("19:59")
    stage.server.forget_calls()
    with capture_logs() as logs:
        async with trouble(stage):
            winding = asyncio.ensure_future(stage.wind_to("20:00"))
            await is_so(times(logs, "tick.storage_trouble"))
            assert said(stage) == []
        await winding
    assert count(ana, "How did it go?") == 1
    await stage.wind_to("21:00")
    assert count(ana, "Checking in once more") == 1
    assert unexpected(logs) == []


@any_trouble
async def test_a_message_that_arrived_is_noted_later_and_what_waits_behind_it_is_not_claimed(
    stage: Stage, pair: Pair, trouble: Trouble
) -> None:
    ana, ben = pair
    arrived, let_go = hold_back(stage, "Your one thing today")
    ana.person.send(stage.telegram_bot, "Send the application")  # the news to Ben waits behind the card to Ana
    await soon(arrived)
    with capture_logs() as logs:
        async with trouble(stage):
            let_go.set()
            await is_so(times(logs, "delivery.storage_trouble"))
            assert count(ana, "Your one thing today") == 1
            assert count(ben, "Send the application") == 0
        await stage.settle()
    assert count(ana, "Your one thing today") == 1
    assert count(ben, "Send the application") == 1
    assert unexpected(logs) == []


async def test_a_full_disk_keeps_what_still_fits_and_the_rest_comes_when_there_is_room(stage: Stage) -> None:
    people = [stage.person(f"P{number}") for number in range(12)]
    for person in people:
        await person.join()
    stage.server.forget_calls()
    with capture_logs() as logs:
        async with full(stage):
            for person in people:
                person.person.send(stage.telegram_bot, LONG)
            await is_so(times(logs, "intake.pause"))
            answered = [person for person in people if count(person, LONG) > 0]
            assert len(answered) < len(people)
            assert len(stage.telegram_bot.queue.pending()) == len(people)
        await stage.settle()
    assert {line["why"] for line in logs if line["event"] == "intake.pause"} == {"storage: database or disk is full"}
    assert [count(person, LONG) for person in people] == [1] * len(people)
    assert stage.telegram_bot.queue.pending() == ()
    assert put_aside(stage) == []
    assert unexpected(logs) == []


@pytest.mark.parametrize("trouble", [takes_nothing, malformed])
async def test_a_bot_can_be_stopped_in_the_middle_of_it_and_the_next_one_goes_on(
    stage: Stage, pair: Pair, trouble: Trouble
) -> None:
    ana, _ = pair
    with capture_logs() as logs:
        async with trouble(stage):
            ana.person.send(stage.telegram_bot, "Send the application")
            await is_so(times(logs, "intake.pause"))
            async with asyncio.timeout(5):
                await stage.stop_bot()
            gc.collect()  # as the end of a process does: a transaction that was cut off lets go of the lock
        await stage.start_bot()
    assert count(ana, "Your one thing today:\nSend the application") == 1
    assert unexpected(logs) == []
