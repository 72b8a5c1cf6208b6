"""When somebody falls silent: one kind question, then a hold with its ways out."""

import pytest

from playground.stage import Phone, Stage
from tests.conftest import LIVES, toast
from tests.stories.test_a_day import asks, nudges

Pair = tuple[Phone, Phone]
QUESTION, HOLD, PARTNER_HOLD = "heard from you for two days", "I'll be quiet for now", "has been quiet for three days"


def count(phone: Phone, part: str) -> int:
    return sum(part in text for text in phone.heard)


async def live(stage: Stage, ben: Phone, *, days: int) -> None:
    """Let days go by in which Ben does his thing and Ana says nothing more; each ends at 08:30.

    Both joined, or spoke, on the first of them: that one is not silent.
    """
    for _ in range(days):
        await stage.wind_to("12:00")
        await ben.type("Run")
        await ben.tap("Done")
        await stage.wind_to("08:30", days=1)


async def _fall_on_hold(stage: Stage) -> None:
    await LIVES["pair"](stage)
    _, ben = stage.phones()
    await live(stage, ben, days=4)


LIVES["on_hold"] = _fall_on_hold


@pytest.fixture
def on_hold(stage: Stage) -> Pair:
    """Ana, on hold since a minute after three silent days, and Ben, who has done his thing each day."""
    ana, ben = stage.phones()
    return ana, ben


async def test_a_partner_who_vanishes_on_the_third_day_of_a_week(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    for _ in range(2):
        await ana.type("Write two pages")
        await ana.tap("Done")
        await live(stage, ben, days=1)
    await live(stage, ben, days=1)
    assert count(ana, QUESTION) == 0
    await live(stage, ben, days=1)
    assert count(ana, QUESTION) == 1
    assert ana.find(QUESTION).is_silent
    assert count(ana, HOLD) == 0
    await live(stage, ben, days=1)

    assert (count(ana, QUESTION), count(ana, HOLD), count(ben, PARTNER_HOLD)) == (1, 1, 1)
    assert ben.find(PARTNER_HOLD).is_silent
    silent_since = len(ana.heard)
    asked, called = len(asks(ben)), nudges(ben)
    await stage.wind_to("20:00")
    await stage.wind_to("08:30", days=2)

    assert len(ana.heard) == silent_since
    assert nudges(ben) == called
    assert len(asks(ben)) > asked


async def test_one_word_ends_a_hold_and_is_answered_with_the_question(stage: Stage, on_hold: Pair) -> None:
    ana, ben = on_hold
    assert count(ana, HOLD) == 1

    await ana.type("Hello, sorry!")

    assert "Good to have you back" in ana.last.text
    assert "What is the one thing for today?" in ana.last.text
    assert "is back" in ben.find("is back").text
    assert not any("Hello, sorry!" in text for text in ben.heard)
    await ana.type("Write two pages")
    assert "Your one thing today" in ana.last.text
    assert "Write two pages" in ben.last.text
    await stage.wind_to("20:00")
    assert asks(ana)[-1] == "evening"


async def test_a_reply_to_the_question_after_two_silent_days_is_no_one_thing(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await live(stage, ben, days=3)
    await ana.type("Still in, sorry!", reply_to=ana.find("still in"))
    assert "Good to hear from you" in ana.last.text
    assert not any("Still in, sorry!" in text for text in ben.heard)


async def test_looking_something_up_ends_no_hold_and_being_away_is_one_statement(stage: Stage, on_hold: Pair) -> None:
    ana, ben = on_hold
    for command in ("/help", "/settings", "/dance", "/leave"):
        await ana.type(command)
    assert count(ben, "is back") == 0
    await ana.type("/away")
    await ana.type("two weeks")
    assert "No check-ins up to" in ana.last.text
    assert count(ana, "Good to have you back") == count(ben, "is back") == 0
    assert count(ben, "is away up to") == 1


async def test_one_tap_ends_a_hold_days_later(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await live(stage, ben, days=7)
    await ana.tap("I'm here", on=ana.find(HOLD))
    assert count(ana, "Good to have you back") == 1
    assert count(ben, "is back") == 1
    assert asks(ana)[-1] == "morning"


@pytest.mark.parametrize("command", ["/back", "/start"])
async def test_any_command_ends_a_hold_without_a_word_too_many(on_hold: Pair, command: str) -> None:
    ana, _ = on_hold
    heard = len(ana.heard)
    await ana.type(command)
    assert len(ana.heard) == heard + 1


async def test_a_word_between_silent_days_ends_the_row(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await live(stage, ben, days=3)
    await ana.tap("I'm here")
    assert "Good to hear from you" in ana.last.text
    await live(stage, ben, days=3)
    assert count(ana, HOLD) == 0
    assert count(ana, QUESTION) == 1  # the first has become the answer to the tap
    await live(stage, ben, days=1)
    assert count(ana, HOLD) == 1


async def test_a_break_is_one_tap_away_from_the_question(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await live(stage, ben, days=3)
    await ana.tap("A few days off")
    await ana.type("two weeks")
    assert "is away" in ben.last.text


async def test_the_faithful_one_waits(stage: Stage, on_hold: Pair) -> None:
    ana, ben = on_hold
    await ben.tap("Wait for Ana")
    assert "Then we wait" in ben.find("Then we wait").text
    await ana.type("/start")
    assert "is back" in ben.last.text


async def test_the_faithful_one_goes_on_alone_in_two_taps(stage: Stage, on_hold: Pair) -> None:
    ana, ben = on_hold
    await ben.tap("Go on alone")
    assert "Shall I end the pact" in ben.find("end the pact").text
    await ben.tap("Yes, end it")
    assert "The pact has ended. Your check-ins go on" in ben.find("The pact has ended").text
    assert "has ended the pact" in ana.last.text
    assert ana.last.is_silent


async def test_the_faithful_one_invites_somebody_else_in_two_taps(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    eve = stage.person("Eve")
    await live(stage, ben, days=4)
    await ben.tap("Invite somebody else")
    await ben.tap("Yes, end it")
    link = next(word for word in ben.last.text.split() if word.startswith("https://t.me/"))
    await eve.open_link(link)
    await eve.tap("Yes, let's do this")
    assert "You and \u2068Eve\u2069 are partners now" in ben.last.text
    assert "has ended the pact" in ana.last.text


async def test_the_choice_is_void_once_the_silent_one_is_back(stage: Stage, on_hold: Pair) -> None:
    ana, ben = on_hold
    choice = ben.find(PARTNER_HOLD)
    await ana.type("/back")
    for label in ("Wait for Ana", "Go on alone", "Invite somebody else"):
        assert "back already" in toast(await ben.tap(label, on=choice))


async def test_who_was_never_asked_is_not_called_silent(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.sleep_to("07:00", days=6)
    await stage.start_bot()
    await stage.wind_to("09:00")
    assert count(ana, QUESTION) == count(ana, HOLD) == 0


async def test_days_off_and_away_are_no_silence(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/away two weeks")
    await live(stage, ben, days=14)
    assert asks(ana)[-1] == "morning"
    assert count(ana, QUESTION) == count(ana, HOLD) == 0


async def test_somebody_alone_is_left_in_peace_as_well(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await stage.wind_to("08:30", days=4)
    assert (count(ana, QUESTION), count(ana, HOLD)) == (1, 1)
    heard = len(ana.heard)
    await stage.wind_to("08:30", days=4)
    assert len(ana.heard) == heard
