"""Evenings on which people change their minds, their partners, or lose the network."""

import pytest

from playground.stage import Phone, Stage
from playground.telegram import Call, too_many_requests
from tests.conftest import become_partners, toast

Pair = tuple[Phone, Phone]


async def leave(phone: Phone, then: str = "Keep my check-ins") -> None:
    await phone.type("/leave")
    await phone.tap("Leave the pact")
    await phone.tap(then)


async def test_a_done_after_an_undo_while_alone_reaches_the_new_partner(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ana.type("Send the application")
    await ana.tap("Done")
    await ana.tap("Undo")
    await become_partners(ana, ben)
    await ana.tap("Done")
    assert "Ana\u2069 did it:\nSend the application" in (ben.last.text or "")
    assert not ben.last.is_silent


async def test_a_second_done_is_told_anew(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ana.tap("Done")
    first = ben.last
    await ana.tap("Undo")
    assert "isn't quite done" in ben.find("Send the application").text
    await ana.tap("Done")
    assert ben.last.id != first.id
    await ben.tap("Well done", on=ben.last)
    assert "Well done" in (ana.last.text or "")


async def test_a_done_taken_back_before_a_change_of_partners_is_told_to_the_new_one(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    eve = stage.person("Eve")
    await ana.type("Send the application")
    await ana.tap("Done")
    await ana.tap("Undo")
    told = len(ben.messages)
    await leave(ana)
    await become_partners(ana, eve)
    await ana.type("/done")
    assert "Ana\u2069 did it" in (eve.last.text or "")
    assert len(ben.messages) == told + 1  # that the pact has ended


async def test_a_new_partner_learns_nothing_of_the_days_before(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ana.type("My secret")
    await ana.tap("Done")
    await stage.wind_to("09:00", days=1)
    await become_partners(ana, ben)
    tap = await ben.tap_raw("cheer:1:proud", on=ben.last)
    assert "for somebody else" in toast(tap)
    assert not any("My secret" in text for text in ben.heard)


async def test_a_late_done_stays_with_the_pair_that_the_day_had(stage: Stage, pair: Pair) -> None:
    ana, _ben = pair
    eve = stage.person("Eve")
    await ana.type("Our secret")
    await stage.wind_to("19:00")
    await stage.sleep_to("04:00", days=1)
    await stage.start_bot()
    await leave(ana)
    await become_partners(ana, eve)
    await stage.wind_to("08:00")
    await ana.type("/done")
    assert "a little late" in (ana.last.text or "")
    assert not any("Our secret" in text for text in eve.heard)


async def test_nobody_is_rung_at_night_after_an_outage(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("19:00")
    heard = len(ana.heard), len(ben.heard)
    await stage.sleep_to("02:15", days=1)
    await stage.start_bot()
    await stage.wind_to("07:59")
    assert (len(ana.heard), len(ben.heard)) == heard
    await stage.wind_to("08:00")
    assert "still open. That happens" in (ana.last.text or "")


async def test_an_evening_reminder_is_not_made_up_for_at_night(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    await stage.wind_to("20:10")
    heard = len(ana.heard)
    await stage.sleep_to("23:30")
    await stage.start_bot()
    await stage.wind_to("07:00", days=1)
    assert len(ana.heard) == heard


async def test_a_thing_named_too_late_for_a_check_is_met_without_a_time(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await stage.wind_to("02:10", days=1)
    await ana.type("Wash the dishes")
    assert "Tap Done when it's done" in (ana.last.text or "")


async def test_the_card_shows_the_last_answer_whatever_telegram_delayed(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    card = await ana.type("Send the application")
    stage.server.faults.on_call(too_many_requests(1), method="editMessageText", times=1)
    ana.person.tap(card, "Done")
    await ana.tap_raw("undo:1", on=card)
    assert "Your one thing today" in ana.find("Send the application").text


async def test_nothing_is_promised_in_the_name_of_a_partner_who_is_gone(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    await ana.type("Send the application")
    await stage.wind_to("20:30")
    await ana.tap("Done")
    since = "\n".join(ana.heard[-3:])
    assert "sees it too" not in since
    assert "in half an hour to call you" not in since
    assert "hears about it" not in since


async def test_who_unblocks_the_bot_is_not_called_on_before_they_say_so(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    ben.person.unblock(stage.telegram_bot)
    await stage.wind_to("21:30")
    assert not any("This is the moment" in text for text in ben.heard)


async def test_each_time_a_partner_goes_it_is_told(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    for _ in range(2):
        ben.person.block(stage.telegram_bot)
        await stage.wind(minutes=1)
        await ben.start()
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    assert "I can't reach" in (ana.last.text or "")


async def test_stopping_and_starting_never_pushes_the_beginning_out(stage: Stage) -> None:
    ana = stage.person("Ana")
    await stage.wind_to("19:00")
    await ana.join()
    for _ in range(3):
        await ana.type("/leave")
        await ana.tap("Stop them")
        await ana.tap("Start again")
    assert "We begin on Tuesday, 24 November" in (ana.last.text or "")
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing" in (ana.last.text or "")


async def test_who_stopped_is_not_drawn_into_a_pact_by_an_old_link(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ana.type("/invite")
    link = next(word for word in (ana.last.text or "").split() if "?start=" in word)
    await ana.type("/leave")
    await ana.tap("Stop them")
    await ben.open_link(link)
    assert ben.last.text == "This invitation was withdrawn."


async def test_who_pairs_in_the_evening_is_not_told_of_an_ask_that_is_over(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await stage.wind_to("21:00")
    await become_partners(ana, ben)
    assert "begin tomorrow" in ana.find("are partners now").text


async def test_a_call_is_not_promised_outside_call_hours(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Partly")
    await stage.wind_to("02:00", days=1)
    await ana.tap("Finish it on a call")
    assert not any("In a minute" in text for text in ana.heard)
    assert "outside call hours" in (ana.last.text or "")
    assert ben.last.is_silent


@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_a_pact_that_ends_in_the_held_minute_leaves_no_promise_behind(stage: Stage, pair: Pair, who: str) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.tap("Not yet")
    await leave(ana if who == "ana" else ben)
    assert not any("In a minute" in text for text in ana.heard)
    await stage.wind(minutes=5)
    assert not any("This is the moment" in text for text in ben.heard)


async def test_done_typed_before_the_end_counts_in_time(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.sleep_to("02:58", days=1)
    ana.person.send(stage.telegram_bot, "/done")
    await stage.sleep_to("03:30")
    await stage.start_bot()
    assert "a little late" not in (ana.last.text or "")
    assert "only now" not in (ben.last.text or "")


async def test_a_thing_typed_before_the_end_but_read_after_it_changes_nothing(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.sleep_to("01:00", days=1)
    ana.person.send(stage.telegram_bot, "Wash the dishes")
    await stage.sleep_to("09:00")
    await stage.start_bot()
    assert any("That day is over" in text for text in ana.heard)
    assert not any("Wash the dishes" in text for text in ben.heard)


async def test_a_day_that_has_not_begun_cannot_be_done(stage: Stage) -> None:
    ana = stage.person("Ana")
    await stage.wind_to("19:00")
    await ana.join()
    await ana.type("Send the application")
    await ana.type("/done")
    assert "hasn't begun yet" in (ana.last.text or "")
    await stage.wind_to("20:00", days=1)
    assert "How did it go?" in (ana.last.text or "")


async def test_a_change_question_does_not_outlive_the_done(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    await ana.tap("Change it")
    await ana.tap("Done")
    await ana.type("Go swimming")
    assert "Shall I save this for Tuesday, 24 November?" in (ana.last.text or "")


async def test_the_morning_ask_stays_when_yesterdays_thing_is_reported(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    await stage.wind_to("08:00", days=1)
    await ana.tap("I did it")
    assert "What is the one thing" in ana.heard[-2]
    assert "a little late" in ana.heard[-1]


async def test_two_asks_never_come_within_the_hour_after_an_outage(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await stage.wind_to("07:00", days=1)
    await stage.sleep_to("19:58")
    before = len(ana.heard)
    await stage.start_bot()
    assert len(ana.heard) == before
    await stage.wind_to("20:00")
    assert "still an evening left" in (ana.last.text or "")


async def test_an_edit_never_makes_a_command_the_commitment(pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    mine = next(message for message in reversed(ana.messages) if not message.is_from_bot)
    await ana.edit(mine, "/leave")
    await ana.type("/today")
    assert "Send the application" in (ana.last.text or "")


async def test_a_refused_text_can_be_mended_by_editing_it(pair: Pair) -> None:
    ana, _ = pair
    await ana.type("w" * 281)
    mine = next(message for message in reversed(ana.messages) if not message.is_from_bot)
    await ana.edit(mine, "Write two pages")
    assert "Your one thing today:\nWrite two pages" in (ana.last.text or "")


async def test_a_broken_start_parameter_is_an_unknown_invite(stage: Stage) -> None:
    ana = stage.person("Ana")
    ana.person.send(stage.telegram_bot, "/start \ud83d")
    await stage.settle()
    assert "I don't know this invitation" in (ana.last.text or "")


async def test_both_may_leave_and_stop_at_the_same_moment(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    for phone in (ana, ben):
        await phone.type("/leave")
        await phone.tap("Leave the pact")
    ana.person.tap(ana.last, "Stop them")
    ben.person.tap(ben.last, "Stop them")
    await stage.settle()
    heard = len(ana.heard), len(ben.heard)
    await stage.wind_to("20:00")
    assert (len(ana.heard), len(ben.heard)) == heard


async def test_a_reminder_that_was_delayed_promises_no_call_by_a_former_partner(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:29")
    await ben.type("/leave")
    await ben.tap("Leave the pact")

    def is_reminder_while_ben_leaves(call: Call) -> bool:
        is_reminder = "Send the application" in str(call.params.get("text"))
        if is_reminder:
            ben.person.tap(ben.last, "Keep my check-ins")
        return is_reminder

    refusal = too_many_requests(1)
    refused = stage.server.faults.on_call(refusal, when=is_reminder_while_ben_leaves, times=1)
    await stage.wind_to("20:30")
    assert refused.struck == 1
    assert any("Checking in once more" in text for text in ana.heard)
    assert not any("in half an hour to call you" in text for text in ana.heard)
