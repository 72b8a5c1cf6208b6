"""A message as HTML: all that was written is there, and nothing of it is markup."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.page.markup import links_to_bot, message_html, text_html
from playground.telegram import Bot, Entity, Message, Person, TelegramServer
from playground.telegram.entities import settled, utf16_length

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
KINDS = ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "text_link", "text_mention")


class Reader(HTMLParser):
    """Reads what a browser would show, and which tags it would make."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.feed(source)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)


@pytest.fixture
def ana() -> Person:
    return TelegramServer(now=lambda: NOW).add_person("Ana <b>")


@pytest.fixture
def bot(ana: Person) -> Bot:
    return ana.world.add_bot("123456:AAbbCC", "some_bot", "Some Bot", has_privacy=True)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Entity, ...]]:
    """Return a text with entities as Telegram lays them out."""
    text = draw(st.text(st.sampled_from("ab<>&\"' \n@/.😀é"), min_size=1, max_size=40))
    places = st.tuples(st.sampled_from(KINDS), st.integers(0, len(text) - 1), st.integers(1, 9))
    given = [
        Entity(
            kind,
            utf16_length(text[:start]),
            utf16_length(text[start : start + size]),
            url="https://example.org/?a=1&b=2",
            user_id=7,
        )
        for kind, start, size in draw(st.lists(places, max_size=6))
    ]
    return text, settled(text, given)


@given(marked_texts())
def test_what_was_written_is_shown_and_makes_no_tags(marked: tuple[str, tuple[Entity, ...]]) -> None:
    text, entities = marked
    shown = Reader(text_html(text, entities))
    assert shown.text.replace("\n", "") == text.replace("\n", "")
    assert set(shown.tags) <= {"strong", "em", "u", "s", "span", "code", "pre", "blockquote", "a", "button"}


@given(
    st.text(max_size=60) | st.text(st.sampled_from("htps:/[]@.?=&#%x\ud83d"), max_size=40).map("see http://{}".format)
)
def test_any_text_can_be_shown(text: str) -> None:
    shown = text_html(text, settled(text, ()))
    assert shown.encode("utf-8").decode() == shown


def test_a_message_that_looks_like_a_page_is_only_text(ana: Person, bot: Bot) -> None:
    message = ana.send(bot, '<img src=x onerror="alert(1)"> </article><script>')
    shown = Reader(message_html(message, ana, BERLIN))
    assert "script" not in shown.tags
    assert "img" not in shown.tags
    assert '<img src=x onerror="alert(1)"> </article><script>' in shown.text
    assert "07:30" in shown.text


@pytest.mark.parametrize(
    "url", ["http://[::1", "https://t.me]/x", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_a_link_that_is_none_is_only_text(url: str) -> None:
    assert Reader(text_html("press", [Entity("text_link", 0, 5, url=url)])).tags == []


def test_links_to_telegram_stay_on_the_desk_and_others_open_a_window() -> None:
    inside = Reader(text_html("join", [Entity("text_link", 0, 4, url="https://t.me/some_bot?start=abc")]))
    outside = Reader(text_html("join", [Entity("text_link", 0, 4, url="https://meet.example.org/room")]))
    assert inside.attributes["data-do"] == "link"
    assert outside.attributes["target"] == "_blank"
    assert outside.attributes["rel"] == "noopener noreferrer"


def test_a_line_ends_once_after_a_quote() -> None:
    assert text_html("a\nb\nc", [Entity("blockquote", 2, 1)]) == "a\n<blockquote>b</blockquote>c"


def test_only_links_with_a_start_parameter_pair_a_phone(ana: Person, bot: Bot) -> None:
    message = ana.send(
        bot, "https://t.me/some_bot?start=abc and https://t.me/some_bot and https://example.org/?start=a"
    )
    assert links_to_bot(message) == ["https://t.me/some_bot?start=abc"]


def test_each_kind_of_thing_that_is_sent_is_shown(ana: Person, bot: Bot, tmp_path: Path) -> None:
    sent: list[Message] = [
        ana.send_sticker(bot),
        ana.send_voice(bot),
        ana.send_photo(bot),
        ana.send_document(bot),
        ana.send_contact(bot),
        ana.send_location(bot, 52.52, 13.405),
    ]
    shown = [Reader(message_html(message, ana, BERLIN, picture=b"content")) for message in sent]
    assert "👍" in shown[0].text
    assert "Voice message, 3 s" in shown[1].text
    assert "img" in shown[2].tags
    assert "notes.txt" in shown[3].text
    assert shown[4].attributes["href"] == f"tel:{ana.phone_number}"
    assert "52.5200, 13.4050" in shown[5].text
