"""Every sentence goes through the catalogue of its language: shown with one in which all of them are marked."""

import gettext
import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.chat import render
from bot.chat.render import Rendered, apology_text, refusal_text
from bot.domain.errors import Reason
from bot.domain.kinds import Kind
from bot.texts import about, language
from bot.texts.language import Language, language_for, shipped_languages
from bot.texts.refusals import refusal
from playground.telegram.html import parse_html
from tests.texts.letters import FACTS, WORDLESS, Case, rendered

TEXTS = Path(language.__file__).parent
BEGIN, END = "⟦", "⟧"
DATE = date(2026, 11, 23)
WEEKDAYS = list(Locale("de").days["stand-alone"]["wide"].values())
OF_BABEL = [
    Language("de", gettext.NullTranslations()).long_date(DATE.isoformat()),
    *(format_skeleton("MMMEd", DATE + timedelta(days=days), locale="de") for days in range(15)),
    format_list(WEEKDAYS[5:], locale="de"),
    *WEEKDAYS,
    *(language_for(tag.replace("_", "-")).own_name() for tag in shipped_languages()),
]
"""What is worded by Babel: dates, weekdays, and what the languages call themselves."""
PSEUDO = "de-li"
"""Nothing ships under this tag itself, so no other test has the letters worded in it."""


def pseudo(folder: Path, tag: str) -> None:
    """Write a catalogue in which every sentence stands in brackets, plural forms with their number before them."""
    catalogue = Catalog(locale=tag)
    for _, _, message, _, _ in extract_from_dir(str(TEXTS), keywords={**DEFAULT_KEYWORDS, "mark": None}):
        if isinstance(message, tuple):
            forms = tuple(f"{BEGIN}{form} {message[1]}{END}" for form in range(catalogue.num_plurals))
            catalogue.add(message, forms)
        else:
            catalogue.add(message, f"{BEGIN}{message}{END}")
    file = folder / tag / "LC_MESSAGES" / "bot.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_mo(written, catalogue)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("locale")
    for tag in ("de", "pl", "pt_BR"):
        pseudo(made, tag)
    return made


@pytest.fixture(autouse=True)
def _speak_pseudo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "language_for", lambda tag: language_for(tag, folder))


def outside(text: str) -> str:
    """Return what does not stand in brackets."""
    depth, kept = 0, ""
    for character in text:
        depth += (character == BEGIN) - (character == END)
        assert depth >= 0
        kept += character if depth == 0 and character != END else ""
    assert depth == 0
    return kept


def unworded(text: str) -> str:
    """Return the letters that no catalogue has seen."""
    text = re.sub(r"https://(t\.me|1\.23)/\S+", "", text)
    for words in OF_BABEL:
        text = text.replace(words, "")
    return "".join(re.findall(r"[^\W\d_]+", outside(text)))


def buttons(said: Rendered) -> list[InlineKeyboardButton | KeyboardButton]:
    match said.keyboard:
        case InlineKeyboardMarkup(inline_keyboard=rows):
            return [button for row in rows for button in row]
        case ReplyKeyboardMarkup(keyboard=keys):
            return [key for row in keys for key in row]
        case _:
            return []


ONLY_PASSES_ON = frozenset({Kind.AGREED_WORDS, Kind.OWN_CHEER})
"""Of these, a message can be a name and what that person said."""


@pytest.mark.parametrize("kind", list(Kind))
def test_every_sentence_of_a_message_is_in_the_catalogue(kind: Kind) -> None:
    for case, said in rendered(kind, PSEUDO):
        assert unworded(parse_html(said.text)[0]) == "", case
        assert BEGIN in said.text or kind in WORDLESS | ONLY_PASSES_ON


@pytest.mark.parametrize("kind", list(Kind))
def test_every_word_of_a_button_is_in_the_catalogue(kind: Kind) -> None:
    for case, said in rendered(kind, PSEUDO):
        for button in buttons(said):
            assert unworded(button.text) == "", case
            url = button.url if isinstance(button, InlineKeyboardButton) else None
            shared = parse_qs(urlsplit(url or "").query).get("text", [""])[0]
            assert unworded(shared) == "", case


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_is_in_the_catalogue(reason: Reason) -> None:
    assert unworded(refusal_text(PSEUDO, reason, FACTS)) == ""


def test_what_the_bot_says_about_itself_is_in_the_catalogue(folder: Path) -> None:
    t = language_for("de", folder)
    said = [about.description(t), about.short_description(t), apology_text(PSEUDO)]
    said += [about.command_description(t, name) for name in about.COMMANDS]
    assert [unworded(text) for text in said] == [""] * len(said)


@pytest.mark.parametrize(("length", "form"), [(1, 0), (282, 1), (285, 2), (311, 2), (312, 2)])
def test_a_count_takes_the_plural_form_of_its_language(folder: Path, length: int, form: int) -> None:
    text = refusal(language_for("pl", folder), Reason.TOO_LONG, {"length": length, "longest": 280})
    assert text.startswith(f"{BEGIN}{form} ")
    assert str(length) in text


def test_the_days_of_an_invitation_take_their_plural_form() -> None:
    assert Case(Kind.INVITE_LINK, FACTS).render(language="pl").text.startswith(f"{BEGIN}2 ")


def test_each_reads_their_own_language() -> None:
    case = Case(Kind.PARTNER_NAMED, FACTS)
    assert BEGIN in case.render(language="de-at").text
    assert BEGIN not in case.render(language="fr").text


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", "de"),
        ("de-at", "de"),
        ("DE", "de"),
        ("pt-br", "pt_BR"),
        ("pt", "en"),
        ("en", "en"),
        ("en-gb", "en"),
        ("fr", "en"),
        ("", "en"),
        ("xx", "en"),
        ("x" * 35, "en"),
        ("../../etc", "en"),
        ("de_DE.UTF-8", "en"),
        ("zh-hans", "en"),
        ("-", "en"),
    ],
)
def test_the_nearest_shipped_language_is_taken(folder: Path, tag: str, expected: str) -> None:
    assert language_for(tag, folder).tag == expected


def test_the_languages_are_those_that_have_a_catalogue(folder: Path) -> None:
    assert shipped_languages(folder) == ("en", "de", "pl", "pt_BR")
    assert shipped_languages()[0] == "en"


def test_dates_weekdays_countries_and_places_are_written_as_is_usual_in_the_language() -> None:
    english, german = language_for("en"), Language("de", gettext.NullTranslations())
    assert english.long_date("2026-11-24") == "Tuesday, 24 November"
    assert german.long_date("2026-11-24") == "Dienstag, 24. November"
    assert english.long_date("2027-11-24", seen_on="2026-11-24") == "Wednesday, 24 November 2027"
    assert german.long_date("2027-11-24", seen_on="2026-11-24") == "Mittwoch, 24. November 2027"
    assert english.long_date("2027-01-03", seen_on="2026-11-24") == "Sunday, 3 January"
    assert (english.short_date("2026-11-24"), german.short_date("2026-11-24")) == ("Tue, 24 Nov", "Di., 24. Nov.")
    assert (english.weekday(0), german.weekday(6)) == ("Monday", "Sonntag")
    assert (english.country("NZ"), german.country("NZ")) == ("New Zealand", "Neuseeland")
    assert (english.place("Asia/Tokyo"), german.place("Asia/Tokyo")) == ("Tokyo", "Tokio")
    assert german.listing(["1", "2", "3"]) == "1, 2 und 3"
    assert (english.own_name(), german.own_name()) == ("English", "Deutsch")
