"""Cheers in one's own words, as pictures and by voice, and what the member answers to them."""

from collections.abc import Callable

import pytest

from playground.stage import Phone, Stage
from playground.telegram import Message
from tests.conftest import become_partners, toast

Pair = tuple[Phone, Phone]


@pytest.fixture
async def done(pair: Pair) -> Pair:
    """Ana has done her thing in the morning, and Ben has just heard of it; his own is still ahead."""
    ana, ben = pair
    await ana.type("Send the application")
    await ana.tap("Done")
    assert "did it" in (ben.last.text or "")
    return ana, ben


def card_of(ben: Phone) -> Message:
    return ben.find("did it:")


async def send(phone: Phone, what: Callable[..., Message], *, reply_to: Message | None = None) -> Message:
    """Send something else than text, and return what the bot says last."""
    what(phone.stage.telegram_bot, reply_to=reply_to)
    await phone.stage.settle()
    return phone.last


async def test_a_cheer_in_ones_own_words_arrives_in_the_partners_name_with_sound(done: Pair) -> None:
    ana, ben = done
    await ben.tap("Write your own")
    assert "What would you like to say to \u2068Ana\u2069?" in (ben.last.text or "")
    await ben.type("You made my day!")
    assert ana.last.text == "\u2068Ben\u2069:\nYou made my day!"
    assert not ana.last.is_silent
    assert "I've passed it on to \u2068Ana\u2069." in (ben.last.text or "")
    card = card_of(ben)
    assert (card.text or "").endswith("You said:\nYou made my day!")
    assert not card.buttons
    assert "too late to undo" in toast(await ana.tap("Undo"))


async def test_outside_the_call_hours_it_arrives_silently(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await stage.wind_to("22:45")
    await ana.tap("Done")
    await ben.type("Bravo", reply_to=card_of(ben))
    assert ana.last.text == "\u2068Ben\u2069:\nBravo"
    assert ana.last.is_silent


@pytest.mark.parametrize(
    "words",
    [
        "x",
        "y" * 280,
        "<b>Wow</b> & </blockquote>",
        "🎉👩‍👩‍👧‍👦",
        "أحسنت",
        "\u2067evil\u2069 x",
        "two\nlines",
        "{name} %s",
    ],
)
async def test_what_was_typed_arrives_exactly(done: Pair, words: str) -> None:
    ana, ben = done
    await ben.type(words, reply_to=card_of(ben))
    assert ana.last.text == f"\u2068Ben\u2069:\n{words}"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("z" * 281, "That has 281 characters, and 280 fit"),
        ("\u200b", "I can't see anything in that"),
        ("a\0b", "which I can't keep"),
        ("lone \ud83d half", "which I can't keep"),
    ],
)
async def test_what_cant_be_passed_on_is_refused_and_the_question_stays(done: Pair, words: str, refusal: str) -> None:
    ana, ben = done
    heard = list(ana.heard)
    await ben.tap("Write your own")
    await ben.type(words)
    assert refusal in (ben.last.text or "")
    assert ana.heard == heard
    await ben.type("Bravo")
    assert ana.last.text == "\u2068Ben\u2069:\nBravo"


async def test_after_the_cheer_text_is_ones_own_thing_again(done: Pair) -> None:
    ana, ben = done
    await ben.tap("Write your own")
    await ben.type("Bravo")
    heard = list(ana.heard)
    await ben.type("Run")
    assert "Your one thing today:\nRun" in (ben.last.text or "")
    assert not [text for text in ana.heard[len(heard) :] if text.startswith("\u2068Ben\u2069:")]


async def test_a_ready_cheer_answers_the_open_question(done: Pair) -> None:
    _, ben = done
    await ben.tap("Write your own")
    await ben.tap("Well done")
    await ben.type("Run")
    assert "Your one thing today:\nRun" in (ben.last.text or "")


async def test_the_buttons_cheer_once_a_day_but_replies_go_on(done: Pair) -> None:
    ana, ben = done
    card = card_of(ben)
    await ben.tap("Well done")
    assert "cheered already" in toast(await ben.tap_raw("own_cheer:1", on=card))
    await ben.type("And I mean it", reply_to=card)
    assert ana.last.text == "\u2068Ben\u2069:\nAnd I mean it"
    await ben.type("Really", reply_to=ben.last)
    assert ana.last.text == "\u2068Ben\u2069:\nReally"
    assert "cheered already" in toast(await ben.tap_raw("cheer:1:proud", on=card))


async def test_five_messages_a_day_are_passed_on_each_way(done: Pair) -> None:
    ana, ben = done
    card = card_of(ben)
    for number in range(5):
        await ben.type(f"Bravo {number}", reply_to=card)
        assert ana.last.text == f"\u2068Ben\u2069:\nBravo {number}"
    cheer, heard = ana.last, list(ana.heard)
    await ben.type("Bravo 5", reply_to=card)
    assert "5 of your messages have arrived for this day" in (ben.last.text or "")
    await send(ben, ben.person.send_sticker, reply_to=card)
    assert "5 of your messages have arrived for this day" in (ben.last.text or "")
    assert ana.heard == heard
    for number in range(5):
        await ana.type(f"Thanks {number}", reply_to=cheer)
        assert ben.last.text == f"\u2068Ana\u2069:\nThanks {number}"
    await ana.type("Thanks 5", reply_to=cheer)
    assert "5 of your messages" in (ana.last.text or "")


async def test_the_member_answers_a_cheer_by_replying_to_it_and_only_so(done: Pair) -> None:
    ana, ben = done
    await ben.tap("Well done")
    await ana.type("thanks!", reply_to=ana.last)
    assert ben.last.text == "\u2068Ana\u2069:\nthanks!"
    heard = list(ben.heard)
    await ana.type("thanks!")
    assert "Shall I save this for Tuesday" in (ana.last.text or "")
    assert ben.heard == heard
    await ben.type("Any time", reply_to=ben.last)
    assert ana.last.text == "\u2068Ben\u2069:\nAny time"


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "document"])
async def test_what_is_not_text_is_copied_in_the_partners_name(stage: Stage, done: Pair, kind: str) -> None:
    ana, ben = done
    await ben.tap("Write your own")
    {
        "photo": lambda: ben.person.send_photo(stage.telegram_bot, caption="<i>look</i>"),
        "sticker": lambda: ben.person.send_sticker(stage.telegram_bot),
        "voice": lambda: ben.person.send_voice(stage.telegram_bot),
        "document": lambda: ben.person.send_document(stage.telegram_bot),
    }[kind]()
    await stage.settle()
    line, copy = ana.messages[-2:]
    assert (line.text, line.is_silent) == ("\u2068Ben\u2069 sends you this:", False)
    assert copy.media is not None
    assert (copy.media.kind, copy.is_silent, copy.forward_origin) == (kind, True, None)
    assert copy.text == ("<i>look</i>" if kind == "photo" else "")
    assert "I've passed it on" in (ben.last.text or "")
    assert (card_of(ben).text or "").endswith("Send the application")
    await ana.type("Ha!", reply_to=copy)
    assert ben.last.text == "\u2068Ana\u2069:\nHa!"


async def test_a_sticker_in_reply_needs_no_question_and_goes_either_way(done: Pair) -> None:
    ana, ben = done
    await send(ben, ben.person.send_sticker, reply_to=card_of(ben))
    assert ana.last.media is not None
    await send(ana, ana.person.send_voice, reply_to=ana.last)
    assert ben.last.media is not None
    assert ben.last.media.kind == "voice"
    assert ben.messages[-2].text == "\u2068Ana\u2069 sends you this:"


async def test_what_cant_be_copied_is_refused_with_a_reason(done: Pair) -> None:
    ana, ben = done
    heard = list(ana.heard)
    said = await send(ben, ben.person.send_contact, reply_to=card_of(ben))
    assert "I've kept nothing of this" in (said.text or "")
    assert ana.heard == heard


async def test_a_sticker_that_answers_nothing_gets_its_helpful_line(done: Pair) -> None:
    ana, ben = done
    heard = list(ana.heard)
    said = await send(ben, ben.person.send_sticker)
    assert "I can only read text" in (said.text or "")
    assert "I can only read text" in ((await send(ben, ben.person.send_sticker, reply_to=said)).text or "")
    assert ana.heard == heard


async def test_a_picture_that_was_taken_back_meanwhile_is_named_as_missing(stage: Stage, done: Pair) -> None:
    ana, ben = done
    sticker = ben.person.send_sticker(stage.telegram_bot, reply_to=card_of(ben))
    ben.person.delete(sticker)
    await stage.settle()
    assert ana.last.text == "It can't be shown here after all. Ask what it was!"


async def test_after_undo_nothing_is_passed_on_nor_taken_for_the_partners_own_thing(done: Pair) -> None:
    ana, ben = done
    card = card_of(ben)
    await ben.tap("Write your own")
    await ana.tap("Undo")
    heard = list(ana.heard)
    await ben.type("Bravo")
    assert "It isn't done after all" in (ben.last.text or "")
    await ben.type("Bravo", reply_to=card)
    assert "It isn't done after all" in (ben.last.text or "")
    assert "doesn't apply any more" in toast(await ben.tap_raw("own_cheer:1", on=card))
    assert ana.heard == heard
    await ana.tap("Done")
    await ben.type("Bravo", reply_to=card_of(ben))
    assert ana.last.text == "\u2068Ben\u2069:\nBravo"


async def test_after_the_pact_nothing_is_passed_on_either_way(done: Pair) -> None:
    ana, ben = done
    await ben.tap("Well done")
    cheer, card = ana.last, card_of(ben)
    await ben.type("/leave")
    await ben.tap("Leave the pact")
    await ben.tap("Keep my check-ins")
    heard, bens = list(ana.heard), list(ben.heard)
    await ben.type("Bravo", reply_to=card)
    assert "pact that has ended" in (ben.last.text or "")
    await ana.type("Thanks", reply_to=cheer)
    assert "pact that has ended" in (ana.last.text or "")
    assert "pact that has ended" in toast(await ben.tap_raw("own_cheer:1", on=card))
    assert ana.heard[:-1] == heard
    assert ben.heard[:-1] == bens


async def test_an_old_card_is_answered_for_a_day_and_no_longer(stage: Stage, done: Pair) -> None:
    ana, ben = done
    card = card_of(ben)
    await stage.wind_to("02:00", days=2)
    await ben.type("Late, but bravo", reply_to=card)
    assert ana.find("Late, but bravo").text == "\u2068Ben\u2069:\nLate, but bravo"
    assert ana.find("Late, but bravo").is_silent
    await stage.wind_to("03:30")
    heard = list(ana.heard)
    await ben.type("Later still", reply_to=card)
    assert "That day is over" in (ben.last.text or "")
    assert ana.heard == heard


async def test_a_reply_by_somebody_elses_account_reaches_nobody(stage: Stage, done: Pair) -> None:
    ana, ben = done
    finn, gina = stage.person("Finn"), stage.person("Gina")
    await become_partners(finn, gina)
    heard = [list(phone.heard) for phone in (ana, ben, gina)]
    assert toast(await finn.tap_raw("own_cheer:1", on=finn.last)) == "This button is for somebody else."
    for message in finn.messages[-3:]:
        await finn.type("Bravo", reply_to=message)
        await send(finn, finn.person.send_sticker, reply_to=message)
    assert [list(phone.heard) for phone in (ana, ben)] == heard[:2]
    assert not [text for text in gina.heard[len(heard[2]) :] if text.startswith("\u2068Finn\u2069:")]


async def test_the_member_cant_cheer_their_own_day(done: Pair) -> None:
    ana, ben = done
    heard = list(ben.heard)
    assert toast(await ana.tap_raw("own_cheer:1", on=ana.last))
    assert ben.heard == heard


async def test_nothing_is_said_to_somebody_who_cant_be_reached(stage: Stage, done: Pair) -> None:
    ana, ben = done
    card = card_of(ben)
    ana.person.block(stage.telegram_bot)
    await stage.settle()
    await ben.type("Bravo", reply_to=card)
    assert "I can't reach them right now" in (ben.last.text or "")
    assert "I can't reach them right now" in toast(await ben.tap("Write your own", on=card))


async def test_cancel_leaves_it_unsaid(done: Pair) -> None:
    ana, ben = done
    heard = list(ana.heard)
    await ben.tap("Write your own")
    await ben.type("/cancel")
    await ben.type("Run")
    assert "Your one thing today:\nRun" in (ben.last.text or "")
    assert not [text for text in ana.heard[len(heard) :] if "\u2068Ben\u2069:" in text]
