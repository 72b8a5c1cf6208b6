"""Faults of what the bot knows about places: the file of cities, and the rules of time zones."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.db.sqlite import file_of
from bot.domain import calendar
from bot.places.offline import OfflinePlaces
from tests.chat.asking import count
from tests.reliability.rows import Scene, put, row

GROUP = "Where and when"
HELP = "In the morning, type your one thing"
SORRY = "Sorry, that went wrong on my side"


async def _do_nothing(_self: object, _raw: Any) -> None:
    """Let an update that can't be dealt with vanish."""


@row(
    GROUP,
    fault="the file of cities is missing, or broken",
    does="opens it anew for each question; fails over that one alone, and takes nothing of it into the database",
    seen="“Sorry, that went wrong on my side” when they type a city; sharing a location works, and so does all else",
    without=put("bot.chat.dealing.Dealer._put_aside", _do_nothing),
)
async def no_cities(scene: Scene) -> None:
    stage, cem, dan = scene.stage, scene.stage.person("Cem"), scene.stage.person("Dan")
    file = file_of(stage.settings.database_url).with_name("cities.db")
    await _with_cities_in(scene, file)
    await cem.start()
    await cem.type("Berlin")
    file.write_bytes(b"no database" * 999)
    await cem.type("Berlin")
    assert count(cem, SORRY) == 2

    cem.person.send_location(stage.telegram_bot, 52.52, 13.4)
    await stage.settle()
    await cem.tap("08:00 and 20:00")
    await scene.ana.type("/help")
    assert (count(cem, "All set"), count(scene.ana, HELP)) == (1, 1)

    file.write_bytes(OfflinePlaces().file.read_bytes())
    await dan.start()
    await dan.type("Berlin")
    await dan.tap("Berlin, Germany")
    assert count(dan, "Berlin time") == 1


async def _with_cities_in(scene: Scene, file: Path) -> None:
    """Start the bot anew with another file of cities."""
    scene.patch.setattr("bot.app.OfflinePlaces", lambda: OfflinePlaces(file))
    await scene.stage.stop_bot()
    await scene.stage.start_bot()


@row(
    GROUP,
    fault="the rules of a time zone change (a new `tzdata`)",
    does="plans every open day anew by them, once, before the clock may act",
    seen="the asks at their hours by the clocks around them",
    without=put("bot.app.follow_rules", lambda *_args: asyncio.sleep(0)),
)
async def new_rules(scene: Scene) -> None:
    stage, ana = scene.stage, scene.ana
    await ana.type("Run")
    await stage.stop_bot()
    rules = ZoneInfo("Europe/Helsinki")  # an hour ahead of Berlin
    scene.patch.setattr(calendar, "zone_info", lambda _zone: rules)
    scene.patch.setattr(calendar, "rules_version", lambda: "9999.1")
    await stage.start_bot()
    await stage.wind_to("18:59")
    assert count(ana, "How did it go?") == 0
    await stage.wind_to_moment(stage.clock.now() + timedelta(minutes=1))
    assert count(ana, "How did it go?") == 1
    await stage.wind_to("20:01")
    assert count(ana, "How did it go?") == 1
