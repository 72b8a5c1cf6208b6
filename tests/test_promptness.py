"""On the real clock: APScheduler's making of the alarm, and how soon a prompt leaves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app as bot_app
from bot.clock import SystemClock
from bot.config import Settings, read_settings
from bot.db.migrating import upgrade
from bot.domain.day import Step
from bot.scheduler import ApsAlarm
from playground.stage import TOKEN, USERNAME
from playground.telegram import Bot, TelegramServer
from tests.conftest import join

CLOCK = SystemClock()
CHAT_IS_QUIET = timedelta(seconds=4)
"""So long after a burst of messages a chat takes the next one at once, at Telegram's one message a second."""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(now=CLOCK.now)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def telegram_bot(server: TelegramServer) -> Bot:
    return server.add_bot(TOKEN, USERNAME, "Stay on the Line")


@pytest.fixture
def settings(server: TelegramServer, tmp_path: Path) -> Settings:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    upgrade(url)
    return read_settings(_env_file=None, bot_token=TOKEN, database_url=url, telegram_api_url=server.url)


async def test_a_prompt_leaves_within_one_second_of_its_time(
    server: TelegramServer, telegram_bot: Bot, settings: Settings
) -> None:
    app = bot_app.build(settings, clock=CLOCK, alarm=ApsAlarm())
    ana = server.add_person("Ana")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(app.run())
        await join(ana, telegram_bot)
        due = CLOCK.now() + CHAT_IS_QUIET
        async with app.open_uow() as uow:
            member = await uow.members.by_account(ana.id)
            assert member is not None
            day = await uow.days.open_of(member.id)
            assert day is not None
            evening = replace(day, commitment="Run", step=Step.EVENING_ASK, due_at=due, morning_at=due)
            evening = replace(evening, evening_at=due + timedelta(hours=3), ends_at=due + timedelta(hours=9))
            await uow.days.save(evening)
            await uow.commit()

        await ana.wait_for(telegram_bot, "How did it go?", timeout=10)
        asked = next(call for call in server.calls if "How did it go?" in str(call.params.get("text")))
        running.cancel()

    assert timedelta(0) <= asked.at - due < timedelta(seconds=1)


async def test_the_alarm_rings_at_once_and_again_when_it_is_set() -> None:
    alarm, rings = ApsAlarm(), list[float]()
    rung = asyncio.Event()

    async def ring() -> None:
        rings.append(asyncio.get_running_loop().time())
        rung.set()

    async def chore() -> None:
        raise AssertionError("the chores are for the night")

    async with asyncio.TaskGroup() as group:
        running = group.create_task(alarm.run(ring, chore))
        await rung.wait()
        rung.clear()
        alarm.set(CLOCK.now() + timedelta(seconds=0.2))
        alarm.set(CLOCK.now() + timedelta(hours=1))
        await rung.wait()
        running.cancel()

    assert 0.1 < rings[1] - rings[0] < 1


async def test_a_ring_that_fails_is_logged_and_rung_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.PAUSE", 0.01)
    alarm, rings, twice = ApsAlarm(), list[int](), asyncio.Event()

    async def ring() -> None:
        rings.append(1)
        if len(rings) == 1:
            raise RuntimeError("once")
        twice.set()

    async with asyncio.TaskGroup() as group:
        running = group.create_task(alarm.run(ring, ring))
        await twice.wait()
        running.cancel()
