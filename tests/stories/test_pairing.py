"""Becoming partners, and every way in which an invite can go wrong."""

import pytest

from playground.stage import Phone, Stage
from tests.conftest import become_partners, invite_link, toast

Pair = tuple[Phone, Phone]


def token_of(link: str) -> str:
    return link.partition("start=")[2]


async def test_the_invited_person_sees_who_invites_and_what_the_pact_is(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    link = await invite_link(ana)
    assert len(token_of(link)) == 22  # 128 bits
    share = ana.last.button("Share").url
    assert share is not None
    assert share.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me")

    await ben.open_link(link)

    card = ben.last.text or ""
    assert "Ana\u2069 would like you as their accountability partner" in card
    assert "I'm going to call you right now" in card
    assert "today's included" in card


async def test_the_pair_exists_from_the_acceptance_and_both_are_asked_at_once(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await become_partners(ana, ben)
    assert "You and \u2068Ben\u2069 are partners now" in (ana.last.text or "")
    assert any("You and \u2068Ana\u2069 are partners now" in text for text in ben.heard)
    assert "What is the one thing" in (ben.last.text or "")
    assert sum("What is the one thing" in text for text in ana.heard) == 1


async def test_what_was_named_alone_is_shown_to_the_new_partner(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ana.type("Send the application")
    await become_partners(ana, ben)
    assert "Send the application" in ben.find("one thing today").text


async def test_what_was_done_alone_stays_alone(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ana.type("Send the application")
    await ana.type("/done")
    await become_partners(ana, ben)
    assert not any("Send the application" in text for text in ben.heard)


async def test_a_declined_invite_reaches_the_inviter_in_neutral_words(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    link = await invite_link(ana)
    await ben.open_link(link)
    await ben.tap("Not for me")
    assert "wasn't taken up this time" in (ana.last.text or "")
    assert "Ben" not in (ana.last.text or "")
    assert ana.last.is_silent

    await stage.wind_to("20:00")
    assert "That's fine" in (ben.last.text or "")  # no ask ever went to somebody who said no

    await ben.open_link(link)
    assert ben.last.text == "This invitation was used already."


async def test_an_invite_works_once(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    eve = stage.person("Eve")
    link = f"https://t.me/stay_on_the_line_bot?start={used_token(stage)}"
    await eve.open_link(link)
    assert eve.last.text == "This invitation was used already."
    tap = await eve.tap("Ask for a new one")
    assert "isn't open any more" in toast(tap)
    assert "Eve" not in (ana.last.text or "")  # Ana has a partner: nobody rings at her door


def used_token(stage: Stage) -> str:
    sent = [text for phone in stage.phones() for text in phone.heard]
    return next(token_of(word) for text in sent for word in text.split() if "?start=" in word)


async def test_a_latecomer_can_ask_for_a_new_invite_once(stage: Stage) -> None:
    ana, ben, eve = stage.person("Ana"), stage.person("Ben"), stage.person("Eve")
    link = await invite_link(ana)
    await ana.tap("Withdraw it")
    assert "is withdrawn" in (ana.last.text or "")

    await ben.open_link(link)
    assert ben.last.text == "This invitation was withdrawn."
    await ben.tap("Ask for a new one")
    assert "Ben\u2069 opened an invitation of yours" in (ana.last.text or "")

    await eve.open_link(link)
    await eve.tap("Ask for a new one")
    assert "Ben\u2069 opened an invitation of yours" in (ana.last.text or "")


async def test_an_invite_ends_after_seven_days(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    link = await invite_link(ana)
    await ben.open_link(link)
    await stage.wind(days=7)

    tap = await ben.tap("Yes, let's do this")
    assert "older than a week" in toast(tap)
    await ben.open_link(link)
    assert "older than a week" in (ben.last.text or "")
    await ana.type("/today")  # a week without a word: her check-ins were on hold
    assert await invite_link(ana) != link


async def test_a_member_has_one_open_invite(stage: Stage) -> None:
    ana = stage.person("Ana")
    first = await invite_link(ana)
    assert await invite_link(ana) == first
    await ana.tap("Withdraw it")
    assert await invite_link(ana) != first


async def test_nobody_pairs_with_themselves(stage: Stage) -> None:
    ana = stage.person("Ana")
    link = await invite_link(ana)
    await ana.open_link(link)
    assert "your own invitation" in (ana.last.text or "")
    tap = await ana.tap_raw(f"accept:{token_of(link)}", on=ana.last)
    assert "your own invitation" in toast(tap)


async def test_two_who_invited_each_other_become_one_pair(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    from_ana, from_ben = await invite_link(ana), await invite_link(ben)
    await ben.open_link(from_ana)
    await ana.open_link(from_ben)
    await ben.tap("Yes, let's do this")
    tap = await ana.tap("Yes, let's do this")
    assert toast(tap) == "You are already partners."
    await ana.open_link(from_ben)
    assert ana.last.text == "You are already partners."


async def test_nobody_pairs_while_in_a_pair(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    eve = stage.person("Eve")
    await ana.open_link(await invite_link(eve))
    assert "You have a partner already" in (ana.last.text or "")
    await ana.type("/invite")
    assert "You have a partner already" in (ana.last.text or "")


async def test_pairing_voids_the_open_invites_of_both(stage: Stage) -> None:
    ana, ben, eve = stage.person("Ana"), stage.person("Ben"), stage.person("Eve")
    from_ana, from_ben = await invite_link(ana), await invite_link(ben)
    await ben.open_link(from_ana)
    await ben.tap("Yes, let's do this")
    await eve.open_link(from_ben)
    assert "isn't open any more" in (eve.last.text or "")


@pytest.mark.parametrize("payload", ["nonsense", "A" * 64, "-", "__________"])
async def test_a_malformed_invite_says_so(stage: Stage, payload: str) -> None:
    ben = stage.person("Ben")
    await ben.start(payload)
    assert "I don't know this invitation" in (ben.last.text or "")


async def test_leaving_takes_two_taps_and_neutral_words(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    assert "are partners now" not in (ben.last.text or "")
    await ana.tap("Keep my check-ins")
    assert "The pact has ended. Your check-ins go on" in ana.find("The pact").text
    assert "has ended the pact" in (ben.last.text or "")
    assert ben.last.is_silent

    await ana.type("Send the application")
    await stage.wind_to("21:30")
    assert not any("Send the application" in text for text in ben.heard)
    assert "Checking in once more" in (ana.last.text or "")


async def test_leaving_and_stopping_ends_the_asks_until_one_tap_begins_them_again(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Stop them")
    count = len(ana.messages)
    await stage.wind_to("09:00", days=1)
    assert len(ana.messages) == count
    assert "What is the one thing" in (ben.last.text or "")

    await ana.tap("Start again")
    assert "Welcome back" in ana.find("Welcome back").text
    assert "What is the one thing" in (ana.last.text or "")


async def test_staying_changes_nothing(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/leave")
    await ana.tap("Stay")
    await ana.type("Send the application")
    assert "Send the application" in (ben.last.text or "")


async def test_leaving_alone_can_stop_the_check_ins(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("/leave")
    await ana.tap("Stop them")
    count = len(ana.messages)
    await stage.wind_to("20:00")
    assert len(ana.messages) == count


async def test_an_old_leave_button_does_not_leave_a_new_pair(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/leave")
    old = ana.last
    await ben.type("/leave")
    await ben.tap("Leave the pact")
    await ben.tap("Keep my check-ins")
    await become_partners(ana, ben)
    tap = await ana.tap("Leave the pact", on=old)
    assert "doesn't apply any more" in toast(tap)
    tap = await ana.tap_raw("stop:0", on=old)
    assert "doesn't apply any more" in toast(tap)


async def test_a_former_partner_can_press_nothing(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("21:00")
    nudge = ben.find("This is the moment")
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Keep my check-ins")
    tap = await ben.tap("I'm calling now", on=nudge)
    assert "has ended" in toast(tap)
    assert not any("right now and stay on the line" in text for text in ana.heard[1:] if "Ben\u2069:" in text)
    await ana.type("/done")
    assert "Done! Well done" in (ana.last.text or "")


async def test_a_running_ladder_never_moves_to_a_new_partner(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    eve = stage.person("Eve")
    await ana.type("Send the application")
    await stage.wind_to("20:15")
    await ana.type("/leave")
    await ana.tap("Leave the pact")
    await ana.tap("Keep my check-ins")
    await become_partners(ana, eve)
    await stage.wind_to("07:30", days=1)
    assert not any("Send the application" in text for text in eve.heard)
    assert not any("This is the moment" in text for text in eve.heard)


async def test_start_again_tells_where_things_stand(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.start()
    assert "Ben\u2069 is your partner" in (ana.last.text or "")
    eve = stage.person("Eve")
    await eve.join()
    await eve.start()
    assert "You're all set" in (eve.last.text or "")


async def test_a_partner_who_blocks_the_bot_is_told_about_once_and_comes_back_in_one_tap(
    stage: Stage, pair: Pair
) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    assert "I can't reach" in (ana.last.text or "")
    await stage.wind_to("21:30")
    assert sum("I can't reach" in text for text in ana.heard) == 1
    assert "Checking in once more" in (ana.last.text or "")

    await stage.wind_to("09:00", days=1)
    await ben.start()
    assert "What is the one thing" in (ben.last.text or "")
    assert any("is back" in text for text in ana.heard)
