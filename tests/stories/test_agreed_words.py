"""The agreed words: what the two say on a miss, and how they come to say something else."""

import pytest

from playground.stage import Phone, Stage
from tests.conftest import become_partners, toast

Pair = tuple[Phone, Phone]

FIRST = "I'm going to call you right now and stay on the line while you do it."
OURS = "Phone in hand, we do it now."


async def propose(phone: Phone, words: str) -> str:
    """Type other words, and return what the bot says to them."""
    await phone.type("/words")
    await phone.tap("Change them")
    await phone.type(words)
    return phone.last.text or ""


async def test_words_that_both_accept_are_said_on_the_next_miss(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the application")
    await ana.type("/words")
    assert f"This is what you say to each other on a miss:\n{FIRST}" in (ana.last.text or "")
    await ana.tap("Change them")
    assert "in up to 200 characters. It counts once" in (ana.last.text or "")
    await ana.type(f"  {OURS} ")
    assert f"whether you'll say this from now on:\n{OURS}\nUntil then" in (ana.last.text or "")

    card = ben.last
    assert card.is_silent
    assert card.text == (
        f"This is what you say to each other on a miss:\n{FIRST}\n\u2068Ana\u2069 would like this instead:\n{OURS}"
    )
    await ben.tap("Yes, let's say that")
    agreed = f"Agreed. From now on you say this to each other on a miss:\n{OURS}"
    assert ben.find("Agreed").text == agreed
    assert ana.last.text == agreed
    assert ana.last.is_silent

    await ben.type("Run")
    await ben.tap("Done")
    await stage.wind_to("21:00")
    assert f"This is the moment you two agreed on:\n{OURS}" in (ben.last.text or "")
    await ben.tap("I'm calling now")
    assert f"\u2068Ben\u2069:\n{OURS}" in ana.find(OURS).text


async def test_keeping_is_told_in_neutral_words_and_changes_nothing(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    await ben.tap("Keep ours")
    assert "Good, it stays as it is" in ben.find("it stays as it is").text
    assert ana.last.text == f"What you say to each other on a miss stays as it is for now:\n{FIRST}"
    assert ana.last.is_silent
    await ana.type("/words")
    assert "would like" not in (ana.last.text or "")
    await stage.settle()


async def test_until_the_other_has_answered_both_see_it_under_words(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    await ana.type("/words")
    assert f"\u2068Ben\u2069 hasn't answered yet:\n{OURS}" in (ana.last.text or "")
    await ben.type("/words")
    assert f"\u2068Ana\u2069 would like this instead:\n{OURS}" in (ben.last.text or "")
    await ben.tap("Yes, let's say that")
    assert OURS in (ana.last.text or "")


async def test_nobody_accepts_their_own_proposal(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    data = ben.button("Yes, let's say that").callback_data
    assert data is not None
    assert "This one was your idea" in toast(await ana.tap_raw(data, on=ana.last))
    assert "This one was your idea" in toast(await ana.tap_raw(data.replace("agree", "keep"), on=ana.last))
    await ana.type("/words")
    assert f"on a miss:\n{FIRST}" in (ana.last.text or "")


async def test_a_newer_proposal_takes_the_place_of_the_older(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    older = ben.last
    await propose(ana, "Shoes on, I'm ringing.")
    assert "doesn't apply any more" in toast(await ben.tap("Yes, let's say that", on=older))
    assert "doesn't apply any more" in toast(await ben.tap("Keep ours", on=older))
    await ben.tap("Yes, let's say that")
    assert "Shoes on, I'm ringing." in (ana.last.text or "")


async def test_who_answers_with_another_proposal_is_answered_in_turn(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    anas = ben.last
    await propose(ben, "Shoes on, I'm ringing.")
    assert "doesn't apply any more" in toast(await ben.tap("Yes, let's say that", on=anas))
    await ana.tap("Yes, let's say that")
    assert "Agreed" in (ben.last.text or "")
    assert "Shoes on" in (ben.last.text or "")


async def test_two_who_propose_the_same_have_agreed(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    assert "Agreed" in await propose(ben, OURS)
    assert "Agreed" in (ana.last.text or "")


async def test_a_second_tap_changes_nothing_and_tells_nobody(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    card = ben.last
    await ben.tap("Yes, let's say that", on=card)
    heard = list(ana.heard)
    for label in ("Yes, let's say that", "Keep ours"):
        assert "doesn't apply any more" in toast(await ben.tap(label, on=card))
    assert ana.heard == heard


async def test_both_tapping_at_once_agree_once(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    data = ben.button("Yes, let's say that").callback_data
    assert data is not None
    taps = [phone.person.tap_raw(phone.last, data) for phone in (ana, ben)]
    await stage.settle()
    assert toast(taps[0])
    assert toast(taps[1]) == ""
    assert [text for text in ana.heard if "Agreed" in text] == [f"Agreed. {ana.heard[-1].partition('. ')[2]}"]


@pytest.mark.parametrize(
    "words",
    [
        "x",
        "y" * 200,
        "<b>Now</b> & </blockquote><script>",
        "🎯 now 👩‍👩‍👧‍👦",
        "سأتصل بك الآن",
        "\u2067evil\u2069 x",
        "one line\nand another",
        "{name} %s",
    ],
)
async def test_what_was_typed_is_quoted_exactly_wherever_it_is_said(stage: Stage, pair: Pair, words: str) -> None:
    ana, ben = pair
    await propose(ana, words)
    assert (ben.last.text or "").endswith(f"would like this instead:\n{words}")
    await ben.tap("Yes, let's say that")
    assert (ana.last.text or "").endswith(f"\n{words}")
    await stage.wind_to("21:00")
    assert words in ben.find("you two agreed on").text
    await ben.tap("I'm calling now")
    assert (ana.find("\u2068Ben\u2069:").text or "").endswith(f":\n{words}")


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("y" * 201, "That has 201 characters, and 200 fit"),
        ("🎯" * 1000, "That has 1000 characters, and 200 fit"),
        ("\u200b", "I can't see anything in that"),
        ("a\0b", "which I can't keep"),
        ("lone \ud83d half", "which I can't keep"),
        (FIRST, "That is what you say already"),
    ],
)
async def test_what_cant_be_agreed_on_is_refused_with_the_reason(pair: Pair, typed: str, refusal: str) -> None:
    ana, ben = pair
    heard = list(ben.heard)
    assert refusal in await propose(ana, typed)
    assert ben.heard == heard
    await ana.type(OURS)
    assert OURS in (ben.last.text or ""), "the question stays open for a better try"


async def test_a_photo_is_not_words(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/words")
    await ana.tap("Change them")
    ana.person.send_photo(stage.telegram_bot, caption=OURS)
    await stage.settle()
    assert "I can only read text" in (ana.last.text or "")


async def test_the_question_ends_with_time_and_with_cancel_but_a_reply_to_it_counts(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/words")
    await ana.tap("Change them")
    question = ana.last
    await ana.type("/cancel")
    await stage.wind(minutes=16)
    await ana.type("Send the application")
    assert "Your one thing today:\nSend the application" in (ana.last.text or "")
    await ana.type(OURS, reply_to=question)
    assert OURS in (ben.last.text or "")


async def test_the_first_words_come_back_the_same_way(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    await ben.tap("Yes, let's say that")
    ben.person.language_code = "de"
    await ana.type("/words")
    await ana.tap("Our first words")
    await ben.type("/words")
    theirs = "Ich rufe dich"
    assert theirs in (ben.last.text or "")
    await ben.tap("Ja, das sagen wir")
    assert f"to each other on a miss:\n{FIRST}" in (ana.last.text or "")
    assert theirs in (ben.last.text or "")
    await ana.type("/words")
    assert not [button for row in ana.last.buttons for button in row if button.text == "Our first words"]
    await stage.settle()


async def test_typing_the_first_words_stands_for_them_in_every_language(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    await ben.tap("Yes, let's say that")
    await propose(ana, FIRST)
    ben.person.language_code = "de"
    await ben.type("/words")
    assert "Ich rufe dich" in (ben.last.text or "")


async def test_alone_there_is_nobody_to_agree_with(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("/words")
    assert "This takes two. /invite" in (ana.last.text or "")


async def test_after_the_pact_nothing_of_it_can_be_answered_nor_comes_along(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    card = ben.last
    await ana.type("/words")
    await ana.tap("Change them")
    menu = ana.find("This is what you say")
    for label in ("/leave", "Leave the pact", "Keep my check-ins"):
        await (ben.type(label) if label.startswith("/") else ben.tap(label))
    assert "pact that has ended" in toast(await ben.tap("Yes, let's say that", on=card))
    await ana.type(OURS)
    assert "This takes two" in (ana.last.text or "")
    assert "pact that has ended" in toast(await ana.tap("Change them", on=menu))

    finn = stage.person("Finn")
    await become_partners(ana, finn)
    assert "pact that has ended" in toast(await ana.tap("Change them", on=menu))
    await finn.type("/words")
    assert f"on a miss:\n{FIRST}" in (finn.last.text or "")
    assert OURS not in (finn.last.text or "")


async def test_a_stranger_with_the_payload_learns_why_not(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    data = ben.button("Yes, let's say that").callback_data
    assert data is not None
    finn = stage.person("Finn")
    await finn.join()
    for forged in (data, data.replace("agree", "keep"), data.replace(":", ":9"), "agree_words:1", "first_words:1"):
        assert toast(await finn.tap_raw(forged, on=finn.last))
    await ana.type("/words")
    assert "hasn't answered yet" in (ana.last.text or "")


async def test_who_cant_be_reached_finds_the_proposal_later(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    ben.person.block(stage.telegram_bot)
    await stage.settle()
    assert "This waits for them under /words" in await propose(ana, OURS)
    await ben.start()
    await ben.type("/words")
    await ben.tap("Yes, let's say that")
    assert "Agreed" in (ana.last.text or "")


async def test_the_same_proposal_is_not_put_to_the_other_twice(pair: Pair) -> None:
    ana, ben = pair
    await propose(ana, OURS)
    heard = list(ben.heard)
    assert "This one was your idea" in await propose(ana, OURS)
    assert ben.heard == heard
