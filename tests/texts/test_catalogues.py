"""Every language that is offered is whole, and its files are what the code and the translations make of them."""

import gettext
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from telegram import InlineKeyboardMarkup

from bot.domain.errors import Reason
from bot.domain.kinds import Kind
from bot.texts import about
from bot.texts.language import LOCALES, SOURCE_LANGUAGE, language_for, shipped_languages
from bot.texts.making import (
    Catalogue,
    brought_up_to_date,
    compiled,
    faults,
    make,
    po_files,
    read_catalogue,
    template,
    written,
)
from bot.texts.refusals import refusal
from tests.texts.letters import FACTS, rendered

HEAD = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
WIDEST = {1: 30, 2: 20, 3: 12}
"""How many characters a button shows on a small phone, by how many stand in its row."""
Harm = Callable[[Catalogue], object]

LANGUAGES = shipped_languages()[1:]
BACK, DAYS = "<b>{name}</b> is back, says /today", ("{count} day", "{count} days")


def po(tag: str) -> Path:
    return LOCALES / tag / "LC_MESSAGES/bot.po"


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return template()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_that_is_offered_is_whole(tag: str, sentences: Catalog) -> None:
    assert faults(read_catalogue(po(tag)), sentences) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_people_read_is_what_was_translated(tag: str) -> None:
    assert po(tag).with_suffix(".mo").read_bytes() == compiled(read_catalogue(po(tag)))


def test_every_language_that_was_translated_is_offered() -> None:
    assert {file.parent.parent.name for file in po_files()} == set(LANGUAGES)
    assert SOURCE_LANGUAGE not in LANGUAGES


def test_the_files_are_those_that_make_messages_writes(tmp_path: Path) -> None:
    again = tmp_path / "locale"
    shutil.copytree(LOCALES, again)
    make(again)
    kept = {file.relative_to(LOCALES): file.read_bytes() for file in LOCALES.rglob("bot.*")}
    assert {file.relative_to(again): file.read_bytes() for file in again.rglob("bot.*")} == kept


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalogue_tells_no_date_no_tool_and_nobody(tag: str) -> None:
    head = po(tag).read_text(encoding="utf-8").split("\n\n", 1)[0]
    fields = re.findall(r'^"([A-Za-z-]+): ', head, re.MULTILINE)
    assert fields == list(HEAD)
    with po(tag).with_suffix(".mo").open("rb") as file:
        assert set(gettext.GNUTranslations(file).info()) == {field.lower() for field in HEAD}


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_no_button_is_too_wide_for_its_row_on_a_phone(kind: Kind, tag: str) -> None:
    for _, said in rendered(kind, tag.replace("_", "-")):
        for row in said.keyboard.inline_keyboard if isinstance(said.keyboard, InlineKeyboardMarkup) else ():
            assert [button.text for button in row if len(button.text) > WIDEST[len(row)]] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_about_the_bot_fits_into_telegrams_fields(tag: str) -> None:
    t = language_for(tag.replace("_", "-"))
    assert 0 < len(about.description(t)) <= 512
    assert 0 < len(about.short_description(t)) <= 120
    assert [name for name in about.COMMANDS if not 0 < len(about.command_description(t, name)) <= 40] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_answer_to_a_tap_fits_with_the_longest_date(tag: str) -> None:
    t = language_for(tag.replace("_", "-"))
    year = ((date(2026, 1, 1) + timedelta(days=day)).isoformat() for day in range(365))
    longest = max(year, key=lambda day: len(t.long_date(day)))
    facts = {**FACTS, "length": 4096, "until": longest, "next": longest}
    said = [about.apology(t, {}), *(refusal(t, reason, facts) for reason in Reason)]
    assert [text for text in said if len(text) > 200] == []


def two_sentences() -> tuple[Catalogue, Catalogue]:
    """Return the template of two sentences, and their whole translation."""
    code, german = Catalogue(), Catalogue("de")
    for message in (BACK, DAYS):
        code.add(message)
    german.add(BACK, "<b>{name}</b> ist wieder da, sagt /today")
    german.add(DAYS, ("{count} Tag", "{count} Tage"))
    return code, german


def back(text: str) -> Harm:
    """Say the first sentence otherwise."""
    return lambda german: setattr(german[BACK], "string", text)


def days(*forms: str) -> Harm:
    """Say the second sentence otherwise."""
    return lambda german: setattr(german[DAYS[0]], "string", forms)


def make_obsolete(german: Catalogue) -> None:
    german.obsolete["Old"] = german.add("Old", "Alt")
    german.delete("Old")


def test_a_whole_translation_has_no_faults() -> None:
    code, german = two_sentences()
    assert faults(german, code) == []


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda german: german.delete(DAYS[0]), "is not translated"),
        (back(""), "is not translated"),
        (days("{count} Tag", ""), "is not translated"),
        (days("{count} Tag"), "is not translated"),
        (lambda german: german[BACK].flags.add("fuzzy"), "is fuzzy"),
        (make_obsolete, "is obsolete"),
        (lambda german: german.add("Unheard of", "Unerhört"), "is no sentence of the code"),
        (back("<b>Ana</b> ist wieder da, sagt /today"), "has other placeholders"),
        (back("<b>{nane}</b> ist wieder da, sagt /today"), "has other placeholders"),
        (back("<b>{name.real}</b> ist wieder da, sagt /today"), "has other placeholders"),
        (back("<b>{name!r}</b> ist wieder da, sagt /today"), "has other placeholders"),
        (back("<b>{name}</b> ist wieder da}, sagt /today"), "has other placeholders"),
        (days("{count} Tag", "viele Tage"), "has other placeholders"),
        (back("<i>{name}</i> ist wieder da, sagt /today"), "has other tags"),
        (back("<b>{name}<b> ist wieder da, sagt /today"), "has other tags"),
        (back("<b>{name}</b> ist wieder da, sagt /heute"), "has other commands"),
        (back("<b>{name}</b> ist wieder da, sagt /today "), "has other spaces around it"),
    ],
)
def test_every_fault_is_found(harm: Harm, fault: str) -> None:
    code, german = two_sentences()
    harm(german)
    (found,) = faults(german, code)
    assert fault in found


def test_a_reworded_sentence_waits_for_its_translator_and_is_not_read_meanwhile() -> None:
    code, german = two_sentences()
    reworded = "<b>{name}</b> is back again, says /today"
    code.delete(BACK)
    code.add(reworded)

    updated = brought_up_to_date(german, code)

    assert [message.id for message in updated if message.fuzzy] == [reworded]
    assert reworded not in read_mo(BytesIO(compiled(updated)))
    assert DAYS[0] in read_mo(BytesIO(compiled(updated)))
    assert brought_up_to_date(updated, code)[reworded].fuzzy


def test_a_sentence_that_is_gone_takes_its_translation_with_it() -> None:
    code, german = two_sentences()
    code.delete(BACK)
    updated = brought_up_to_date(german, code)
    assert b"wieder da" not in written(updated)
    assert faults(updated, code) == []


def test_an_empty_file_becomes_a_catalogue_to_be_filled_in(tmp_path: Path) -> None:
    texts, folder = tmp_path / "texts", tmp_path / "locale"
    texts.mkdir()
    (texts / "about.py").write_text('t.gettext("Hello")\nmark("Bye")\nt.ngettext("a day", "days", 2)\n', "utf-8")
    file = folder / "pl" / "LC_MESSAGES" / "bot.po"
    file.parent.mkdir(parents=True)
    file.touch()

    lacking = make(folder, texts)

    assert lacking == {"pl": ["'Bye' is not translated", "'Hello' is not translated", "'a day' is not translated"]}
    assert "msgstr[2]" in file.read_text("utf-8")
    assert 'msgid "Bye"' in (folder / "bot.pot").read_text("utf-8")
