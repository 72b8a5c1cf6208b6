"""Journeys told as timetables: what the bot says, and when by the clock on the wall where its reader is then."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from playground.opening import open_stage
from playground.stage import Phone, Stage
from tests.conftest import become_partners
from tests.zones.traveller import Traveller

LOS_ANGELES = ("Los Angeles", "America/Los_Angeles")
NEW_YORK = ("New York", "America/New_York")
HONOLULU = ("Honolulu", "Pacific/Honolulu")
TOKYO = ("Tokyo", "Asia/Tokyo")
AUCKLAND = ("Auckland", "Pacific/Auckland")
LISBON = ("Lisbon", "Europe/Lisbon")
MUNICH = ("Munich", "Europe/Berlin")
MOSCOW = ("Moscow", "Europe/Moscow")
MONDAY_IN_TOKYO = datetime(2026, 11, 22, 22, tzinfo=UTC)  # Monday, 07:00
MONDAY_IN_AUCKLAND = datetime(2026, 11, 22, 18, tzinfo=UTC)  # Monday, 07:00
MONDAY_IN_LOS_ANGELES = datetime(2026, 11, 23, 14, tzinfo=UTC)  # Monday, 06:00
MONDAY_EVENING_IN_LOS_ANGELES = datetime(2026, 11, 24, 3, tzinfo=UTC)  # Monday, 19:00
MONDAY_IN_HONOLULU = datetime(2026, 11, 23, 17, tzinfo=UTC)  # Monday, 07:00

Together = tuple[Traveller, Phone]


@pytest.fixture
async def ana(stage: Stage) -> Traveller:
    """Ana in Berlin, alone, asked at 09:30 on a Monday."""
    ana = Traveller(stage)
    await ana.join()
    return ana


@pytest.fixture
async def together(stage: Stage) -> Together:
    """Ana and Ben in Berlin, partners; Ana has named her thing, and Ben's is done."""
    ana, ben = Traveller(stage), stage.person("Ben")
    await become_partners(ana.phone, ben)
    await ana.phone.type("Call the agency")
    await ben.type("Run")
    await ben.tap("Done")
    return ana, ben


async def test_from_tokyo_to_los_angeles_and_back_each_date_has_one_ask_of_each_kind(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_TOKYO, zone=TOKYO[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("11:00")

        # there it is Sunday, 18:00: Monday stays Monday, and ends at 03:00 on Monday there
        assert "18:00 where you are now" in (reply := await ana.go(*LOS_ANGELES))
        assert "I'll ask how it went at 20:00" in reply
        await stage.wind_to("12:00", days=3)
        # there it is Thursday, 05:00: Wednesday stays Wednesday, and Thursday is left out
        assert "05:00 where you are now" in (reply := await ana.go(*TOKYO))
        assert "I'll ask how it went at 20:00" in reply
        await stage.wind_to("12:00", days=1)

        assert ana.told == [
            "Mon 23 08:00 morning",
            "Mon 23 09:30 morning reminder",
            "Sun 22 20:00 evening, unnamed",
            "Sun 22 20:30 evening reminder, unnamed",
            "Tue 24 08:00 morning",
            "Tue 24 09:30 morning reminder",
            "Tue 24 20:00 evening, unnamed",
            "Tue 24 20:30 evening reminder, unnamed",
            "Wed 25 08:00 morning",
            "Wed 25 09:30 morning reminder",
            "Thu 26 20:00 evening, unnamed",
            "Thu 26 20:30 evening reminder, unnamed",
            "Fri 27 08:00 morning",
            "Fri 27 09:30 morning reminder",
        ]
        assert await ana.days() == ["11-23 missed", "11-24 missed", "11-25 missed", "11-27 asked"]


async def test_from_auckland_to_honolulu_and_back_nothing_is_lived_twice(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_AUCKLAND, zone=AUCKLAND[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("08:00")
        await ana.phone.type("Pack")
        await stage.wind_to("10:00")

        await ana.go(*HONOLULU)  # Sunday, 11:00
        await stage.wind_to("20:10")
        await ana.phone.type("/done")
        await stage.wind_to("08:00", days=2)
        assert "Yesterday you did it" in (ana.phone.last.text or "")
        await ana.phone.type("Swim")
        await stage.wind_to("12:00")
        await ana.go(*AUCKLAND)  # Wednesday, 11:00
        await stage.wind_to("20:10")
        await ana.phone.type("/done")
        await stage.wind_to("08:10", days=1)

        assert ana.told == [
            "Mon 23 08:00 morning",
            "Sun 22 20:00 evening",
            "Tue 24 08:00 morning",
            "Wed 25 20:00 evening",
            "Thu 26 08:00 morning",
        ]
        assert await ana.days() == ["11-23 done", "11-24 done", "11-26 asked"]


async def test_there_and_back_within_a_day_asks_nothing_twice(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_AUCKLAND, zone=AUCKLAND[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("10:00")
        for city in (HONOLULU, AUCKLAND, HONOLULU, AUCKLAND):
            await ana.go(*city)
            await stage.wind(minutes=10)
        await stage.wind_to("08:10", days=1)

        assert ana.told == [
            "Mon 23 08:00 morning",
            "Mon 23 09:30 morning reminder",
            "Mon 23 20:00 evening, unnamed",
            "Mon 23 20:30 evening reminder, unnamed",
            "Tue 24 08:00 morning",
        ]
        assert await ana.days() == ["11-23 missed", "11-24 asked"]


async def test_a_morning_that_the_journey_puts_into_the_past_is_asked_at_once(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_LOS_ANGELES, zone=LOS_ANGELES[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("07:30")

        assert "I'll ask how it went at 20:00" in await ana.go(*NEW_YORK)
        await stage.wind_to("20:00")

        assert ana.told == [
            "Mon 23 10:30 morning",
            "Mon 23 12:00 morning reminder",
            "Mon 23 20:00 evening, unnamed",
        ]


async def test_a_night_into_which_the_journey_leads_is_quiet_and_the_day_no_miss(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_LOS_ANGELES, zone=LOS_ANGELES[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("07:30")

        assert "It's late there" in await ana.go(*TOKYO)  # Tuesday, 00:30: still Monday's night
        await stage.wind_to("08:00")

        assert ana.told == ["Tue 24 08:00 morning"]
        assert "yesterday" not in ana.phone.last.text.lower()
        assert await ana.days() == ["11-23 off", "11-24 asked"]


@pytest.mark.parametrize(
    ("leaves_at", "said", "told", "state"),
    [
        pytest.param(
            "17:30",
            "Today goes on by the clock there, until 03:00",
            ["Mon 23 22:30 evening", "Mon 23 23:00 evening reminder"],
            "missed",
            id="22:30 there",
        ),
        pytest.param("17:31", "It's late there", [], "off", id="22:31 there"),
    ],
)
async def test_an_evening_that_the_journey_puts_into_the_past_is_asked_at_once_but_not_at_night(
    tmp_path: Path, leaves_at: str, said: str, told: list[str], state: str
) -> None:
    async with open_stage(tmp_path, MONDAY_IN_HONOLULU, zone=HONOLULU[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await stage.wind_to("08:00")
        await ana.phone.type("Call the agency")
        await stage.wind_to(leaves_at)

        assert said in await ana.go(*NEW_YORK)
        await stage.wind_to("08:00", days=1)

        assert ana.told == ["Mon 23 08:00 morning", *told, "Tue 24 08:00 morning"]
        assert ("still open" in (ana.phone.last.text or "")) is (state == "missed")
        assert await ana.days() == [f"11-23 {state}", "11-24 asked"]


async def test_the_ladder_goes_on_in_real_minutes_and_nothing_is_asked_anew(together: Together) -> None:
    ana, ben = together
    await ana.stage.wind_to("20:10")

    assert "Today goes on by the clock there, until 03:00" in await ana.go(
        *LISBON
    )  # 19:10: the evening hour comes once more
    await ana.stage.wind_to("19:59")
    assert "This is the moment" not in (ben.last.text or "")
    await ana.stage.wind_to("20:00")
    assert "This is the moment" in (ben.last.text or "")
    await ana.stage.wind_to("02:59", days=1)
    assert ana.told == ["Mon 23 09:30 morning", "Mon 23 20:00 evening", "Mon 23 19:30 evening reminder"]
    await ana.phone.type("/done")
    assert "Done! Well done" in (ana.phone.last.text or "")


async def test_a_call_that_is_under_way_is_still_a_save_after_a_move(together: Together) -> None:
    ana, ben = together
    await ana.stage.wind_to("21:00")
    await ana.go(*LISBON)
    await ben.tap("I'm calling now")
    assert "call you right now" in ana.phone.find("stay on the line while").text
    await ana.go(*MOSCOW)
    await ben.tap("We did it")
    assert "together on the line" in (ana.phone.last.text or "")
    await ana.stage.wind_to("08:00", days=1)
    assert "Yesterday you two did it together" in (ana.phone.last.text or "")


async def test_a_nudge_keeps_to_the_call_hours_of_the_place_where_the_member_is_now(together: Together) -> None:
    ana, ben = together
    await ana.stage.wind_to("20:40")
    await ana.go(*MOSCOW)  # 22:40
    await ana.stage.wind_to("23:05")
    assert ana.told[-1] == "Mon 23 23:00 outside call hours"
    assert "outside call hours" in (ben.last.text or "")


async def test_a_move_within_the_zone_changes_nothing(ana: Traveller) -> None:
    await ana.stage.wind_to("10:00")
    assert "I'll ask how it went at 20:00" in await ana.go(*MUNICH)
    await ana.stage.wind_to("20:10")
    assert "Today goes on by the clock there, until 03:00" in await ana.go(*MUNICH)
    await ana.stage.wind_to("08:00", days=1)
    assert ana.told == [
        "Mon 23 09:30 morning",
        "Mon 23 11:00 morning reminder",
        "Mon 23 20:00 evening, unnamed",
        "Mon 23 20:30 evening reminder, unnamed",
        "Tue 24 08:00 morning",
    ]


async def test_new_times_count_from_the_next_day_on_wherever_that_is(ana: Traveller) -> None:
    await ana.choose("Morning", "7:15")
    await ana.choose("Evening", "21:30")
    assert "Tuesday, 24 November" in (ana.phone.last.text or "")
    await ana.stage.wind_to("12:00")
    assert "I'll ask how it went at 20:00" in await ana.go(*LISBON)
    await ana.stage.wind_to("21:30", days=1)
    assert [told for told in ana.told if "reminder" not in told] == [
        "Mon 23 09:30 morning",
        "Mon 23 20:00 evening, unnamed",
        "Tue 24 07:15 morning",
        "Tue 24 21:30 evening, unnamed",
    ]


async def test_a_day_off_stays_off_on_a_journey(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_IN_TOKYO, zone=TOKYO[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        await ana.phone.type("/settings")
        await ana.phone.tap("Days off")
        await ana.phone.tap("Tuesday")
        await ana.phone.tap("Save")
        await stage.wind_to("11:00")

        await ana.go(*LOS_ANGELES)  # Sunday, 18:00
        await stage.wind_to("12:00", days=1)
        reply = await ana.go(*TOKYO)  # Tuesday, 05:00
        assert "Your next check-in is on Wednesday, 25 November, by the clock there" in reply
        await stage.wind_to("08:00", days=1)

        assert ana.told[2:] == [
            "Sun 22 20:00 evening, unnamed",
            "Sun 22 20:30 evening reminder, unnamed",
            "Wed 25 08:00 morning",
        ]


async def test_who_lands_in_the_middle_of_the_first_day_is_asked_at_once(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MONDAY_EVENING_IN_LOS_ANGELES, zone=LOS_ANGELES[1]) as stage:
        ana = Traveller(stage)
        await ana.join()
        assert ana.told == []  # too late for today

        assert "I'll ask how it went at 20:00" in await ana.go(*TOKYO)
        assert ana.told == ["Tue 24 12:00 morning"]


async def test_a_day_that_was_set_aside_is_not_asked_about_after_a_journey(ana: Traveller) -> None:
    await ana.stage.wind_to("10:00")
    await ana.phone.type("/skip")
    assert "Today goes on by the clock there, until 03:00" in await ana.go(*LISBON)
    await ana.stage.wind_to("08:00", days=1)
    assert ana.told == ["Mon 23 09:30 morning", "Tue 24 08:00 morning"]


async def test_an_evening_after_midnight_is_still_that_days(ana: Traveller) -> None:
    ben = Traveller(ana.stage, "Ben")
    await ben.join()
    for phone in (ana, ben):
        await phone.choose("Evening", "0:30")
    await ana.stage.wind_to("08:00", days=1)
    await ana.phone.type("Call the agency")
    await ana.stage.wind_to("00:30", days=1)
    assert (ana.told[-1], ben.told[-1]) == ("Wed 25 00:30 evening", "Wed 25 00:30 evening, unnamed")

    await ana.stage.wind_to("00:40")
    await ana.phone.type("/done")
    assert "Done! Well done" in (ana.phone.last.text or "")
    await ben.phone.type("Wash the dishes")
    assert "I'll ask how it went at 01:40" in (ben.phone.last.text or "")
    await ana.stage.wind_to("02:59")
    await ben.phone.type("/done")
    assert "Done! Well done" in (ben.phone.last.text or "")
    await ana.stage.wind_to("03:00")
    await ben.phone.type("Read")

    assert await ana.days() == [
        "11-23 missed",
        "11-24 done",
        "11-25 planned",
        "11-23 missed",
        "11-24 done",
        "11-25 named",
    ]
