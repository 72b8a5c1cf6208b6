"""Faults of the time that passes: outages, bugs in one place, news that have grown old."""

import asyncio
from datetime import timedelta

from bot.chat import intake
from bot.clock import uptime
from bot.domain.day import Day
from bot.domain.events import Event, Situation
from bot.domain.ladder import Outcome
from bot.domain.machine import advance
from bot.services import days
from playground.telegram import ApiError, Hang, too_many_requests
from tests.chat.asking import count, says, soon
from tests.reliability.rows import Scene, put, row

GROUP = "The day"


async def _at_once(_self: object) -> None:
    """Let the clock act at once."""


@row(
    GROUP,
    fault="the bot was down, and things were said meanwhile",
    does="reads everything before the clock may act",
    seen="nobody is asked about what they have said already",
    without=put("bot.chat.intake.Intake.caught_up", _at_once),
)
async def said_while_down(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    await ana.type("Run")
    await stage.wind_to("19:59")
    await stage.stop_bot()
    ana.person.send(stage.telegram_bot, "/done")
    await stage.sleep_to("20:01")
    stage.server.faults.on_call(ApiError(502, "Bad Gateway"), method="getUpdates", times=3)
    starting = asyncio.ensure_future(stage.start_bot())
    await asyncio.sleep(0)
    assert stage.app is not None
    await stage.app._ring()  # as the alarm does at the start, while the ear is still in trouble
    assert stage.app.intake.has_caught_up()
    await starting
    assert count(ana, "How did it go?") == 0
    assert count(ben, "did it") == 1


@row(
    GROUP,
    fault="the bot was down for longer than Telegram keeps taps",
    does="offers the evening card anew before anybody is asked to call; each step waits its gap from what was sent",
    seen="one more card; no call about an answer that got lost",
    without=put("bot.chat.intake.DEAF_AFTER", timedelta(days=9)),
)
async def taps_forgotten(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    await ana.type("Run")
    await ben.type("Swim")
    await ben.tap("Done")
    await stage.wind_to("20:31")
    await stage.sleep_to("21:05")
    await stage.start_bot()
    assert count(ben, "This is the moment") == 0
    assert count(ana, "Checking in once more") == 2
    await stage.wind_to("21:36")
    assert count(ben, "This is the moment") == 1


@row(
    GROUP,
    fault="what was to be said is no longer so when it could be sent",
    does="looks again right before the send, and drops it",
    seen="nothing about a thing that is done",
    without=put("bot.services.delivering.still_true", lambda *_args, **_facts: True),
)
async def no_longer_true(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    card = await ana.type("Run")
    await stage.wind_to("20:29")
    hang = Hang(error=too_many_requests(1))
    stage.server.faults.on_call(hang, when=says("Checking in once more"), times=1)
    winding = asyncio.ensure_future(stage.wind_to("20:30"))
    await soon(hang.arrived)
    ana.person.tap(card, "Done")
    hang.until.set()
    await winding
    assert hang.until.is_set()
    assert count(ana, "Checking in once more") == 0


@row(
    GROUP,
    fault="one member's day can't take its step: a bug, or a broken row",
    does="takes the others of its batch one by one, and puts that one aside for a quarter of an hour",
    seen="everybody else is asked in time",
    without=put("bot.services.tick._one_by_one", lambda *_args: asyncio.sleep(0)),
)
async def one_bad_day(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    await ana.type("Run")
    await ben.type("Swim")
    await stage.wind_to("19:59")

    def fail_for_ana(day: Day, event: Event, situation: Situation) -> Outcome:
        if day.commitment == "Run":
            raise ZeroDivisionError
        return advance(day, event, situation)

    scene.patch.setattr(days, "advance", fail_for_ana)
    await stage.wind_to("20:00")
    assert (count(ana, "How did it go?"), count(ben, "How did it go?")) == (0, 1)
    scene.patch.setattr(days, "advance", advance)
    await stage.wind_to("20:16")
    assert count(ana, "How did it go?") == 1


@row(
    GROUP,
    fault="the bot is told to stop while a message is on its way",
    does="gives it three seconds to arrive and to be noted, then ends",
    seen="the message, once",
    without=put("bot.chat.delivery.FAREWELL", 0.0),
)
async def stopped_in_flight(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    help_text = "In the morning, type your one thing"
    hang = Hang(is_done=True)
    stage.server.faults.on_call(hang, when=says(help_text), times=1)
    ana.person.send(stage.telegram_bot, "/help")
    await soon(hang.arrived)
    stopping = asyncio.ensure_future(stage.stop_bot())
    await asyncio.sleep(0.3)
    hang.until.set()
    await stopping
    await stage.start_bot()
    assert count(ana, help_text) == 1


@row(
    GROUP,
    fault="the machine slept, or a poll hangs on a dead connection, while the clock goes on",
    does="takes what it heard for out of date after 45 seconds, and reads everything before the clock may act",
    seen="nobody is asked about what they have said already",
    without=put("bot.chat.intake.STALE_AFTER", 1e9),
)
async def ear_gone_stale(scene: Scene) -> None:
    stage, ana, ben = scene.stage, scene.ana, scene.ben
    await ana.type("Run")
    await stage.wind_to("20:00")
    hang = Hang()
    stage.server.faults.on_call(hang, method="getUpdates", times=1)
    ana.person.send(stage.telegram_bot, "/help")  # ends the poll that waits; the next one hangs
    await soon(hang.arrived)
    ana.person.send(stage.telegram_bot, "/done")
    scene.patch.setattr(intake, "uptime", lambda: uptime() + 3600)
    stage.clock.jump_to(stage.moment("21:10"))
    assert stage.app is not None
    ringing = asyncio.ensure_future(stage.app._ring())
    await asyncio.sleep(0.2)
    hang.until.set()
    await ringing
    await stage.settle()
    assert count(ana, "Checking in once more") == 0
    assert count(ben, "did it") == 1
