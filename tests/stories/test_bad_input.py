"""Whatever people type, send and tap: each gets its answer, and changes nothing it should not."""

import pytest

from bot.chat.buttons import Action
from bot.domain.kinds import ReadyCheer
from playground.stage import Phone, Stage
from playground.telegram import Message
from tests.conftest import invite_link, toast

Pair = tuple[Phone, Phone]


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    """Ana, alone, asked for today's one thing."""
    ana = stage.person("Ana")
    await ana.join()
    return ana


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "y" * 280,
        "first line\nsecond line\n\nfourth line",
        "🎯🔥👩‍👩‍👧‍👦",
        "أرسل الطلب",
        "\u2067evil",
        "<b>bold</b> & <script>alert(1)</script> &amp;",
        "[link](tg://user?id=1) *_~`",
        "a / b",
        "/ not a command",
        "  trimmed  ",
    ],
)
async def test_what_was_typed_is_quoted_exactly(ana: Phone, text: str) -> None:
    await ana.type(text)
    card = ana.last.text or ""
    assert card.startswith("Your one thing today:\n" + text.strip() + "\n")


async def test_a_text_without_anything_to_see_is_refused(ana: Phone) -> None:
    for text in ("\u200b", "\u2060\u200d", "\u00a0\u3000\u200e"):
        await ana.type(text)
        assert "I can't see anything in that" in (ana.last.text or "")
    await ana.type("/done")
    assert "There is no one thing yet" in (ana.last.text or "")


async def test_281_characters_are_refused_with_the_count(ana: Phone) -> None:
    await ana.type("z" * 281)
    assert "That has 281 characters, and 280 fit" in (ana.last.text or "")
    await ana.type("🎯" * 281)
    assert "That has 281 characters" in (ana.last.text or "")


@pytest.mark.parametrize("text", ["a\0b", "lone \ud83d half"])
async def test_characters_that_cant_be_kept_are_refused_politely(ana: Phone, text: str) -> None:
    await ana.type(text)
    assert "which I can't keep" in (ana.last.text or "")


async def test_an_unknown_command_is_never_a_commitment(ana: Phone) -> None:
    for text in ("/dance", "/Done2", "/today_or_never please", "/commit write"):
        await ana.type(text)
        assert "I don't know that command" in (ana.last.text or "")
    await ana.type("/today")
    assert "not named yet" in (ana.last.text or "")


async def test_a_command_with_the_bots_name_is_a_command(ana: Phone) -> None:
    await ana.type("/help@stay_on_the_line_bot")
    assert "In the morning, type your one thing" in (ana.last.text or "")


async def test_forwarded_text_is_text(ana: Phone) -> None:
    await ana.type("/done is what I want to say", forwarded=True)
    assert "/done is what I want to say" in ana.find("Your one thing today").text


async def test_what_is_not_text_gets_one_helpful_line(stage: Stage, ana: Phone) -> None:
    for send in (
        ana.person.send_photo,
        ana.person.send_sticker,
        ana.person.send_voice,
        ana.person.send_document,
    ):
        before = len(ana.messages)
        send(stage.telegram_bot)
        await stage.settle()
        assert len(ana.messages) == before + 2
        assert "I can only read text" in (ana.last.text or "")
    ana.person.send_location(stage.telegram_bot, 52.5, 13.4)
    await stage.settle()
    assert "If you have moved, open /settings" in (ana.last.text or "")


async def test_a_second_text_changes_nothing_until_the_tap(ana: Phone) -> None:
    await ana.type("Send the application")
    await ana.type("Go swimming")
    assert "Shall I replace it with this?" in (ana.last.text or "")
    await ana.type("/today")
    assert "Send the application" in (ana.last.text or "")
    await ana.tap("Keep")
    assert "It stays" in ana.find("It stays").text
    await ana.type("Go swimming")
    await ana.tap("Replace")
    assert "Go swimming" in ana.find("Your one thing today").text


async def test_the_partner_sees_a_replaced_thing_silently(pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ana.type("Go swimming")
    await ana.tap("Replace")
    assert "chose a different thing:\nGo swimming" in (ben.last.text or "")
    assert ben.last.is_silent


async def test_an_offer_that_was_settled_offers_nothing_any_more(ana: Phone) -> None:
    await ana.type("Send the application")
    offer = await ana.type("Go swimming")
    await ana.tap("Keep")
    tap = await ana.tap_raw("replace:1", on=offer)
    assert "doesn't apply any more" in toast(tap)


async def test_a_text_after_done_can_be_saved_for_tomorrow(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ana.tap("Done")
    await ana.type("Go swimming")
    assert "Today's is done. Shall I save this for Tuesday, 24 November?" in (ana.last.text or "")
    await ana.tap("Save for tomorrow")
    assert "Saved for Tuesday, 24 November:\nGo swimming" in ana.find("Saved for").text

    await stage.wind_to("07:59", days=1)
    assert not any("Go swimming" in text for text in ben.heard)
    await stage.wind_to("08:00")
    assert "as you saved it:\nGo swimming" in (ana.last.text or "")
    assert "Go swimming" in ben.find("one thing today").text
    await stage.wind_to("20:00")
    assert "How did it go?\nGo swimming" in (ana.last.text or "")


async def test_a_text_after_the_evening_ask_is_offered_for_tomorrow(stage: Stage, ana: Phone) -> None:
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    await ana.type("Go swimming")
    assert "Today's one thing stays as it is. Shall I save this for Tuesday, 24 November?" in (ana.last.text or "")
    await ana.tap("No")
    assert "It stays" in ana.find("Send the application").text


async def test_a_reply_to_the_morning_ask_names_the_thing(ana: Phone) -> None:
    ask = ana.find("What is the one thing")
    await ana.type("/help")
    await ana.type("Send the application", reply_to=ask)
    assert "Your one thing today" in (ana.last.text or "")


async def test_a_reply_to_an_old_ask_changes_nothing(stage: Stage, ana: Phone) -> None:
    ask = ana.find("What is the one thing")
    await stage.wind_to("09:00", days=1)
    await ana.type("Send the application", reply_to=ask)
    assert "That day is over" in (ana.last.text or "")
    await ana.type("/today")
    assert "not named yet" in (ana.last.text or "")


async def test_change_it_opens_a_question_for_fifteen_minutes(stage: Stage, ana: Phone) -> None:
    await ana.type("Send the application")
    await ana.tap("Change it")
    assert "What is it instead of this?" in (ana.last.text or "")
    await stage.wind(minutes=15)
    await ana.type("Go swimming")
    assert "Go swimming" in ana.find("Your one thing today").text

    await ana.tap("Change it")
    await stage.wind(minutes=15, seconds=1)
    await ana.type("Sleep")
    assert "Shall I replace it" in (ana.last.text or "")


async def test_a_reply_to_the_question_answers_it_even_later(stage: Stage, ana: Phone) -> None:
    await ana.type("Send the application")
    await ana.tap("Change it")
    question = ana.last
    await stage.wind(hours=1)
    await ana.type("Go swimming", reply_to=question)
    assert "Go swimming" in ana.find("Your one thing today").text


async def test_cancel_and_any_command_end_the_question(ana: Phone) -> None:
    await ana.type("/cancel")
    assert "nothing to cancel" in (ana.last.text or "")
    await ana.type("Send the application")
    await ana.tap("Change it")
    await ana.type("/cancel")
    assert "stays as it was" in (ana.last.text or "")
    await ana.tap("Change it")
    await ana.type("/dance")
    await ana.type("Go swimming")
    assert "Shall I replace it" in (ana.last.text or "")


async def test_editing_the_message_that_named_the_thing_changes_it(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the aplication")
    mine = _own(ana)[-1]
    await ana.edit(mine, "Send the application")
    assert "Send the application" in (ana.last.text or "")
    assert "Send the application" in (ben.last.text or "")
    await ana.edit(mine, "w" * 281)
    assert "That has 281 characters" in (ana.last.text or "")
    await stage.wind_to("20:00")
    await ana.edit(mine, "Something easier")
    assert "now it stays" in (ana.last.text or "")
    await ana.type("/today")
    assert "Send the application" in (ana.last.text or "")


async def test_editing_another_message_means_nothing(ana: Phone) -> None:
    await ana.type("/help")
    mine = _own(ana)[-1]
    await ana.type("Send the application")
    before = len(ana.messages)
    await ana.edit(mine, "Go swimming")
    assert len(ana.messages) == before


async def test_before_start_a_text_is_answered_with_the_way_in(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ben.open_link(await invite_link(ana))
    await ben.type("What is this?")
    assert "/start begins them" in (ben.last.text or "")
    await ben.type("/today")
    assert "/start begins them" in (ben.last.text or "")
    await ben.type("/leave")
    assert "/start begins them" in (ben.last.text or "")
    await ben.tap("Start")
    assert "I'm Stay on the Line" in ben.find("I'm Stay").text


@pytest.mark.parametrize("text", ["/away 3 May", "/away tomorrow", "/away soon"])
async def test_a_visitor_who_would_be_away_is_told_the_way_in(stage: Stage, text: str) -> None:
    gina = stage.person("Gina")
    await gina.type("What is this?")
    await gina.type(text)
    assert "/start begins them" in (gina.last.text or "")


async def test_today_shows_both_cards(pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ben.type("Go running")
    await ben.tap("Done")
    await ana.type("/today")
    text = ana.last.text or ""
    assert text.startswith("Monday, 23 November")
    assert "You: still open\nSend the application" in text
    assert "Ben\u2069: done\nGo running" in text


async def test_no_button_works_for_a_stranger(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("21:00")
    eve = stage.person("Eve")
    await eve.join()
    shown = [*ana.heard, *ben.heard]

    for action in Action:
        await eve.tap_raw(f"{action}:1:{ReadyCheer.PROUD}", on=eve.last)
        await eve.tap_raw(f"{action}:1", on=eve.last)
        assert [*ana.heard, *ben.heard] == shown, action


MADE_UP = (
    "",
    "done",
    "done:",
    "done:x",
    "done:-1",
    "done:99999",
    "done:1:2:3",
    "DONE:1",
    "drop table",
    "done:١",
    "cheer:1",
)


async def test_a_made_up_payload_changes_nothing_and_says_so(pair: Pair) -> None:
    ana, _ = pair
    await ana.type("Send the application")
    for data in MADE_UP:
        tap = await ana.tap_raw(data, on=ana.last)
        assert "doesn't apply any more" in toast(tap), data
        assert "Your one thing today" in (ana.last.text or "")


async def test_a_partner_cannot_answer_for_the_other(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("20:00")
    for action in ("done", "partly", "not_yet", "change", "keep", "undo", "wait"):
        tap = await ben.tap_raw(f"{action}:1", on=ben.last)
        assert "for somebody else" in toast(tap)
    for action in ("calling", "cant", "cheer"):
        payload = f"{action}:1:proud" if action == "cheer" else f"{action}:1"
        tap = await ana.tap_raw(payload, on=ana.last)
        assert "for somebody else" in toast(tap) or "for your partner to say" in toast(tap)


async def test_every_button_can_be_tapped_twice(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    card = await ana.type("Send the application")
    await ana.tap("Done", on=card)
    tap = await ana.tap_raw("done:1", on=card)
    assert "done already" in toast(tap)
    told = ben.last
    await ben.tap("Well done", on=told)
    tap = await ben.tap_raw("cheer:1:proud", on=told)
    assert "cheered already" in toast(tap)
    assert sum("Well done!" in text for text in ana.heard[-1:]) == 1


async def test_yesterdays_buttons_say_that_the_day_is_over(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("21:00")
    evening, nudge = ana.find("Checking in once more"), ben.find("Send the application")
    await stage.wind_to("09:00", days=1)
    assert "That day is over" in toast(await ana.tap("Not yet", on=evening))
    assert "That day is over" in toast(await ben.tap("I'm calling now", on=nudge))
    await stage.wind_to("09:00", days=7)
    assert "That day is over" in toast(await ana.tap("Done", on=evening))


async def test_what_is_said_in_a_group_that_is_not_theirs_is_met_with_silence(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    group = stage.server.add_group("Ana and Ben", [ana.person, ben.person])
    group.add(stage.telegram_bot, by=ana.person)
    await stage.settle()
    hello = ana.person.last(group)
    ana.person.send(group, "/today@stay_on_the_line_bot")
    ana.person.send(group, "hello")
    await stage.settle()
    assert ana.person.last(group) == hello


def _own(phone: Phone) -> list[Message]:
    return [message for message in phone.messages if not message.is_from_bot]
