"""After the bot was down: updates first, then the clock, and nobody is nudged about an ask they never got."""

from playground.stage import Phone, Stage

Pair = tuple[Phone, Phone]


def count(phone: Phone, part: str) -> int:
    return sum(part in text for text in phone.heard)


async def test_three_hours_over_the_morning_make_one_late_ask(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("07:00", days=1)
    await stage.sleep_to("10:30")
    await stage.start_bot()
    for phone in (ana, ben):
        assert count(phone, "you will accomplish today") == 2
        assert "Sorry, this comes late" in (phone.last.text or "")
    await stage.wind_to("11:59")
    assert count(ana, "Still time to pick one") == 1  # Monday's
    await stage.wind_to("12:00")
    assert count(ana, "Still time to pick one") == 2


async def test_a_morning_ask_after_the_evening_hour_is_left_out(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.wind_to("07:00", days=1)
    await stage.sleep_to("20:30")
    await stage.start_bot()
    assert count(ana, "you will accomplish today") == 1
    assert count(ana, "still an evening left") == 2  # Monday's and the one now
    assert "Sorry" not in (ana.last.text or "")


async def test_an_evening_that_was_slept_through_starts_its_ladder_when_the_ask_is_sent(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("19:00")
    await stage.sleep_to("21:10")
    await stage.start_bot()
    assert count(ana, "How did it go?") == 1
    await stage.wind_to("21:39")
    assert count(ana, "Checking in once more") == 0
    await stage.wind_to("21:40")
    assert count(ana, "Checking in once more") == 1
    await stage.wind_to("22:09")
    assert count(ben, "This is the moment") == 0
    await stage.wind_to("22:10")
    assert count(ben, "This is the moment") == 1


async def test_a_short_restart_offers_nothing_anew(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:59")
    await stage.sleep_to("21:00")
    await stage.start_bot()
    assert count(ana, "Checking in once more") == 1
    assert count(ben, "This is the moment") == 1


async def test_a_hold_that_was_slept_through_offers_the_card_anew(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await stage.sleep_to("20:30")
    await stage.start_bot()
    assert count(ben, "This is the moment") == 0
    assert "Checking in once more" in (ana.last.text or "")


async def test_a_text_counts_from_when_it_was_typed(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.sleep_to("19:50")
    ana.person.send(stage.telegram_bot, "Send the application")
    await stage.sleep_to("20:30")
    await stage.start_bot()
    assert "How did it go?\nSend the application" in (ana.last.text or "")
    assert count(ana, "still an evening left") == 0


async def test_a_text_typed_after_the_evening_hour_is_for_tonight(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.sleep_to("20:10")
    ana.person.send(stage.telegram_bot, "Wash the dishes")
    await stage.sleep_to("20:30")
    await stage.start_bot()
    assert "I'll ask how it went at 21:10" in (ana.last.text or "")
    assert count(ana, "How did it go?") == 0
    await stage.wind_to("21:10")
    assert count(ana, "How did it go?") == 1


async def test_days_of_silence_are_not_made_up_for(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    await stage.wind_to("19:00")
    await stage.sleep_to("12:00", days=3)
    before = len(ana.heard)
    await stage.start_bot()
    assert len(ana.heard) == before + 1
    assert "What is the one thing" in (ana.last.text or "")
    assert "Yesterday" not in (ana.last.text or "")
    await stage.wind_to("08:00", days=1)
    assert count(ana, "you will accomplish today") == 3


async def test_nothing_is_asked_twice_after_a_restart(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    heard = [*ana.heard, *ben.heard]
    await stage.stop_bot()
    await stage.start_bot()
    assert [*ana.heard, *ben.heard] == heard
