"""Every kind is worded: valid, short, exact about what people typed, and without a stray None."""

import json
import unicodedata
from collections.abc import Iterator

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from tzfpy import timezonenames

from bot.chat.keyboards import Markup
from bot.chat.render import refusal_text
from bot.domain.day import State
from bot.domain.errors import Facts, Reason
from bot.domain.kinds import Kind
from bot.texts import about, language
from bot.texts.labels import LABELS, Label
from bot.texts.language import language_for, shipped_languages
from bot.texts.refusals import refusal
from playground.telegram.html import parse_html
from tests.texts.letters import FACTS, ROOM, WORDLESS, Case, plain_cases, rendered

EVIL = '<b>&amp; "it\'s" </blockquote>\u202eevil\u202c\n{name} %s 🏃 \u2069x'


def plain(text: str) -> str:
    return parse_html(text)[0]


def emoji(text: str) -> int:
    return sum(unicodedata.category(character) == "So" for character in text)


def said_of(kind: Kind) -> Iterator[tuple[Case, str]]:
    """All that is said under one kind, in every language that is offered."""
    for tag in shipped_languages():
        yield from ((case, plain(said.text)) for case, said in rendered(kind, tag.replace("_", "-")))


def buttons(keyboard: Markup | None) -> list[InlineKeyboardButton]:
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    return [button for row in rows for button in row]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_worded_in_valid_html_and_fits(kind: Kind) -> None:
    for case, text in said_of(kind):
        assert text == text.strip(), case
        assert text != "" or kind in WORDLESS, case
        assert len(text.encode("utf-16-le")) // 2 <= 4096


def test_what_stands_under_a_picture_fits_there() -> None:
    for case, said in rendered(Kind.INVITE_QR, "en"):
        assert said.picture is not None, case
        assert said.picture.startswith(b"\x89PNG")
        assert len(plain(said.text)) <= 1024


@pytest.mark.parametrize("kind", list(Kind))
def test_one_emoji_at_most_stands_in_a_message(kind: Kind) -> None:
    for case, text in said_of(kind):
        assert emoji(text) <= 1, case


@pytest.mark.parametrize("kind", list(Kind))
def test_no_message_says_none_or_shows_a_placeholder(kind: Kind) -> None:
    for case, text in said_of(kind):
        assert "None" not in text, case
        assert "{" not in text, case
        assert "True" not in text, case
        assert "False" not in text, case


@pytest.mark.parametrize("kind", list(Kind))
def test_no_message_has_holes_or_runs_its_sentences_together(kind: Kind) -> None:
    for case, text in said_of(kind):
        assert "\n\n\n" not in text, case
        assert "  " not in text, case
        assert not [line for line in text.splitlines() if line != line.strip()], case


TYPED = (
    "thing",
    "offered",
    "name",
    "partner",
    "other",
    "other_thing",
    "yesterday_thing",
    "suggested",
    "words",
    "proposed",
    "said",
)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_person_typed_comes_out_exactly(kind: Kind) -> None:
    for case in [plain_case for plain_case in plain_cases() if plain_case.kind is kind]:
        for fact in TYPED:
            yesterday = {"yesterday_state": State.PARTLY.value} if fact == "yesterday_thing" else {}
            if "Q7Q7" in case.with_facts(**yesterday, **{fact: "Q7Q7"}).render().text:
                text = plain(case.with_facts(**yesterday, **{fact: EVIL}).render().text)
                assert EVIL in text, (fact, case)


@pytest.mark.parametrize("kind", [Kind.MORNING_CARD, Kind.EVENING_ASK, Kind.PARTNER_NAMED, Kind.CALL_NUDGE, Kind.TODAY])
def test_what_a_person_typed_is_one_quotation_and_marks_nothing_up(kind: Kind) -> None:
    text, entities = parse_html(Case(kind, {**FACTS, "other_thing": None}).with_facts(thing=EVIL).render().text)
    quoted = [entity for entity in entities if entity.kind == "blockquote"]
    raw = text.encode("utf-16-le")
    spans = [raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le") for entity in quoted]
    assert EVIL in spans


def test_the_longest_of_everything_fits_into_a_message() -> None:
    longest = "&" * 280
    for case in plain_cases():
        things = {fact: longest for fact in ("offered", "other_thing", "thing") if case.facts[fact]}
        yesterday = {"yesterday_state": State.PARTLY.value, "yesterday_thing": longest}
        names = {"name": "<" * 64, "partner": ">" * 64, "other": "&" * 64, "zone": "America/Argentina/Buenos_Aires"}
        assert len(plain(case.with_facts(**things, **yesterday, **names).render().text)) <= 4096


@pytest.mark.parametrize("kind", list(Kind))
def test_every_button_is_labelled_and_leads_somewhere(kind: Kind) -> None:
    for _, said in rendered(kind, "en"):
        for button in buttons(said.keyboard):
            assert button.text.strip()
            assert "None" not in button.text
            assert "{" not in button.text
            assert (button.callback_data is None) != (button.url is None)
            assert len(str(button.callback_data or "").encode()) <= 64
            assert emoji(button.text) <= 1


@pytest.mark.parametrize(
    ("kind", "fact"), [(Kind.CALL_NUDGE, "name"), (Kind.PARTNER_ON_HOLD, "name"), (Kind.PART_QUESTION, "partner")]
)
def test_a_name_stands_on_a_button_exactly(kind: Kind, fact: str) -> None:
    faces = [button.text for button in buttons(Case(kind, {**FACTS, fact: EVIL}).render().keyboard)]
    assert sum(EVIL in face for face in faces) == 1


def test_a_city_stands_on_its_button_exactly_with_its_country_and_the_time_there() -> None:
    cities = json.dumps([[1, EVIL, "DE", "10:00"], [2, "N'Djamena", "TD", "11:00"], [3, "Atlantis", "??", "12:00"]])
    case = Case(Kind.CITY_MATCHES, {**FACTS, "cities": cities})
    said = case.render()
    assert [(button.text, button.callback_data) for button in buttons(said.keyboard)] == [
        (f"{EVIL}, Germany · 10:00", "city:1"),
        ("N'Djamena, Chad · 11:00", "city:2"),
        ("Atlantis, ?? · 12:00", "city:3"),
    ]
    assert "Atlantis" not in said.text


ZONED = (Kind.TIMES_QUESTION, Kind.CITY_CHOSEN, Kind.MOVED, Kind.SETTINGS, Kind.ALL_SET, Kind.STATUS, Kind.WELCOME_BACK)


@pytest.mark.parametrize("kind", ZONED)
def test_every_zone_is_told_by_a_place_that_marks_nothing_up(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Port-au-Prince" in plain(Case(kind, {**FACTS, "zone": "America/Port-au-Prince"}).render().text)
    evil = EVIL.replace("/", "")
    monkeypatch.setattr(language, "get_timezone_location", lambda *_args, **_options: f"Americas/{evil}")
    assert evil in plain(Case(kind, FACTS).render().text)


def test_every_zone_has_a_place_in_every_language() -> None:
    for tag in shipped_languages():
        t = language_for(tag.replace("_", "-"))
        places = {zone: plain(t.place(zone)) for zone in timezonenames()}
        assert len(places) > 400
        assert [zone for zone, place in places.items() if not place.strip() or "/" in place] == []


def test_a_location_is_shared_by_a_key_which_is_put_away_when_it_is_not_needed_any_more() -> None:
    asked = {kind for kind in Kind if isinstance(Case(kind, FACTS).render().keyboard, ReplyKeyboardMarkup)}
    ended = {kind for kind in Kind if isinstance(Case(kind, FACTS).render().keyboard, ReplyKeyboardRemove)}
    assert asked == {Kind.WELCOME, Kind.WHERE_QUESTION, Kind.SETTINGS_WHERE, Kind.SETTINGS_PHONE}
    assert ended == {Kind.ALL_SET, Kind.MOVED, Kind.CANCELLED, Kind.NUMBER_KEPT}
    for kind in asked - {Kind.SETTINGS_PHONE}:
        keys = Case(kind, FACTS).render().keyboard
        assert isinstance(keys, ReplyKeyboardMarkup)
        ((key,),) = keys.keyboard
        assert (key.text, key.request_location) == (LABELS[Label.SHARE_LOCATION], True)


def test_a_nudge_opens_the_profile_unless_that_is_refused() -> None:
    nudge = Case(Kind.CALL_NUDGE, FACTS, to_member=False)
    by_name = nudge.with_facts(username="ana_writes").render()
    by_account = nudge.with_facts(username=None).render()
    assert buttons(by_name.keyboard)[1].url == "https://t.me/ana_writes"
    assert buttons(by_account.keyboard)[1].url == "tg://user?id=700000001"
    without = nudge.with_facts(username=None).render(with_profile=False)
    assert len(buttons(without.keyboard)) == 2
    assert [entity.kind for entity in parse_html(without.text)[1]][:1] == [
        "text_mention"
    ] or "tg://user" in without.text


def test_a_name_stands_on_a_contact_card_exactly() -> None:
    card = Case(Kind.CALL_CONTACT, {**FACTS, "name": EVIL}).render().contact
    assert card is not None
    assert card.name == EVIL


def test_a_number_is_shared_by_a_key() -> None:
    keys = Case(Kind.SETTINGS_PHONE, FACTS).render().keyboard
    assert isinstance(keys, ReplyKeyboardMarkup)
    ((key,),) = keys.keyboard
    assert (key.text, key.request_contact) == (LABELS[Label.SHARE_NUMBER], True)


def test_a_nudge_opens_the_room_where_that_is_the_way_and_shows_it_in_words_where_that_is_refused() -> None:
    nudge = Case(Kind.CALL_NUDGE, FACTS, to_member=False).with_facts(way="room", room=ROOM)
    assert [button.url for button in buttons(nudge.render().keyboard) if button.url] == [ROOM, "https://t.me/4_4"]
    refused = nudge.render(with_room=False)
    assert [button.url for button in buttons(refused.keyboard) if button.url] == ["https://t.me/4_4"]
    assert ROOM in plain(refused.text)
    assert ROOM not in plain(nudge.render().text)
    for way, room in (("profile", ROOM), ("phone", ROOM), ("room", None)):
        faces = buttons(nudge.with_facts(way=way, room=room).render().keyboard)
        assert [button.url for button in faces if button.url] == ["https://t.me/4_4"]


LONG_DATE = "2026-09-30"  # Wednesday, 30 September
LONGEST: Facts = {**FACTS, "length": 4096, "longest": 280, "token": "x", "until": LONG_DATE, "next": LONG_DATE}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_fits_into_the_answer_to_a_tap(reason: Reason) -> None:
    for tag in shipped_languages():
        text = refusal_text(tag.replace("_", "-"), reason, LONGEST)
        assert 0 < len(text) <= 200
        assert "{" not in text
        assert "None" not in text


def test_the_page_about_the_bot_fits_into_telegrams_fields() -> None:
    t = language_for("en")
    assert 0 < len(about.description(t)) <= 512
    assert 0 < len(about.short_description(t)) <= 120
    assert all(0 < len(about.command_description(t, name)) <= 256 for name in about.COMMANDS)


def test_a_text_that_is_too_long_is_told_its_length() -> None:
    assert "281 characters, and 280 fit" in refusal(
        language_for("en"), Reason.TOO_LONG, {"length": 281, "longest": 280}
    )
