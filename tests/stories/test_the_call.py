"""The call: every path of the ladder, as both people see it, over HTTP, on a wound clock."""

from datetime import datetime, timedelta

import pytest

from playground.stage import Phone, Stage
from tests.conftest import become_partners, toast
from tests.stories.evening import told
from tests.stories.test_a_day import get_done

Pair = tuple[Phone, Phone]
AFTERNOON = "17:00"


@pytest.fixture
async def evening(stage: Stage, pair: Pair) -> Pair:
    """Ana has named a thing and is asked at 20:00; Ben has done his."""
    ana, ben = pair
    await ana.type("Call the agency")
    await get_done(ben)
    await stage.wind_to(AFTERNOON)
    return ana, ben


async def from_afternoon(stage: Stage, phone: Phone, until: str = "08:00") -> list[str]:
    since = stage.clock.now()
    await stage.wind_to(until, days=0 if until > AFTERNOON else 1)
    return told(stage, phone, since)


async def test_unanswered_nudges_repeat_twice_and_end_in_words_for_both(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    since = stage.clock.now()
    await stage.wind_to("07:59", days=1)

    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:20 call-now nudge", "21:40 call-now nudge"]
    assert told(stage, ana, since) == ["20:00 evening ask", "20:30 evening reminder", "22:00 no call, silent"]
    assert all("In case this got buried" in text for text in sent(stage, ben, since)[1:])
    assert [("won't ask again" in text) for text in sent(stage, ben, since)] == [False, False, True]
    assert sum("No need to call any more today" in text for text in ben.heard) == 3
    assert "It's still yours, and Done counts until 03:00" in ana.find("work out tonight").text


def sent(stage: Stage, phone: Phone, since: datetime) -> list[str]:
    """The texts with which messages were sent, whatever they show by now."""
    return [
        str(call.params["text"])
        for call in stage.server.calls
        if call.method == "sendMessage" and call.params.get("chat_id") == phone.person.id and call.at > since
    ]


async def test_a_snooze_is_asked_again_when_it_was_said_and_counts_as_one_of_three(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    since = stage.clock.now()
    await stage.wind_to("21:05")
    await ben.tap("In 15 minutes")
    assert "asking you again at 21:20" in (ben.last.text or "")
    tap = await ben.tap_raw("snooze:1", on=ben.last)
    assert "in a few minutes" in toast(tap)
    await stage.wind_to("21:20")
    await stage.wind_to("21:25")
    await ben.tap("In 15 minutes")
    await stage.wind_to("07:59", days=1)

    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:20 call-now nudge", "21:40 call-now nudge"]
    assert told(stage, ana, since)[-1] == "22:00 no call, silent"


async def test_the_last_nudge_has_no_later_and_says_why(stage: Stage, evening: Pair) -> None:
    _, ben = evening
    await stage.wind_to("21:45")
    last = ben.last
    assert "I won't ask again today" in (last.text or "")
    assert "In 15 minutes" not in [button.text for row in last.buttons for button in row]
    tap = await ben.tap_raw("snooze:1", on=last)
    assert "not asking again today" in toast(tap)


async def test_a_call_is_asked_about_once_after_half_an_hour(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    since = stage.clock.now()
    await stage.wind_to("21:10")
    await ben.tap("I'm calling now")
    await stage.wind_to("07:59", days=1)

    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:40 how did it go"]
    assert told(stage, ana, since) == [
        "20:00 evening ask",
        "20:30 evening reminder",
        "21:10 agreed words",
        "21:10 call card, silent",
        "21:40 how did it go",
    ]


async def test_a_call_gets_a_quarter_of_an_hour_more_twice(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    await stage.wind_to("21:00")
    await ben.tap("I'm calling now")
    tap = await ana.tap("15 more minutes")
    assert "a while yet until I ask" in toast(tap)
    await stage.wind_to("21:31")
    since = stage.clock.now()
    await ana.tap("15 more minutes")
    tap = await ben.tap("15 more minutes")
    assert "a while yet until I ask" in toast(tap)
    await stage.wind_to("21:50")
    await ben.tap("15 more minutes")
    await stage.wind_to("22:10")
    tap = await ana.tap("15 more minutes")
    assert "Take all the time you need" in toast(tap)
    assert told(stage, ana, since) == ["21:46 how did it go", "22:05 how did it go"]
    await ana.tap("We did it")
    assert "Done together, on the line" in ana.find("on the line").text
    assert "got it done with you on the line" in (ben.last.text or "")


async def test_cant_tonight_ends_it_kindly(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    since = stage.clock.now()
    await stage.wind_to("21:25")
    await ben.tap("I can't tonight")
    assert "Thank you for telling me" in (ben.last.text or "")
    assert sum("No need to call" in text for text in ben.heard) == 1  # the earlier nudge
    await stage.wind_to("07:59", days=1)
    assert told(stage, ana, since)[-1] == "21:25 can't tonight, silent"
    assert "Done counts until 03:00" in ana.find("can't call tonight").text


async def test_a_late_nudge_keeps_to_the_call_hours(stage: Stage, evening: Pair) -> None:
    """Ben's hours end at 21:30: the third nudge, at 21:40, is left out, and both hear that it is over."""
    ana, ben = evening
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("7:00 to 21:30")
    since = stage.clock.now()
    await stage.wind_to("07:59", days=1)
    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:20 call-now nudge"]
    assert told(stage, ana, since)[-1] == "21:40 no call, silent"


async def test_a_snooze_may_come_after_the_call_hours(stage: Stage, evening: Pair) -> None:
    _, ben = evening
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("7:00 to 21:10")
    since = stage.clock.now()
    await stage.wind_to("21:05")
    await ben.tap("In 15 minutes")
    await stage.wind_to("07:59", days=1)
    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:20 call-now nudge"]


async def test_who_leaves_a_call_for_both_for_today_is_heard_of(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("21:00")
    assert "both have" in ben.last.text

    await ana.type("/skip")

    assert "leaves it for today" in ben.find("leaves it").text
    assert "won't ask any more today" not in ana.last.text  # nothing was named that she could still do


async def test_wait_says_when_the_partner_is_asked(stage: Stage, evening: Pair) -> None:
    ana, _ = evening
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await ana.tap("Wait")
    assert "I'll ask Ben at 21:00 to call you" in ana.find("No rush").text.replace("\u2068", "").replace("\u2069", "")


async def test_a_first_nudge_waits_for_the_partners_hours_to_open(stage: Stage) -> None:
    """Night where the partner is: Ana checks in at 20:00 in Los Angeles, which is 05:00 in Berlin."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await become_partners(ana, ben)
    await ana.type("/settings")
    await ana.tap("Where")
    await ana.type("Los Angeles")
    await ana.tap("Los Angeles, United States")
    await ana.type("/settings")
    await ana.tap("Call hours")
    await ana.tap("07:00 to 23:59")
    await get_done(ben)
    await stage.wind_to("17:30", days=1)
    await ana.type("Call the agency")
    since = stage.clock.now()
    await stage.wind_to("05:05", days=1)
    await ana.tap("Not yet")
    assert "can be called from 22:00 on" in (ana.last.text or "")
    await stage.wind_to("07:05")
    assert [told for told in told(stage, ben, since) if "nudge" in told] == ["07:00 call-now nudge"]
    assert "I've asked" in ana.find("Call the agency").text


async def test_nobody_is_nudged_at_night_and_both_read_why(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("7:00 to 20:30")
    since = stage.clock.now()
    await stage.wind_to("07:59", days=1)
    assert told(stage, ben, since) == ["21:00 outside call hours, silent"]
    assert told(stage, ana, since)[-1] == "21:00 outside call hours, silent"


async def test_two_who_both_missed_hear_it_once_each(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Write two pages")
    await stage.wind_to(AFTERNOON)
    since = stage.clock.now()
    await stage.wind_to("21:10")
    for phone, own, other in ((ana, "Call the agency", "Write two pages"), (ben, "Write two pages", "Call the agency")):
        assert told(stage, phone, since)[2:] == ["21:00 both missed"]
        text = phone.find("both have today's thing still open").text
        assert text.index(own) < text.index(other)

    await ben.tap("I'm calling now")
    assert "on the line, for both of you" in (ben.find("for both").text)
    assert told(stage, ana, since)[3:] == ["21:10 agreed words", "21:10 call card, silent"]
    await ana.tap("We did it")
    assert "Whose is done now?" in (ana.last.text or "")
    await ana.tap("Both of ours")
    assert "Done together, on the line" in ana.find("Done together").text
    assert "You did it, both of you" in (ben.last.text or "")
    await stage.wind_to("07:59", days=1)
    assert told(stage, ben, since)[3:] == ["21:10 saved"]
    assert told(stage, ana, since)[5:] == []


async def test_nobody_hears_of_a_miss_before_they_were_asked(stage: Stage, pair: Pair) -> None:
    """Ben is asked at 21:00, at the minute at which he would be asked to call Ana."""
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("/settings")
    await ben.tap("Evening")
    await ben.tap("21:00")
    await stage.wind_to("07:30", days=1)
    await stage.wind_to(AFTERNOON)
    since = stage.clock.now()
    await stage.wind_to("21:05")
    assert sorted(told(stage, ben, since)) == ["21:00 call-now nudge", "21:00 evening ask"]


async def test_of_two_who_missed_the_one_who_finishes_alone_is_asked_to_call_the_other(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Write two pages")
    await stage.wind_to("21:05")
    since = stage.clock.now()
    await ana.tap("Done")
    await stage.wind_to("07:59", days=1)
    assert told(stage, ana, since) == ["21:20 call-now nudge", "21:40 call-now nudge"]
    assert "Write two pages" in sent(stage, ana, since)[-1]
    assert told(stage, ben, since) == ["21:05 done", "22:00 no call, silent"]


async def test_of_a_call_for_both_what_was_not_done_stays_open(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Call the agency")
    await ben.type("Write two pages")
    await stage.wind_to("21:05")
    await ana.tap("I'm calling now")
    await ben.tap("We did it")
    await ben.tap("Ana's")
    assert "says you did it" in (ana.last.text or "")
    await stage.wind_to("21:40")
    assert "How did it go, you and" in (ben.last.text or "")
    await ben.tap("We did it")
    assert "Done together, on the line" in ben.find("Done together").text


async def test_nobody_hears_that_they_missed_with_the_question_itself(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ben.type("/settings")
    await ben.tap("Evening")
    await ben.tap("21:00")
    await stage.wind_to("08:30", days=1)
    await ana.type("Call the agency")
    await ben.type("Write two pages")
    await stage.wind_to(AFTERNOON)
    since = stage.clock.now()
    await stage.wind_to("21:10")
    assert told(stage, ben, since) == ["21:00 call-now nudge", "21:00 evening ask"]
    await stage.wind_to("21:30")
    assert told(stage, ben, since)[2:] == ["21:20 both missed"]


async def test_both_missed_without_an_answer_comes_three_times_and_ends(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to(AFTERNOON)
    since = stage.clock.now()
    await stage.wind_to("07:59", days=1)
    for phone in (ana, ben):
        assert told(stage, phone, since)[2:] == [
            "21:00 both missed",
            "21:20 both missed",
            "21:40 both missed",
            "22:00 no call, silent",
        ]


async def test_a_partner_who_takes_the_call_after_a_word_too_many_learns_why(stage: Stage, evening: Pair) -> None:
    ana, ben = evening
    eve = stage.person("Eve")
    await eve.join()
    await stage.wind_to("21:00")
    nudge = ben.last
    for action in ("calling", "snooze", "cant", "extend", "did"):
        payload = f"{action}:1:both" if action == "did" else f"{action}:1"
        assert "for somebody else" in toast(await eve.tap_raw(payload, on=eve.last))
    for action in ("calling", "snooze", "cant"):
        assert "for your partner to say" in toast(await ana.tap_raw(f"{action}:1", on=ana.last))
    await ben.tap("I'm calling now")
    assert "That's said already" in toast(await ben.tap_raw("calling:1", on=nudge))
    await ben.tap("Couldn't reach")
    assert "settled already" in toast(await ana.tap("We did it"))
    await stage.wind(minutes=int(timedelta(hours=8) / timedelta(minutes=1)))
    assert "over" in toast(await ben.tap_raw("calling:1", on=nudge))
