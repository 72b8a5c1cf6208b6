"""A pair of two languages: Ana's phone speaks English, Ben's German, and each reads their own."""

import pytest

from playground.stage import Phone, Stage
from playground.telegram import Message
from tests.conftest import invite_link, toast

Pair = tuple[Phone, Phone]
AWAY_UNTIL = {
    "bis Montag": ("Sonntag, 29. November", "Montag, 30. November"),
    "zwei Wochen": ("Sonntag, 6. Dezember", "Montag, 7. Dezember"),
    "3. Mai": ("Sonntag, 2. Mai", "Montag, 3. Mai"),
    "until 7 Dec": ("Sonntag, 6. Dezember", "Montag, 7. Dezember"),
}


@pytest.fixture
async def couple(stage: Stage) -> Pair:
    """Ana and Ben, who joined by her link at 09:30 on a Monday, in Cologne."""
    ana, ben = stage.person("Ana"), speaker(stage, "Ben", "de")
    await ana.join()
    card = await ben.open_link(await invite_link(ana))
    assert card.text.startswith("\u2068Ana\u2069 möchte sich mit dir zusammentun")
    assert "Ich rufe dich jetzt gleich an und bleibe dran, während du es machst." in card.text
    await ben.tap("Ja, ich bin dabei")
    assert "Wo wohnst du? Schreib mir deine Stadt." in ben.last.text
    await ben.type("Köln")
    await ben.tap_first("Köln, Deutschland · 09:30")
    assert ben.last.text.startswith("Bei dir ist es 09:30 Uhr (Ortszeit Berlin).")
    await ben.tap("08:00 und 20:00")
    return ana, ben


def speaker(stage: Stage, name: str, language: str) -> Phone:
    return Phone(stage, stage.server.add_person(name, language_code=language))


def now(phone: Phone, message: Message) -> str:
    """What a message says by now."""
    return next(current.text for current in phone.messages if current.id == message.id)


async def test_each_of_two_reads_their_own_language_from_the_invitation_on(stage: Stage, couple: Pair) -> None:
    ana, ben = couple
    assert any("Ben\u2069 are partners now" in text for text in ana.heard)
    assert "\u2068Ana\u2069 und du, ihr seid jetzt ein Team." in ben.heard[0]
    assert "Ich frage um 08:00 und 20:00 Uhr (Ortszeit Berlin)." in ben.find("Alles bereit").text
    assert ben.last.text.startswith("Was ist die eine Sache, die du heute schaffen willst?")

    await ben.type("Zwei Seiten schreiben")
    assert ben.last.text.startswith("Deine eine Sache für heute:\nZwei Seiten schreiben")
    assert ana.last.text == "\u2068Ben\u2069's one thing today:\nZwei Seiten schreiben"
    await ana.type("Call the agency")
    assert ben.last.text == "\u2068Ana\u2069 hat sich für heute vorgenommen:\nCall the agency"


async def test_a_call_is_worded_for_both_and_a_cheer_as_its_reader_speaks(stage: Stage, couple: Pair) -> None:
    ana, ben = couple
    await ana.type("Call the agency")
    await ben.type("Zwei Seiten schreiben")
    await stage.wind_to("20:00")
    await ana.tap("Done")
    await ben.tap("🎉 Ich bin so stolz auf dich")
    assert ana.last.text == "\u2068Ben\u2069: 🎉 So proud of you"

    await ben.tap("Noch nicht")
    await stage.wind(minutes=1)
    assert "I'm going to call you right now" in ana.last.text
    await ana.tap("I'm calling now")
    spoken = ben.find("bleibe dran").text
    assert spoken == "\u2068Ana\u2069: Ich rufe dich jetzt gleich an und bleibe dran, während du es machst."
    await ben.tap("🎉 Ist geschafft")
    assert "Zusammen geschafft, am Telefon" in ben.find("Das hat Mut gebraucht").text
    assert "got it done with you on the line" in ana.last.text


async def test_a_date_is_typed_in_ones_own_words_or_in_english(stage: Stage, couple: Pair) -> None:
    ana, ben = couple
    await ben.type("/away bis die Tage")
    assert ben.last.text.startswith("Darin finde ich kein Datum. Versuch es mit „Montag“")

    for typed, (last, first) in AWAY_UNTIL.items():
        await ben.type(f"/away {typed}")
        assert f"Ich frage nichts bis einschließlich {last}; weiter geht es am {first}." in ben.last.text
        assert ana.last.text.startswith("\u2068Ben\u2069 is away up to and including Sunday")


async def test_who_chooses_english_reads_english_at_once_and_next_morning(stage: Stage, couple: Pair) -> None:
    _, ben = couple
    card = await ben.type("/settings")
    assert "Sprache: Deutsch, wie in Telegram" in card.text
    await ben.tap("Sprache")
    assert [button.text for row in ben.last.buttons for button in row][:3] == ["English", "Deutsch", "Wie in Telegram"]
    await ben.tap("English")

    assert now(ben, card).startswith("Your settings")
    assert "Language: English" in now(ben, card)
    await stage.wind_to("20:00")
    assert "Today has no one thing yet" in ben.last.text
    await stage.wind_to("08:00", days=1)
    assert "What is the one thing you will accomplish today?" in ben.last.text

    await ben.type("/settings")
    await ben.tap("Language")
    await ben.tap("As in Telegram")
    await ben.type("/today")
    assert ben.last.text.startswith("Dienstag, 24. November\n\nDu: noch keine Sache")


async def test_a_stale_tap_is_answered_in_the_language_of_who_tapped(stage: Stage, couple: Pair) -> None:
    _, ben = couple
    await ben.type("Zwei Seiten schreiben")
    card = ben.last
    await ben.tap("Geschafft", on=card)
    tap = await ben.tap("Geschafft", on=card)
    assert toast(tap) == "Das ist schon geschafft. Gut gemacht!"


async def test_german_is_german_in_every_country(stage: Stage) -> None:
    for language in ("de", "de-AT", "de-CH"):
        eva = speaker(stage, "Eva", language)
        await eva.start()
        assert eva.last.text.startswith("Hallo \u2068Eva\u2069, ich bin Stay on the Line.")


async def test_menu_and_description_are_announced_in_german_too(stage: Stage) -> None:
    await stage.wind(minutes=1)
    bot = stage.telegram_bot
    menus = {tag: {command.command: command.description for command in bot.commands(tag)} for tag in (None, "de")}
    assert list(menus["de"]) == list(menus[None])
    assert (menus["de"]["skip"], menus[None]["skip"]) == ("Heute freinehmen", "Take today off")
    assert bot.description("de").startswith("Jeden Tag eine Sache, und ihr bleibt zu zweit dran.")
    assert bot.short_description("de").startswith("Jeden Tag eine Sache")
    assert bot.description("fr").startswith("One thing a day")
