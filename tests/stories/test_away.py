"""Skipping a day, being away, coming back: silence that both can see."""

import pytest

from playground.stage import Phone, Stage
from tests.stories.test_a_day import asks, nudges

Pair = tuple[Phone, Phone]


async def test_a_skipped_day_asks_nothing_and_the_partner_knows_silently(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/skip")
    assert "Today is free. We continue on Tuesday, 24 November" in ana.last.text
    assert ben.last.text == "\u2068Ana\u2069 takes today off."
    assert ben.last.is_silent

    await stage.wind_to("07:59", days=1)
    assert asks(ana) == ["morning"]
    assert nudges(ben) == 0
    await stage.wind_to("08:00")

    assert asks(ana) == ["morning", "morning"]
    assert ana.last.text.startswith("What is the one thing")


async def test_a_skipped_thing_is_one_tap_away_the_next_morning(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write two pages")
    await ana.type("/skip")
    await stage.wind_to("08:00", days=1)
    assert "You had this in mind:" in ana.last.text

    await ana.tap("Take it on today")

    assert "Your one thing today" in ana.find("Write two pages").text
    assert "one thing today" in ben.find("Write two pages").text


async def test_a_skip_is_taken_back_in_one_tap_without_a_second_ask(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/skip")
    await stage.wind(hours=2)
    await ana.tap("I'm in after all")
    assert "What is the one thing for today?" in ana.last.text
    assert "is back" in ben.last.text
    await ana.type("Write two pages")

    await stage.wind_to("20:00")

    assert asks(ana) == ["morning", "evening"]


async def test_a_skip_after_the_evening_ask_stops_the_messages_and_is_a_miss(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ben.type("Run")
    await ben.tap("Done")
    await ana.type("Write two pages")
    await stage.wind_to("21:00")
    assert nudges(ben) == 1

    await ana.type("/skip")

    assert "No need to call any more today. Tomorrow" in ben.find("No need").text
    await stage.wind_to("08:00", days=1)
    assert nudges(ben) == 0  # the only one says now that it is moot
    assert "Yesterday's is still open" in ana.last.text


async def test_a_text_on_a_skipped_day_is_offered_for_the_next(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/skip")
    await ana.type("Write two pages")
    assert "Today is free. Shall I save this for Tuesday, 24 November?" in ana.last.text
    await ana.tap("Save for tomorrow")
    await stage.wind_to("08:00", days=1)
    assert "as you saved it" in ana.find("Write two pages").text


async def test_what_cant_be_skipped_says_why(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/skip")
    await ana.type("/skip")
    assert "free already" in ana.last.text
    await ana.type("/back")
    await ana.type("Write two pages")
    await ana.tap("Done")
    await ana.type("/skip")
    assert "done already" in ana.last.text
    await ana.type("/back")
    assert (
        "You're not away. Your next check-in is on Monday, 23 November." in ana.last.text or "Tuesday" in ana.last.text
    )


async def test_away_over_a_weekend(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("12:00", days=2)
    for phone in pair:
        await phone.type("/today")
    await stage.wind_to("09:00", days=2)  # Friday
    asked = len(asks(ana))
    await ana.type("/away until Monday")

    answer = ana.last.text
    assert "up to and including Sunday, 29 November; we continue on Monday, 30 November" in answer
    assert "I've let \u2068Ben\u2069 know" in answer
    told = ben.find("is away")
    assert told.text.startswith("\u2068Ana\u2069 is away up to and including Sunday, 29 November, and back on Monday")
    assert told.is_silent

    await ben.type("/today")
    await stage.wind_to("19:59", days=2)  # Sunday
    assert len(asks(ana)) == asked
    await stage.wind_to("20:00")
    assert ana.last.text == "Tomorrow we continue. I'll ask at 08:00. Need longer? /away"
    assert ben.find("is back tomorrow").is_silent
    await stage.wind_to("08:00", days=1)

    assert asks(ana)[-1] == "morning"
    assert len(asks(ana)) == asked + 1


async def test_nobody_is_asked_to_call_somebody_who_is_away_nor_by_them(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/away two weeks")
    await ben.type("Fix the bike")
    await stage.wind_to("20:00")
    assert asks(ben)[-1] == "evening"
    await ben.tap("Not yet")
    await stage.wind_to("02:59", days=1)

    assert nudges(ana) == nudges(ben) == 0
    assert not any("Ana\u2069 to call" in text for text in ben.heard)


async def test_going_away_in_the_evening_ends_its_ladder(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write two pages")
    await stage.wind_to("20:10")
    await ana.type("/away until Thursday")
    await stage.wind_to("07:59", days=1)
    assert nudges(ben) == 0
    assert asks(ana) == ["morning", "evening"]


async def test_back_ends_it_earlier(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/away until Friday")
    await stage.wind_to("10:00", days=1)
    heard = asks(ana)

    await ana.tap("Back already")

    assert "Good to have you back" in ana.find("Good to have").text
    assert asks(ana) == [*heard, "morning"]
    assert ben.last.text == "\u2068Ana\u2069 is back."
    await stage.wind_to("19:59", days=3)
    assert not any("Tomorrow we continue" in text for text in ana.heard)


async def test_back_late_in_the_day_begins_the_next(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/away until Friday")
    await stage.wind_to("19:00", days=1)
    await ana.type("/back")
    assert "We continue on Wednesday, 25 November; I'll ask at 08:00" in ana.last.text
    await stage.wind_to("08:00", days=1)
    assert asks(ana)[-1] == "morning"


async def test_a_day_is_picked_from_the_buttons(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/away")
    await ana.tap("Mon, 30 Nov")
    assert "up to and including Sunday, 29 November" in ana.last.text


async def test_the_question_until_when_takes_one_text(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/away")
    await ana.type("banana")
    assert "can't read a date" in ana.last.text
    await ana.type("3 December")
    assert "up to and including Wednesday, 2 December" in ana.last.text
    await ana.type("Write two pages")
    assert "save this for" in ana.last.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("yesterday", "Sunday, 22 November isn't ahead of us"),
        ("today", "Monday, 23 November isn't ahead of us"),
        ("2026-11-20", "isn't ahead of us"),
        ("in ten years", "Sunday, 23 November 2036 is more than a year away"),
        ("9999-12-31", "more than a year away"),
        ("🏝", "can't read a date"),
        ("the day after never, when all is said and done", "can't read a date"),
    ],
)
async def test_dates_that_cant_be_change_nothing(stage: Stage, pair: Pair, typed: str, answer: str) -> None:
    ana, ben = pair
    heard = len(ben.heard)
    await ana.type(f"/away {typed}")
    assert answer in ana.last.text
    assert len(ben.heard) == heard
    await ana.type("Write two pages")
    assert "Your one thing today" in ana.last.text


async def test_a_longer_absence_is_told_once_more_and_the_same_one_is_not(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    for until in ("Friday", "Friday", "Saturday"):
        await ana.type(f"/away {until}")
    assert sum("is away" in text for text in ben.heard) == 2


async def test_days_off_after_an_absence_count_too(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/settings")
    await ana.tap("Days off")
    for day in ("Saturday", "Sunday"):
        await ana.tap(day)
    await ana.tap("Save")
    await ana.type("/away until Saturday")
    assert "up to and including Friday, 27 November; we continue on Monday, 30 November" in ana.last.text


async def test_a_return_that_was_to_be_announced_in_the_downtime_is_announced_after_it(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = pair
    await ana.type("/away until Wednesday")
    await stage.wind_to("19:00", days=1)
    await stage.sleep_to("22:00")
    await stage.start_bot()
    assert "Tomorrow we continue" in ana.last.text
    assert "is back tomorrow" in ben.find("is back tomorrow").text


async def test_an_announcement_is_left_out_once_the_day_has_begun(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/away until Wednesday")
    await stage.wind_to("19:00", days=1)
    await stage.sleep_to("08:30", days=1)
    await stage.start_bot()
    assert not any("Tomorrow we continue" in text for text in ana.heard)
    assert asks(ana)[-1] == "morning"


async def test_what_was_typed_while_it_was_down_counts_from_when_it_was_typed(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("19:00")
    await stage.stop_bot()
    stage.clock.jump_to(stage.moment("19:50"))
    ana.person.send(stage.telegram_bot, "/skip")
    stage.clock.jump_to(stage.moment("20:30"))
    await stage.start_bot()

    assert "Today is free" in ana.last.text
    assert "takes today off" in ben.find("takes today off").text
    await stage.wind_to("08:00", days=1)
    assert asks(ana) == ["morning", "morning"]
