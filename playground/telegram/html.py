"""The HTML parse mode, read the way Telegram's own parser reads it, with its very errors."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field, replace

from playground.telegram.entities import Entity, utf16_length
from playground.telegram.errors import ApiError, bad_request
from playground.telegram.links import checked_url, profile_link_id
from playground.telegram.references import joined, read_reference

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_SPACES = frozenset(" \t\r\n\v")
_TOKEN = frozenset(string.ascii_letters + string.digits + ".-")
_HALVES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
_EMOJI_ID = re.compile(r"-?[0-9]{1,19}")


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    start: int


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    offset: int = 0
    parts: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> tuple[str, tuple[Entity, ...]]:
        while self.position < len(self.source):
            char = self.source[self.position]
            if char == "<":
                if self._peek(1) == "/":
                    self._end_tag()
                else:
                    self._start_tag()
            elif char == "&":
                self._add(self._character())
            else:
                self.position += 1
                self._add(char)
        if self.stack:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        text = joined("".join(self.parts))
        if text is None:
            raise _refused(_HALVES)
        return text, tuple(self.entities)

    def _peek(self, ahead: int = 0) -> str:
        return self.source[self.position + ahead : self.position + ahead + 1]

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _character(self) -> str:
        char, self.position = read_reference(self.source, self.position)
        return char

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _until(self, stop: str) -> str:
        start = self.position
        while (char := self._peek()) and char not in _SPACES and char not in stop:
            self.position += 1
        return self.source[start : self.position]

    def _skip_spaces(self) -> None:
        while self._peek() in _SPACES:
            self.position += 1

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        tag = _lower(self._until(">"))
        if not self._peek():
            raise _refused(f"Unclosed start tag {self._at(begin)}")
        if tag == "tg-time":
            raise bad_request("the tag tg-time is real, but this stand-in does not act on it")
        if tag not in _KINDS:
            raise _refused(f'Unsupported start tag "{tag}" {self._at(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.stack.append(_Open(tag, argument, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                self.position += 1
                return argument
            name = self._until("=>/\"'")
            if not name:
                raise _refused(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
            self._skip_spaces()
            value = self._attribute_value(tag, begin) if self._peek() == "=" else None
            if not self._peek():
                of_tag = f' "{tag}"' if value is None else ""
                raise _refused(f"Unclosed start tag{of_tag} {self._at(begin)}")
            argument = _argument(tag, name, value or "") or argument

    def _attribute_value(self, tag: str, begin: int) -> str:
        self.position += 1
        self._skip_spaces()
        quote = self._peek()
        if not quote:
            raise _refused(f'Unclosed start tag "{tag}" {self._at(begin)}')
        if quote not in {"'", '"'}:
            return self._name_token()
        self.position += 1
        value = ""
        while (char := self._peek()) and char != quote:
            if char == "&":
                value += self._character()
            else:
                value += char
                self.position += 1
        self.position += 1
        return value

    def _name_token(self) -> str:
        """Read a value without quotes, which may be letters, digits, periods and hyphens."""
        start = self.position
        while self._peek() in _TOKEN:
            self.position += 1
        if self._peek() not in {"", ">", *_SPACES}:
            raise _refused(f"Unexpected end of name token {self._at(start)}")
        return _lower(self.source[start : self.position])

    def _end_tag(self) -> None:
        begin = self.position
        if not self.stack:
            raise _refused(f"Unexpected end tag {self._at(begin)}")
        self.position += 2
        found = _lower(self._until(">"))
        self._skip_spaces()
        if self._peek() != ">":
            raise _refused(f"Unclosed end tag {self._at(begin)}")
        opened = self.stack[-1]
        if found and found != opened.tag:
            raise _refused(f'Unmatched end tag {self._at(begin)}, expected "</{opened.tag}>", found "</{found}>"')
        self.position += 1
        self.stack.pop()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind = _KINDS[opened.tag]
        entity = Entity(kind, opened.offset, self.offset - opened.offset)
        match kind:
            case "text_link":
                link = _link(entity, opened.argument or "".join(self.parts[opened.start :]))
                if link is not None:
                    self.entities.append(link)
            case "custom_emoji":
                if not _EMOJI_ID.fullmatch(opened.argument) or not int(opened.argument):
                    raise _refused("Invalid custom emoji identifier specified")
                self.entities.append(replace(entity, custom_emoji_id=opened.argument))
            case "blockquote" if opened.argument:
                self.entities.append(replace(entity, kind="expandable_blockquote"))
            case "pre" | "code":
                self._close_code(entity, opened.argument)
            case _:
                self.entities.append(entity)

    def _close_code(self, entity: Entity, language: str) -> None:
        """Make <pre> and <code class="language-x"> around the same text one block with a language."""
        inner = self.entities[-1] if self.entities else None
        if inner is not None and (inner.offset, inner.length) == (entity.offset, entity.length):
            if entity.kind == "pre" and inner.kind == "code" and inner.language:
                self.entities[-1] = replace(inner, kind="pre")
                return
            if entity.kind == "code" and inner.kind == "pre" and language and not inner.language:
                self.entities[-1] = replace(inner, language=language)
                return
        # the language of a lone <code> is only kept until it turns out that no <pre> is around it
        self.entities.append(replace(entity, language=language or None))


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "expandable"
        case _:
            return ""


def _link(entity: Entity, target: str) -> Entity | None:
    """Make a mention or a link; what Telegram takes for no link at all vanishes without a word."""
    user_id = profile_link_id(target)
    if user_id is not None:
        return replace(entity, kind="text_mention", user_id=user_id)
    url = checked_url(target)
    return replace(entity, url=url) if url else None


def _lower(name: str) -> str:
    # of ASCII only: letters of other alphabets stay as they are
    return "".join(char.lower() if char.isascii() else char for char in name)


def _refused(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the plain text and the entities of an HTML text, or raise Telegram's 400."""
    text, entities = _Parser(source).run()
    return text, tuple(replace(entity, language=None) if entity.kind == "code" else entity for entity in entities)
