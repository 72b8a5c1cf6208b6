"""Nights and evenings on which the clocks are changed, and new rules for them, told as timetables."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain import calendar
from playground.opening import open_stage
from tests.zones.traveller import Traveller

EASTER_ISLAND = "Pacific/Easter"
"""Its clocks are changed at 22:00, when people are awake."""


@asynccontextmanager
async def living_in(zone: str, folder: Path, since: datetime) -> AsyncIterator[Traveller]:
    """Somebody who joins in a zone; the stage's clock shows what hangs on the wall there."""
    async with open_stage(folder, since, zone=zone) as stage:
        ana = Traveller(stage)
        if zone == EASTER_ISLAND:
            await ana.join_at(-27.15, -109.43)
        else:
            await ana.join()
        yield ana


async def test_an_evening_hour_that_comes_twice_is_asked_about_once(tmp_path: Path) -> None:
    """On Easter Island 22:00 becomes 21:00 on Saturday, 4 April 2026."""
    friday = datetime(2026, 4, 3, 14, tzinfo=UTC)  # 09:00
    async with living_in(EASTER_ISLAND, tmp_path, friday) as ana:
        await ana.choose("Evening", "21:30")
        await ana.stage.wind_to("08:10", days=1)
        await ana.phone.type("Mend the net")
        await ana.stage.wind_to("08:10", days=1)

        assert ana.told[4:] == [
            "Sat 04 08:00 morning",
            "Sat 04 21:30 evening",
            "Sat 04 21:00 evening reminder",  # half an hour later
            "Sun 05 08:00 morning",
        ]


async def test_an_evening_hour_that_never_comes_is_asked_about_after_it(tmp_path: Path) -> None:
    """On Easter Island 22:00 becomes 23:00 on Saturday, 5 September 2026."""
    friday = datetime(2026, 9, 4, 15, tzinfo=UTC)  # 09:00
    async with living_in(EASTER_ISLAND, tmp_path, friday) as ana:
        await ana.choose("Evening", "22:00")
        await ana.stage.wind_to("08:10", days=1)
        await ana.phone.type("Mend the net")
        await ana.stage.wind_to("08:10", days=1)

        assert ana.told[4:] == [
            "Sat 05 08:00 morning",
            "Sat 05 23:00 evening",
            "Sat 05 23:30 evening reminder",
            "Sun 06 08:00 morning",
        ]


async def test_a_morning_in_the_gap_is_asked_for_after_it_and_the_reminder_keeps_its_gap(tmp_path: Path) -> None:
    """In Kyiv 03:00 becomes 04:00 on Sunday, 29 March 2026."""
    saturday = datetime(2026, 3, 28, 7, tzinfo=UTC)  # 09:00
    async with living_in("Europe/Kyiv", tmp_path, saturday) as ana:
        await ana.choose("Morning", "3:00")
        await ana.stage.wind_to("03:10", days=2)

        assert ana.told[4:] == [
            "Sun 29 04:00 morning",
            "Sun 29 05:30 morning reminder",
            "Sun 29 20:00 evening, unnamed",
            "Sun 29 20:30 evening reminder, unnamed",
            "Mon 30 03:00 morning",
        ]


async def test_half_past_midnight_in_cairos_gap_is_one_o_clock_and_still_that_days(tmp_path: Path) -> None:
    """In Cairo 00:00 becomes 01:00 on Friday, 24 April 2026."""
    wednesday = datetime(2026, 4, 22, 7, tzinfo=UTC)  # 09:00
    async with living_in("Africa/Cairo", tmp_path, wednesday) as ana:
        await ana.choose("Evening", "0:30")
        await ana.stage.wind_to("08:10", days=1)
        await ana.phone.type("Water the plants")
        await ana.stage.wind_to("01:10", days=1)
        assert ana.told[-1] == "Fri 24 01:00 evening"
        await ana.phone.type("/done")
        assert "Done! Well done" in (ana.phone.last.text or "")
        await ana.stage.wind_to("08:10")

        assert ana.told[-2:] == ["Fri 24 01:00 evening", "Fri 24 08:00 morning"]
        assert await ana.days() == ["04-22 missed", "04-23 done", "04-24 asked"]


async def test_ramadan_in_casablanca_moves_no_ask(tmp_path: Path) -> None:
    """Morocco's clocks go back on 15 February 2026 and forward on 22 March."""
    saturday = datetime(2026, 2, 14, 8, tzinfo=UTC)  # 09:00
    async with living_in("Africa/Casablanca", tmp_path, saturday) as ana:
        await ana.stage.wind_to("20:10", days=1)
        await ana.phone.type("/away")
        await ana.phone.type("21 March 2026")
        await ana.stage.wind_to("20:10", days=35)

        assert [told for told in ana.told if "reminder" not in told] == [
            "Sat 14 09:00 morning",
            "Sat 14 20:00 evening, unnamed",
            "Sun 15 08:00 morning",
            "Sun 15 20:00 evening, unnamed",
            "Sat 21 08:00 morning",
            "Sat 21 20:00 evening, unnamed",
            "Sun 22 08:00 morning",
            "Sun 22 20:00 evening, unnamed",
        ]


def go_by_old_rules(monkeypatch: pytest.MonkeyPatch, zone: str, *, as_in: str) -> None:
    """Let the bot take the clocks of a zone for those of another, as by a package that is out of date."""
    rules = calendar.zone_info
    monkeypatch.setattr(calendar, "zone_info", lambda name: rules(as_in if name == zone else name))
    monkeypatch.setattr(calendar, "rules_version", lambda: "1999.1")


async def test_open_days_follow_new_rules_of_a_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Egypt has summer time again since 2023; the bot hears of it on the evening before."""
    wednesday = datetime(2026, 4, 22, 7, tzinfo=UTC)  # 09:00
    with monkeypatch.context() as old:
        go_by_old_rules(old, "Africa/Cairo", as_in="Africa/Tripoli")
        async with living_in("Africa/Cairo", tmp_path, wednesday) as ana:
            await ana.choose("Evening", "01:00")
            await ana.stage.wind_to("21:00", days=1)
            await ana.stage.stop_bot()
            old.undo()

            await ana.stage.start_bot()
            await ana.stage.wind(minutes=1)
            await ana.stage.wind_to("08:10", days=1)

            assert ana.told[4:] == [
                "Thu 23 08:00 morning",
                "Thu 23 09:30 morning reminder",
                "Fri 24 01:00 evening, unnamed",
                "Fri 24 01:30 evening reminder, unnamed",
                "Fri 24 08:00 morning",
            ]


async def test_new_rules_take_no_date_from_a_day_that_ended_while_the_bot_was_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wednesday = datetime(2026, 4, 22, 7, tzinfo=UTC)  # 09:00
    async with living_in("Africa/Cairo", tmp_path, wednesday) as ana:
        await ana.stage.wind_to("21:00")
        await ana.stage.sleep_to("07:00", days=1)
        monkeypatch.setattr(calendar, "rules_version", lambda: "2999.1")

        await ana.stage.start_bot()
        await ana.stage.wind_to("08:10")

        assert ana.told[4:] == ["Thu 23 08:00 morning"]
        assert await ana.days() == ["04-22 missed", "04-23 asked"]
