"""What HTML becomes: plain text and entities, counted in UTF-16."""

from __future__ import annotations

import html as stdlib_html
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.telegram import ApiError
from playground.telegram.entities import found_in, utf16_length, utf16_slice
from playground.telegram.formatting import formatted
from playground.telegram.html import parse_html
from playground.telegram.links import checked_url
from tests.playground.facts import tells

if TYPE_CHECKING:
    from playground.telegram import Bot, Person
    from tests.playground.conftest import Api

KNOWN = 5_000_000_002


def parse(source: str) -> tuple[str, list[tuple[Any, ...]]]:
    made = formatted(source, "HTML", None, lambda user_id: user_id == KNOWN)
    entities = []
    for entity in made.entities:
        extra = entity.url or entity.user_id or entity.language or entity.custom_emoji_id
        entities.append((entity.kind, entity.offset, entity.length, *([extra] if extra else [])))
    return made.text, entities


@tells("Texts: four names", "Texts: links to nowhere")
@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 2)]),
        ("<b>a</b> <strong>b</strong>", "a b", [("bold", 0, 1), ("bold", 2, 1)]),
        ("<i>a</i> <em>b</em>", "a b", [("italic", 0, 1), ("italic", 2, 1)]),
        ("<u>a</u> <ins>b</ins>", "a b", [("underline", 0, 1), ("underline", 2, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", 0, 3)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<B>a</b>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("😀 <b>a😀</b>", "😀 a😀", [("bold", 3, 3)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 1), ("bold", 1, 1), ("italic", 1, 1)]),
        ("<b><i>a</i>b</b>", "ab", [("bold", 0, 2), ("italic", 0, 1)]),
        (
            '<b>a<a href="https://b.example">b</a>c</b>',
            "abc",
            [("bold", 0, 1), ("text_link", 1, 1, "https://b.example/"), ("bold", 1, 1), ("bold", 2, 1)],
        ),
        ('<a href="https://b.example"><code>a</code></a>', "a", [("code", 0, 1)]),
        ('<a href="https://b.example">a<code>b</code></a>', "ab", [("text_link", 0, 2, "https://b.example/")]),
        ("<blockquote>a<pre>b</pre></blockquote>", "ab", [("blockquote", 0, 2), ("pre", 1, 1)]),
        ("<pre>a<blockquote>b</blockquote>c</pre>", "abc", [("blockquote", 1, 1)]),
        ("<pre><code>a</code></pre>", "a", [("pre", 0, 1)]),
        ('<code class="language-py"><pre>a</pre></code>', "a", [("pre", 0, 1, "py")]),
        ('<code class="language-py">a</code>', "a", [("code", 0, 1)]),
        ('<pre> <code class="language-py">a</code></pre>b', " ab", [("pre", 0, 2)]),
        ("<i>a</I >", "a", [("italic", 0, 1)]),
        ("<b\tx = y.z-1\n>a</>", "a", [("bold", 0, 1)]),
        ("<b x='<&quot;>'>a</b>", "a", [("bold", 0, 1)]),
        ("<blockquote cite='' expandable x>a</>", "a", [("expandable_blockquote", 0, 1)]),
        ('<a href="TG://USER/?x=1&amp;id=5000000002#x">a</a>', "a", [("text_mention", 0, 1, KNOWN)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [("pre", 0, 1, "py")]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<code>/start @someone</code>", "/start @someone", [("code", 0, 15)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2, "5368")]),
        ('<a href="http://a.example/?x=1&amp;y=2">a</a>', "a", [("text_link", 0, 1, "http://a.example/?x=1&y=2")]),
        ("<a>http://a.example</a>", "http://a.example", [("text_link", 0, 16, "http://a.example/")]),
        ('<a href="http://localhost/">a</a>', "a", []),
        ('<a href="javascript:alert(1)">a</a>', "a", []),
        (f'<a href="tg://user?id={KNOWN}">Ben</a>', "Ben", [("text_mention", 0, 3, KNOWN)]),
        ('<a href="tg://user?id=1">nobody</a>', "nobody", []),
        ("&lt;&gt;&amp;&quot;&#65;&#x42;", '<>&"AB', []),
        ("&lt&gt&ampamp;", "<>&ampamp;", []),
        ("&nbsp;&hellip; R&D &", "&nbsp;&hellip; R&D &", []),
        ("&LT;&#0;&#1114111;&#00000065;&#12345678;", "&LT;&#0;&#1114111;&#00000065;&#12345678;", []),
        ("&#X41;", "&#X41;", [("hashtag", 1, 4)]),
        ("<b>&#xD83D;&#xDE00;</b>", "😀", [("bold", 0, 2)]),
        ("  a <b> b </b>  ", "a  b", [("bold", 2, 2)]),
        ("  <b> a </b>  ", " a", [("bold", 0, 2)]),
        ("a\r\n\tb", "a\n b", []),
        ("\r<b>\r\u2028a\u202e\u030a</b>\r<i>b</i>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("a\u200e\u200f\u200eb", "a\u200c\u200c\u200eb", []),
        ("\u2066a\u2069", "\u2066a\u2069", []),
    ],
)
def test_parsing(source: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    assert parse(source) == (text, entities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", "/start")]),
        ("/start@some_bot x1", [("bot_command", "/start@some_bot")]),
        ("and/or a/b 1/2", []),
        ("say /done now", [("bot_command", "/done")]),
        ("😀 @benberg!", [("mention", "@benberg")]),
        ("me@mail.example.org", [("email", "me@mail.example.org")]),
        ("see https://a.example/x?y=1, or b.org.", [("url", "https://a.example/x?y=1"), ("url", "b.org")]),
        ("#work #1 $EUR", [("hashtag", "#work"), ("cashtag", "$EUR")]),
        ("https://t.me/bot?start=x_1-2", [("url", "https://t.me/bot?start=x_1-2")]),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity.kind, utf16_slice(text, entity)) for entity in found_in(text)] == found


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("example.com", "http://example.com/"),
        ("HTTPS://Example.com/Path", "https://example.com/Path"),
        ("https://t.me/x?start=1", "https://t.me/x?start=1"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("http://localhost:8080/", None),
        ("mailto:a@example.com", None),
        ("ftp://example.com", None),
        ("", None),
        ("two words.com", None),
    ],
)
def test_links(url: str, kept: str | None) -> None:
    assert checked_url(url) == kept


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(stdlib_html.escape(text)) == (text, ())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/abi =\"'&;ltcode😀\n", max_size=40))
def test_rubbish_is_refused_or_marked_within_the_text(source: str) -> None:
    try:
        made = formatted(source, "HTML", None, lambda _: True)
    except ApiError:
        return
    assert all(0 <= entity.offset < entity.end <= utf16_length(made.text) for entity in made.entities)


@tells("Texts: code points and UTF-16")
async def test_explicit_entities(api: Api, bot: Bot, ana: Person) -> None:
    ana.open(bot)
    entities = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "text_link", "offset": 3, "length": 1, "url": "http://localhost"},
    ]
    sent = await api.ok("sendMessage", chat_id=ana.id, text="😀 <", entities=entities)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert ana.last(bot).html == "😀 &lt;"
