"""Every kind is worded: valid, short, exact about what people typed, and without a stray None."""

import unicodedata

import pytest

from bot.chat.render import refusal_text
from bot.domain.day import State
from bot.domain.errors import Reason
from bot.domain.kinds import Kind
from bot.texts import about
from bot.texts.language import language_for
from bot.texts.refusals import refusal
from playground.telegram.html import parse_html
from tests.texts.letters import FACTS, Case, plain_cases, rendered

EVIL = '<b>&amp; "it\'s" </blockquote>\u202eevil\u202c\n{name} %s 🏃 \u2069x'


def plain(text: str) -> str:
    return parse_html(text)[0]


def emoji(text: str) -> int:
    return sum(unicodedata.category(character) == "So" for character in text)


def said_of(kind: Kind) -> list[tuple[Case, str]]:
    return [(case, plain(said.text)) for case, said in rendered(kind, "en")]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_worded_in_valid_html_and_fits(kind: Kind) -> None:
    for case, text in said_of(kind):
        assert text == text.strip() != "", case
        assert len(text.encode("utf-16-le")) // 2 <= 4096


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


TYPED = ("thing", "offered", "name", "partner", "other", "other_thing", "yesterday_thing")


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
        keyboard = said.keyboard
        for button in [button for row in keyboard.inline_keyboard for button in row] if keyboard else []:
            assert button.text.strip()
            assert "None" not in button.text
            assert (button.callback_data is None) != (button.url is None)
            assert len(str(button.callback_data or "").encode()) <= 64
            assert emoji(button.text) <= 1


def test_a_nudge_opens_the_profile_unless_that_is_refused() -> None:
    nudge = Case(Kind.CALL_NUDGE, FACTS, to_member=False)
    by_name = nudge.with_facts(username="ana_writes").render().keyboard
    by_account = nudge.with_facts(username=None).render().keyboard
    assert by_name is not None
    assert by_account is not None
    assert by_name.inline_keyboard[1][0].url == "https://t.me/ana_writes"
    assert by_account.inline_keyboard[1][0].url == "tg://user?id=700000001"
    without = nudge.with_facts(username=None).render(with_profile=False)
    assert without.keyboard is not None
    assert len(without.keyboard.inline_keyboard) == 2
    assert [entity.kind for entity in parse_html(without.text)[1]][:1] == [
        "text_mention"
    ] or "tg://user" in without.text


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_fits_into_the_answer_to_a_tap(reason: Reason) -> None:
    text = refusal_text("en", reason, {"length": 4096, "longest": 280, "token": "x"})
    assert 0 < len(text) <= 200
    assert "{" not in text


def test_the_page_about_the_bot_fits_into_telegrams_fields() -> None:
    t = language_for("en")
    assert 0 < len(about.description(t)) <= 512
    assert 0 < len(about.short_description(t)) <= 120
    assert all(0 < len(about.command_description(t, name)) <= 256 for name in about.COMMANDS)


def test_a_text_that_is_too_long_is_told_its_length() -> None:
    assert "281 characters, and 280 fit" in refusal(
        language_for("en"), Reason.TOO_LONG, {"length": 281, "longest": 280}
    )
