"""Outages, looked at from the database: which dates there were, and which taps may have been lost."""

import pytest

from bot.db.storage import Storage
from bot.domain.day import Day
from playground.stage import Phone, Stage
from tests.chat.asking import count

Pair = tuple[Phone, Phone]


async def days_of(stage: Stage, phone: Phone) -> list[Day]:
    """All days of a member, the latest first."""
    storage = Storage(stage.settings.database_url)
    found = []
    async with storage.open_reader() as uow:
        member = await uow.members.by_account(phone.person.id)
        assert member is not None
        day = await uow.days.latest(member.id)
        while day is not None:
            found.append(day)
            day = await uow.days.before(day)
    await storage.close()
    return found


@pytest.mark.parametrize(("back", "offers"), [("20:33:20", 1), ("20:34:00", 2)])
async def test_a_tap_may_be_lost_only_when_the_bot_was_deaf_for_long(
    stage: Stage, pair: Pair, back: str, offers: int
) -> None:
    ana, ben = pair
    await ana.type("Run")
    await ben.type("Swim")
    await ben.tap("Done")
    await stage.wind_to("20:31")
    await stage.sleep_to(back)
    await stage.start_bot()
    await stage.wind_to("21:05")
    assert count(ana, "Checking in once more") == offers
    assert (count(ben, "This is the moment") > 0) is (offers == 1)
    await stage.wind_to("21:35")
    assert count(ben, "This is the moment") > 0


async def test_a_night_that_was_slept_through_asks_once_in_the_morning(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Run")
    await stage.wind_to("19:30")
    await stage.sleep_to("09:59", days=1)
    await stage.start_bot()
    assert count(ana, "you will accomplish today") == 2
    assert count(ana, "How did it go?") == count(ana, "Checking in") == count(ben, "This is the moment") == 0
    assert "Sorry" not in (ana.last.text or "")
    assert "Yesterday's is still open" in (ana.last.text or "")


async def test_an_ask_later_than_two_hours_says_so(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.wind_to("03:30", days=1)
    await stage.sleep_to("10:01")
    await stage.start_bot()
    assert "Sorry, this comes late" in (ana.last.text or "")


async def test_dates_only_increase_whatever_was_slept_through(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    for wall, days in (("02:59", 1), ("03:01", 0), ("12:00", 2), ("23:00", 0), ("05:00", 1), ("08:00", 3)):
        await stage.sleep_to(wall, days=days)
        await stage.start_bot()
    dates = [day.date for day in await days_of(stage, ana)]
    assert dates == sorted(set(dates), reverse=True)
    assert all(day.is_over for day in (await days_of(stage, ana))[1:])
    asked = [day for day in await days_of(stage, ana) if day.due_at is not None]
    assert len(asked) == 1
    assert count(ana, "you will accomplish today") <= len(dates)


async def test_two_days_away_make_one_ask_not_three(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("03:30", days=1)
    await stage.sleep_to("09:00", days=2)
    before = len(ana.heard), len(ben.heard)
    await stage.start_bot()
    assert (len(ana.heard), len(ben.heard)) == (before[0] + 1, before[1] + 1)
    assert "What is the one thing" in (ana.last.text or "")
    assert [day.date.day for day in await days_of(stage, ana)] == [26, 24, 23]
