"""`/settings`: one message, edited in place; what is chosen counts from the next day on."""

import pytest

from playground.stage import Phone, Stage
from playground.telegram import Message
from tests.conftest import toast
from tests.stories.test_a_day import asks, nudges

Pair = tuple[Phone, Phone]


async def open_settings(phone: Phone) -> Message:
    return await phone.type("/settings")


def shown(phone: Phone, card: Message) -> str:
    """What the settings message says now."""
    return next(message.text for message in phone.messages if message.id == card.id)


async def test_one_message_shows_everything_and_is_edited_in_place(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    card = await open_settings(ana)
    for part in ("Berlin time, 09:30 now", "Morning: 08:00", "Evening: 20:00", "Days off: none", "07:00 to 22:30"):
        assert part in card.text
    count = len(ana.messages)

    await ana.tap("Morning")
    assert "When would you like to be asked?" in shown(ana, card)
    await ana.tap("07:30")

    assert "Morning: 07:30" in shown(ana, card)
    assert "It counts from Tuesday, 24 November on" in shown(ana, card)
    assert len(ana.messages) == count


async def test_new_times_count_from_the_next_day(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Evening")
    await ana.tap("22:00")
    await ana.tap("Morning")
    await ana.tap("07:30")
    await stage.wind_to("20:00")
    assert asks(ana)[-1] == "evening unnamed"
    await ana.type("/skip")

    await stage.wind_to("07:29", days=1)
    assert asks(ana)[-1] == "evening unnamed"
    await stage.wind_to("07:30")
    assert asks(ana)[-1] == "morning"
    await stage.wind_to("21:59")
    assert asks(ana)[-1] == "morning reminder"
    await stage.wind_to("22:00")
    assert asks(ana)[-1] == "evening unnamed"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7:30", "07:30"),
        ("7.30 am", "07:30"),
        ("9h", "09:00"),
        ("0630", "06:30"),
        ("11 Uhr", "11:00"),
        ("3 pm", "15:00"),
    ],
)
async def test_a_time_can_be_typed_in_any_usual_form(stage: Stage, pair: Pair, typed: str, kept: str) -> None:
    ana, _ = pair
    card = await open_settings(ana)
    await ana.tap("Morning")
    await ana.type(typed)
    assert f"I'll ask at {kept} and 20:00. It counts from Tuesday, 24 November on." in ana.last.text
    assert f"Morning: {kept}" in shown(ana, card)


@pytest.mark.parametrize(
    ("page", "typed", "answer"),
    [
        ("Morning", "7:75", "can't read a time"),
        ("Morning", "25:00", "can't read a time"),
        ("Morning", "at the crack of dawn, as my grandmother used to say", "can't read a time"),
        ("Morning", "🌅", "can't read a time"),
        ("Morning", "2:30", "from 03:00 to 22:00"),
        ("Morning", "22:30", "from 03:00 to 22:00"),
        ("Morning", "19:30", "an hour after the morning: 19:30 and 20:00 won't do"),
        ("Evening", "07:00", "an hour after the morning: 08:00 and 07:00 won't do"),
        ("Evening", "8:30 am", "an hour after the morning: 08:00 and 08:30 won't do"),
        ("Evening", "01:30", "as late as 01:00"),
        ("Evening", "1:30", "as late as 01:00"),
        ("Evening", "02:59", "as late as 01:00"),
        ("Call hours", "8:00", "two times"),
        ("Call hours", "8:00 to 8:30", "at least one hour"),
        ("Call hours", "22:00 to 04:00", "at least one hour"),
    ],
)
async def test_what_cant_be_is_refused_with_the_way_out(
    stage: Stage, pair: Pair, page: str, typed: str, answer: str
) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap(page)
    await ana.type(typed)
    assert answer in ana.last.text

    card = await open_settings(ana)
    for part in ("Morning: 08:00", "Evening: 20:00", "Call hours: 07:00 to 22:30"):
        assert part in card.text


async def test_the_question_stays_open_after_a_slip_and_ends_with_a_command(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Morning")
    await ana.type("7:75")
    await ana.type("7:45")
    assert "I'll ask at 07:45" in ana.last.text

    await open_settings(ana)
    await ana.tap("Evening")
    await ana.type("/cancel")
    await ana.type("21:00")
    assert "Your one thing today" in ana.last.text


async def test_an_evening_typed_as_eight_is_eight_at_night(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Evening")
    await ana.type("9")
    assert "I'll ask at 08:00 and 21:00" in ana.last.text


async def test_an_evening_after_midnight_is_still_that_day(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Evening")
    await ana.type("00:30")
    assert "your call hours are over" in ana.last.text
    await stage.wind_to("08:00", days=1)
    await ana.type("Write two pages")

    await stage.wind_to("00:29", days=1)
    assert asks(ana)[-1] == "morning"
    await stage.wind_to("00:30")
    assert asks(ana)[-1] == "evening"
    await stage.wind_to("00:40")
    await ana.type("/done")

    assert "Done! Well done" in ana.last.text
    await stage.wind_to("08:00")
    assert "Yesterday you did it" in ana.last.text


async def test_days_off_are_drafted_then_saved_and_told_once(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await open_settings(ana)
    await ana.tap("Days off")
    for day in ("Saturday", "Sunday", "Wednesday", "Wednesday"):
        await ana.tap(day)
    assert not any("off from tomorrow on" in text for text in ben.heard)
    await ana.tap("Save")

    assert "Days off: Saturday and Sunday" in ana.find("Your settings").text
    told = [text for text in ben.heard if "days off from tomorrow on" in text]
    assert told == ["\u2068Ana\u2069 has these days off from tomorrow on: Saturday and Sunday."]
    assert ben.last.is_silent


async def test_nobody_is_asked_on_a_day_off_and_monday_knows_of_friday(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Days off")
    for day in ("Saturday", "Sunday"):
        await ana.tap(day)
    await ana.tap("Save")
    await stage.wind_to("08:00", days=4)  # Friday
    await ana.type("Here I am")  # which ends a hold
    await ana.type("Send the application")
    await stage.wind_to("07:59", days=3)
    count = len(ana.heard)

    await stage.wind_to("08:00")

    assert asks(ana)[-1] == "morning"
    assert len(ana.heard) == count + 1
    assert "What you set out to do on Friday is still open" in ana.last.text
    assert ana.button("Take it on today").callback_data


async def test_one_day_a_week_has_to_stay(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Days off")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"):
        await ana.tap(day)
    tap = await ana.tap("Sunday")
    assert "One day a week has to stay" in toast(tap)
    await ana.tap("Save")
    kept = next(line for line in ana.find("Your settings").text.splitlines() if line.startswith("Days off"))
    assert "Saturday" in kept
    assert "Sunday" not in kept


async def test_call_hours_are_each_ones_own(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await open_settings(ben)
    await ben.tap("Call hours")
    await ben.type("8 to 20:30")
    assert "between 08:00 and 20:30" in ben.last.text
    assert "call hours are over" in ben.last.text
    await ana.type("Call the agency")
    await stage.wind_to("21:30")
    assert "outside call hours" in ana.last.text
    assert "no call is needed" in ben.find("Call the agency").text


async def test_a_change_of_place_is_typed_like_the_first(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    card = await open_settings(ana)
    await ana.tap("Where")
    assert ana.keys
    await ana.type("Lisboa")
    await ana.tap_first("Lisbon, Portugal · 08:30")

    assert "It's 08:30 where you are now (Lisbon time)" in ana.last.text
    assert "I'll ask how it went at 20:00" in ana.last.text
    assert "Lisbon time, 08:30 now" in shown(ana, card)
    assert not ana.keys
    await stage.wind_to("20:59")
    assert "evening unnamed" not in asks(ana)
    await stage.wind_to("21:00")
    assert asks(ana)[-1] == "evening unnamed"


async def test_a_city_that_was_picked_by_mistake_costs_no_ask(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    for city in ("Auckland", "Berlin"):
        await open_settings(ana)
        await ana.tap("Where")
        await ana.type(city)
        await ana.tap_first(" · ")
    assert "It's 09:30 where you are now (Berlin time)" in ana.last.text
    assert asks(ana)[-1] == "evening unnamed"  # it was evening in Auckland
    await ana.type("Call the agency")
    assert "I'll ask how it went at 20:00" in ana.last.text
    await stage.wind_to("19:59")
    assert asks(ana)[-1] == "evening unnamed"
    await stage.wind_to("20:00")
    assert asks(ana)[-1] == "evening"


async def test_a_city_that_was_picked_by_mistake_makes_nobody_call_in_the_morning(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    for city in ("Auckland", "Berlin"):
        await open_settings(ana)
        await ana.tap("Where")
        await ana.type(city)
        await ana.tap_first(" · ")
    await stage.wind_to("20:29")
    assert nudges(ben) == 0
    await stage.wind_to("20:30")
    assert "Call the agency" in ana.last.text
    await stage.wind_to("21:00")
    assert nudges(ben) == 1


async def test_a_city_that_was_found_once_moves_nobody_weeks_later(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await open_settings(ana)
    await ana.tap("Where")
    await ana.type("Lisbon")
    found = ana.last
    await stage.wind(minutes=16)
    tap = await ana.tap("Lisbon, Portugal", on=found)
    assert "doesn't apply any more" in toast(tap)
    assert "Berlin time" in (await open_settings(ana)).text


async def test_the_page_on_travel_explains_and_leads_back(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    card = await open_settings(ana)
    await ana.tap("When I travel")
    assert "by the clock there" in shown(ana, card)
    await ana.tap("Settings")
    assert "Your settings" in shown(ana, card)


async def test_settings_wait_for_those_who_have_not_begun(stage: Stage) -> None:
    eve = stage.person("Eve")
    await eve.type("/settings")
    assert "/start begins them" in eve.last.text
    await eve.start()
    await eve.type("/settings")
    assert "/start goes on where we stopped" in eve.last.text
