"""Nights and days on which the clocks are changed, and the day on which the bot learns of new rules: as timetables."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain import calendar
from playground.stage import open_stage
from tests.zones.traveller import Traveller


@asynccontextmanager
async def living_in(folder: Path, zone: str, since: datetime) -> AsyncIterator[Traveller]:
    """Somebody who joins in a zone; the stage's clock shows what hangs on the wall there."""
    async with open_stage(folder, since, zone=zone) as stage:
        ana = Traveller(stage)
        await ana.join()
        yield ana


async def test_an_hour_that_the_night_skips_shortens_no_gap(tmp_path: Path) -> None:
    """Lord Howe's clocks jump from 02:00 to 02:30 on Sunday, 4 October 2026."""
    async with living_in(tmp_path, "Australia/Lord_Howe", datetime(2026, 10, 2, 22, tzinfo=UTC)) as ana:
        await ana.choose("Evening", "1:00")
        await ana.choose("Morning", "3:00")
        await ana.stage.wind_to("12:00", days=2)

        assert ana.told == [
            "Sat 03 08:30 morning",  # the bot begins at 08:30, and that evening is still at 20:00
            "Sat 03 10:00 morning reminder",
            "Sat 03 20:00 evening, unnamed",
            "Sat 03 20:30 evening reminder, unnamed",
            "Sun 04 03:00 morning",
            "Sun 04 04:30 morning reminder",
            "Mon 05 01:00 evening, unnamed",
            "Mon 05 01:30 evening reminder, unnamed",
            "Mon 05 03:00 morning",
            "Mon 05 04:30 morning reminder",
        ]
