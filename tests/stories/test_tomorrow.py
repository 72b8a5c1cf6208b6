"""The next day's thing, what is carried over, and a Done that comes late."""

from playground.stage import Phone, Stage
from tests.conftest import toast
from tests.stories.test_a_day import asks

Pair = tuple[Phone, Phone]


async def test_tomorrow_is_named_in_one_line_with_weekday_and_date(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/tomorrow Call the agency")
    assert "Saved for Tuesday, 24 November:" in ana.last.text
    assert not any("agency" in text for text in ben.heard)

    await stage.wind_to("08:00", days=1)

    assert "as you saved it" in ana.find("Call the agency").text
    assert "one thing today" in ben.find("Call the agency").text
    assert asks(ana)[-1] != "morning"


async def test_tomorrow_alone_asks_for_it(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/tomorrow")
    assert "What is the one thing for Tuesday, 24 November?" in ana.last.text
    await ana.type("Call the agency")
    assert "Saved for Tuesday, 24 November:" in ana.last.text
    await ana.type("/tomorrow")
    assert "So far it is:" in ana.last.text
    await ana.type("/cancel")
    await ana.type("Write two pages")
    assert "Your one thing today" in ana.last.text


async def test_a_reply_to_the_question_counts_however_late(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    question = await ana.type("/tomorrow")
    await stage.wind(hours=3)
    await ana.type("Call the agency", reply_to=question)
    assert "Saved for Tuesday, 24 November:" in ana.last.text


async def test_tomorrow_means_the_next_day_with_check_ins(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/settings")
    await ana.tap("Days off")
    await ana.tap("Tuesday")
    await ana.tap("Save")
    await ana.type("/tomorrow Call the agency")
    assert "Saved for Wednesday, 25 November:" in ana.last.text
    await stage.wind_to("09:00", days=1)
    await ana.type("/tomorrow Call the bank")
    assert "Your one thing for Wednesday, 25 November" in ana.last.text
    assert "Call the bank" in ana.last.text


async def test_a_thing_saved_for_a_day_that_is_then_away_is_offered_on_the_return(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/tomorrow Call the agency")
    await ana.type("/away until Thursday")
    await stage.wind_to("08:00", days=3)
    assert asks(ana)[-1] == "morning"
    assert "You had this in mind:" in ana.last.text
    await ana.tap("Take it on today")
    assert "Your one thing today" in ana.find("Call the agency").text


async def test_a_thing_saved_for_a_day_that_an_outage_swallowed_is_offered(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/tomorrow Call the agency")
    await stage.sleep_to("09:00", days=3)
    await stage.start_bot()
    await stage.settle()
    assert asks(ana)[-1] == "morning"
    assert "You had this in mind:" in ana.last.text


async def test_yesterdays_open_thing_is_one_tap_away(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    ask = ana.last
    assert "Yesterday's is still open" in ask.text

    await ana.tap("Take it on today")

    assert "Your one thing today" in ana.find("Call the agency").text
    assert "one thing today" in ben.find("Call the agency").text
    assert "later day" in toast(await ana.tap("I did it, I forgot to say", on=ask))
    await ana.tap("Done")
    assert "did it" in ben.find("Call the agency").text


async def test_what_was_done_late_is_not_offered_again(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    ask = ana.last
    await ana.tap("I did it, I forgot to say", on=ask)
    assert "a little late" in ana.last.text
    assert "done already" in toast(await ana.tap("Take it on today", on=ask))


async def test_a_late_done_counts_for_a_day_and_no_longer(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    ask = ana.last
    await ana.type("Write two pages")
    await stage.wind_to("02:59", days=1)
    await ana.tap("I did it, I forgot to say", on=ask)
    assert "only now got to say so" in ben.find("Call the agency").text

    await stage.wind_to("08:00")
    ask = ana.last
    await stage.wind_to("03:00", days=1)
    assert "That day is over" in toast(await ana.tap("I did it, I forgot to say", on=ask))


async def test_a_thing_that_is_named_today_cant_be_taken_over_as_well(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    ask = ana.last
    await ana.type("Write two pages")
    assert "has its one thing already" in toast(await ana.tap("Take it on today", on=ask))


async def test_naming_after_the_evening_ask_is_for_tonight(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.wind_to("20:05")
    await ana.type("One page")
    assert "Tonight it is" in ana.last.text
    await stage.wind_to("21:05")
    assert asks(ana)[-1] == "evening"


async def test_on_a_free_date_a_word_is_offered_and_what_was_in_mind_is_shown(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write")
    await ana.tap("Done")
    await ana.type("/tomorrow Swim")
    await ana.type("/away")
    await ana.type("Saturday")
    await stage.wind_to("10:00", days=2)
    heard = list(ben.heard)

    await ana.type("Thanks")
    assert "Shall I save this for Saturday, 28 November?" in (ana.last.text or "")
    assert "You had this in mind:\nSwim" in (ana.last.text or "")
    assert [text for text in ben.heard if "Thanks" in text] == []
    await ana.type("/today")
    assert "Today is free for you" in (ana.last.text or "")
    assert "Swim" in (ana.last.text or "")
    await ana.type("/tomorrow")
    assert "You had this in mind:\nSwim" in (ana.last.text or "")
    assert heard == ben.heard[: len(heard)]
