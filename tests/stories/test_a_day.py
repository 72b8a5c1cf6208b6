"""A day told as a timetable: every path of its state machine, over HTTP, on a wound clock."""

import pytest

from playground.stage import Phone, Stage
from tests.conftest import become_partners, toast

Pair = tuple[Phone, Phone]


def asks(phone: Phone) -> list[str]:
    """The kinds of asks about their own day that a phone received, in order."""
    return [ask for ask in asked(phone) if ask != "nudge"]


def nudges(phone: Phone) -> int:
    """How often a phone was asked to call."""
    return asked(phone).count("nudge")


def asked(phone: Phone) -> list[str]:
    """The kinds of asks that a phone shows, in order."""
    known = {
        "What is the one thing you will": "morning",
        "Still time to pick one": "morning reminder",
        "How did it go?": "evening",
        "no one thing yet, and there is still": "evening unnamed",
        "Checking in once more": "evening reminder",
        "Is there one small thing": "evening unnamed reminder",
        "This is the moment you two agreed on": "nudge",
    }
    return [kind for text in phone.heard for part, kind in known.items() if part in text]


async def get_done(phone: Phone) -> None:
    """Name a thing and do it, so that nobody is asked to call about it."""
    await phone.type("Run")
    await phone.tap("Done")


async def test_a_thing_done_early_ends_the_asking(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    assert "Send the application" in (ben.last.text or "")
    assert ben.last.is_silent

    await ana.tap("Done")
    await ana.tap("Undo")
    await ana.tap("Done")
    await stage.wind_to("02:59", days=1)

    assert asks(ana) == ["morning"]
    assert "did it" in ben.find("Send the application").text


async def test_each_ask_comes_at_its_minute_and_once(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.wind_to("10:59")
    assert asks(ana) == ["morning"]
    await stage.wind_to("11:00")
    assert asks(ana) == ["morning", "morning reminder"]
    await stage.wind_to("19:59")
    assert asks(ana)[2:] == []
    await stage.wind_to("20:00")
    assert asks(ana)[2:] == ["evening unnamed"]
    await stage.wind_to("20:29")
    assert asks(ana)[3:] == []
    await stage.wind_to("20:30")
    assert asks(ana)[3:] == ["evening unnamed reminder"]
    await stage.wind_to("07:59", days=1)
    assert asks(ana)[4:] == []
    await stage.wind_to("08:00")
    assert asks(ana)[-1] == "morning"


async def test_a_finished_evening_is_cheered_in_the_partners_name(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write two pages")
    await stage.wind_to("20:00")
    await ana.tap("Done")
    assert "Ben\u2069 hears about it now" in (ana.last.text or "")
    assert not ben.find("Ana\u2069 did it").is_silent

    await ben.tap("So proud")

    assert ana.last.text == "\u2068Ben\u2069: 🎉 So proud of you"
    assert not ana.last.is_silent
    assert "You said" in ben.find("Write two pages").text
    tap = await ana.tap_raw("undo:1", on=ana.last)
    assert "too late to undo" in toast(tap)


async def test_undo_stands_for_ten_minutes(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write two pages")
    await ana.tap("Done")
    await stage.wind(minutes=10)
    await ana.tap("Undo")
    assert "Your one thing today" in ana.find("Write two pages").text
    assert "isn't quite done" in ben.find("Write two pages").text

    await ana.tap("Done")
    assert "did it" in ben.find("Write two pages").text
    await stage.wind(minutes=10, seconds=1)
    tap = await ana.tap("Undo")
    assert "too late" in toast(tap)
    await stage.wind_to("21:30")
    assert asks(ana) == ["morning"]


async def test_a_done_taken_back_after_the_evening_hour_is_asked_about_at_once(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Write two pages")
    await stage.wind_to("19:58")
    await ana.tap("Done")
    await stage.wind_to("20:05")
    await ana.tap("Undo")
    assert asks(ana) == ["morning", "evening"]


async def test_a_done_taken_back_in_the_evening_leads_to_one_nudge_an_hour_later(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Write two pages")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("20:10")
    await ana.tap("Done")
    await ana.tap("Undo")
    await stage.wind_to("21:09")
    assert nudges(ben) == 0
    await stage.wind_to("21:10")
    assert nudges(ben) == 1


async def test_silence_leads_to_a_reminder_and_then_to_the_call(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("20:59")
    assert nudges(ben) == 0
    await stage.wind_to("21:00")
    nudge = ben.last
    assert "Call the agency" in (nudge.text or "")
    assert "I'm going to call you right now" in (nudge.text or "")
    assert not nudge.is_silent
    assert [button.url for row in nudge.buttons for button in row if button.url] == ["https://t.me/ana_writes"]

    await ben.tap("I'm calling now")
    assert ana.heard[-2] == "\u2068Ben\u2069: I'm going to call you right now and stay on the line while you do it."
    assert not ana.messages[-2].is_silent
    assert ana.last.is_silent

    await ben.tap("We did it")
    assert "together on the line" in (ana.last.text or "")
    assert "You two did it" in ben.find("stayed on the line").text
    assert len([call for call in stage.server.calls if "This is the moment" in str(call.params.get("text"))]) == 1
    await stage.wind_to("08:00", days=1)
    assert "Yesterday you two did it together" in (ana.last.text or "")


async def test_the_first_of_the_two_to_settle_the_call_settles_it(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    card = ben.last if ben.last.buttons else ben.find("how it went")
    await ana.tap("We did it")
    tap = await ben.tap("Couldn't reach", on=card)
    assert "No need for a call" in toast(tap)
    await stage.wind_to("08:00", days=1)
    assert "Yesterday you two did it" in (ana.last.text or "")


async def test_the_members_own_done_after_the_claim_is_a_save(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    await ana.type("/done")
    assert "Done together" in (ana.last.text or "")
    assert "with you on the line" in (ben.last.text or "")


async def test_a_call_that_did_not_come_about_ends_kindly_for_both(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    await ben.tap("Couldn't reach")
    assert "No harm done" in (ana.last.text or "")
    assert "Thank you for telling me" in ben.find("can still get it done").text
    await ana.tap("Done", on=ana.last)
    assert "did it" in (ben.last.text or "")


async def test_a_member_can_say_that_no_call_came(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    await ana.tap("Couldn't reach")
    assert "Thank you for trying" in (ben.last.text or "")


async def test_a_partner_who_cant_tonight_ends_the_ladder(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ben.tap("I can't tonight")
    assert "It happens" in (ana.last.text or "")
    before = len(ana.messages), len(ben.messages)
    await stage.wind_to("07:59", days=1)
    assert (len(ana.messages), len(ben.messages)) == before
    await stage.wind_to("08:00")
    assert "still open. That happens" in (ana.last.text or "")


async def test_not_yet_is_held_for_a_minute(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    assert "In a minute I'm asking" in ana.find("Call the agency").text
    await stage.wind(seconds=59)
    assert nudges(ben) == 0
    await stage.wind(seconds=1)
    assert nudges(ben) == 1
    assert "could use you on the line" in (ben.last.text or "")
    assert "I've asked" in ana.find("Call the agency").text


async def test_wait_stops_the_asking_for_an_hour(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await ana.tap("Wait")
    assert "No rush" in ana.find("Call the agency").text
    await stage.wind(minutes=59)
    assert nudges(ben) == 0
    await stage.wind(minutes=1)
    assert nudges(ben) == 1


async def test_wait_after_the_nudge_says_why_it_is_too_late(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Call the agency")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await stage.wind(minutes=1)
    tap = await ana.tap_raw("wait:1", on=ana.last)
    assert "asked already" in toast(tap)


async def test_done_before_the_partner_answers_takes_the_nudge_back(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    nudge = ben.last
    await ana.tap("Done")
    assert ben.find("No need to call any more").id == nudge.id
    tap = await ben.tap_raw("calling:1", on=ben.last)
    assert "No need for a call" in toast(tap)


async def test_partly_left_there_is_told_silently_and_nudges_nobody(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await ana.tap("Leave it at partly")
    assert "got a part of it done" in (ben.last.text or "")
    assert ben.last.is_silent
    await stage.wind_to("02:30", days=1)
    assert nudges(ben) == 0
    await ana.tap("Done")
    assert "did it" in (ben.last.text or "")


async def test_partly_without_a_choice_ends_as_partly(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await stage.wind_to("08:00", days=1)
    assert "Yesterday you got a part of it done" in (ana.last.text or "")
    assert nudges(ben) == 0


async def test_partly_can_be_finished_on_a_call(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await ana.tap("Finish it on a call")
    await stage.wind(minutes=1)
    assert nudges(ben) == 1


async def test_partly_after_the_nudge_takes_it_back(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    await ana.tap("Partly")
    assert "leaves it at a part" in ben.find("No need to call").text


async def test_a_thing_named_in_the_evening_restarts_the_ladder(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("20:10")
    await ana.type("Wash the dishes")
    assert "I'll ask how it went at 21:10" in (ana.last.text or "")
    await stage.wind_to("21:09")
    assert asks(ana)[-1] == "evening unnamed"
    await stage.wind_to("21:10")
    assert asks(ana)[-1] == "evening"
    assert nudges(ben) == 0
    await stage.wind_to("21:40")
    assert "Wash the dishes" in ben.find("This is the moment").text


async def test_silence_all_day_nudges_with_that_fact(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("21:00")
    assert "hasn't found one thing for today yet" in (ben.last.text or "")
    await ben.tap("I'm calling now")
    await ben.tap("We did it")
    await stage.wind_to("08:00", days=1)
    assert "Yesterday you two did it together" in (ana.last.text or "")


async def test_a_thing_named_after_the_nudge_keeps_the_ladder_where_it_is(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await get_done(ben)
    await stage.wind_to("21:00")
    await ana.type("Wash the dishes")
    assert "I've asked" in (ana.last.text or "")
    await stage.wind_to("02:00", days=1)
    assert sum("No need to call any more today" in text for text in ben.heard) == 3
    await ana.tap("Done")
    assert "Done! Well done" in ana.find("Wash the dishes").text


async def test_yesterdays_miss_can_be_reported_for_a_day(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    await ana.tap("I did it, I forgot to say")
    assert "a little late" in ana.find("Call the agency").text
    assert "only now got to say so" in ben.find("Call the agency").text


async def test_done_by_command_means_today_or_else_yesterday(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Call the agency")
    await stage.wind_to("09:00", days=1)
    await ana.type("/done")
    assert "a little late" in (ana.last.text or "")
    await ana.type("/done")
    assert "There is no one thing yet" in (ana.last.text or "")
    await ana.type("Write")
    await ana.type("/done")
    assert "Done! Well done" in (ana.last.text or "")
    await ana.type("/done")
    assert "done already" in (ana.last.text or "")


async def test_a_miss_can_be_reported_no_longer_than_a_day_after_its_end(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Call the agency")
    await stage.wind_to("08:00", days=1)
    card = ana.last
    await stage.wind_to("03:00", days=1)
    tap = await ana.tap("I did it", on=card)
    assert "That day is over" in toast(tap)


async def test_nothing_is_sent_because_the_day_ends(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await stage.wind_to("02:59", days=1)
    before = [*ana.heard, *ben.heard]
    await stage.wind_to("07:59")
    assert [*ana.heard, *ben.heard] == before


async def test_alone_the_ladder_ends_with_the_reminder(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("Call the agency")
    await stage.wind_to("07:59", days=1)
    assert asks(ana) == ["morning", "evening", "evening reminder"]
    await stage.wind_to("08:00")
    assert "still open. That happens" in (ana.last.text or "")


@pytest.mark.parametrize(("label", "answer"), [("Not yet", "that's all right"), ("Partly", "a part counts")])
async def test_alone_an_unfinished_evening_is_met_kindly(stage: Stage, label: str, answer: str) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("Call the agency")
    await stage.wind_to("20:00")
    await ana.tap(label)
    assert answer in ana.find("Call the agency").text
    await ana.tap("Done")
    assert "Done! Well done" in ana.find("Call the agency").text


async def test_no_nudge_goes_outside_call_hours_and_both_hear_it_silently(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("20:29")
    await stage.wind_to("20:31")
    await ana.type("Wash the dishes")
    await stage.wind_to("21:31")
    await ana.tap("Partly")
    await stage.wind_to("22:31")
    await ana.tap("Finish it on a call")
    await stage.wind_to("22:33")
    assert nudges(ben) == 0
    assert "outside call hours" in (ben.last.text or "")
    assert ben.last.is_silent
    assert "outside call hours" in (ana.last.text or "")


async def test_who_joins_late_starts_tomorrow(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await stage.wind_to("18:01")
    await become_partners(ana, ben)
    assert "begin on Tuesday, 24 November" in (ben.last.text or "")
    await ben.type("Run")
    assert "for Tuesday, 24 November" in (ben.last.text or "")
    await stage.wind_to("07:59", days=1)
    assert asks(ana) == []
    await stage.wind_to("08:00")
    assert asks(ana) == ["morning"]
    assert asks(ben) == []


async def test_who_joins_with_two_hours_left_starts_today(stage: Stage) -> None:
    ana = stage.person("Ana")
    await stage.wind_to("18:00")
    await ana.join()
    assert asks(ana) == ["morning"]
    await stage.wind_to("20:00")
    assert asks(ana) == ["morning", "evening unnamed"]  # a reminder half an hour before would only nag


async def test_who_joins_before_the_morning_is_asked_in_the_morning(stage: Stage) -> None:
    ana = stage.person("Ana")
    await stage.wind_to("05:00", days=1)
    await ana.join()
    assert asks(ana) == []
    await stage.wind_to("08:00")
    assert asks(ana) == ["morning"]


async def test_a_partner_whose_privacy_forbids_it_is_mentioned_in_the_text(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    ana.person.forbids_profile_links = True
    await become_partners(ana, ben)
    await ana.type("Call the agency")
    await stage.wind_to("21:00")
    nudge = ben.find("Call the agency")
    assert [button.url for row in nudge.buttons for button in row if button.url] == []
    assert any(entity.kind == "text_mention" for entity in nudge.entities)
