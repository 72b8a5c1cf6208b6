"""The HTML parse mode, read the way Telegram's own parser reads it, with its very errors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from playground.telegram.entities import Entity, utf16_length
from playground.telegram.errors import ApiError, bad_request

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
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(?P<decimal>\d{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,7})|(?P<name>[A-Za-z]+));?")
_PROFILE_LINK = re.compile(r"tg://user/?\?id=(\d{1,19})", re.IGNORECASE)
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


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
        return "".join(self.parts), tuple(self.entities)

    def _peek(self, ahead: int = 0) -> str:
        return self.source[self.position + ahead : self.position + ahead + 1]

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _character(self) -> str:
        """Read what starts at '&': one of the few entities there are, or just the sign."""
        match = _CHARACTER.match(self.source, self.position)
        decoded = _decoded(match) if match else None
        if match is None or decoded is None:
            self.position += 1
            return "&"
        self.position = match.end()
        return decoded

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _until(self, stop: str) -> str:
        start = self.position
        while (char := self._peek()) and not char.isspace() and char not in stop:
            self.position += 1
        return self.source[start : self.position]

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self.position += 1

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        tag = self._until(">").lower()
        if not self._peek():
            raise _refused(f"Unclosed start tag {self._at(begin)}")
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
            if not self._peek():
                raise _refused(f"Unclosed start tag {self._at(begin)}")
            if self._peek() == ">":
                self.position += 1
                return argument
            name = self._until("=>/\"'").lower()
            if not name:
                raise _refused(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
            self._skip_spaces()
            value = self._attribute_value(begin) if self._peek() == "=" else ""
            argument = _argument(tag, name, value) or argument

    def _attribute_value(self, begin: int) -> str:
        self.position += 1
        self._skip_spaces()
        quote = self._peek()
        if quote not in {"'", '"'} or not quote:
            start = self.position
            while (char := self._peek()) and (char.isalnum() or char in ".-"):
                self.position += 1
            if self._peek() and not self._peek().isspace() and self._peek() != ">":
                raise _refused(f"Unexpected end of name token {self._at(start)}")
            return self.source[start : self.position].lower()
        self.position += 1
        value = ""
        while (char := self._peek()) and char != quote:
            if char == "&":
                value += self._character()
            else:
                value += char
                self.position += 1
        if not self._peek():
            raise _refused(f"Unclosed start tag {self._at(begin)}")
        self.position += 1
        return value

    def _end_tag(self) -> None:
        begin = self.position
        if not self.stack:
            raise _refused(f"Unexpected end tag {self._at(begin)}")
        self.position += 2
        found = self._until(">")
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
                self.entities.append(replace(entity, custom_emoji_id=opened.argument))
            case "blockquote" if opened.argument:
                self.entities.append(replace(entity, kind="expandable_blockquote"))
            case "pre" | "code":
                self._close_code(entity, opened.argument)
            case _:
                self.entities.append(entity)

    def _close_code(self, entity: Entity, language: str) -> None:
        """<pre><code class="language-x"> is one block with a language, not two entities."""
        if entity.kind == "pre" and self.entities:
            inner = self.entities[-1]
            if inner.kind == "code" and (inner.offset, inner.length) == (entity.offset, entity.length):
                self.entities[-1] = replace(entity, language=inner.language)
                return
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
    if profile := _PROFILE_LINK.fullmatch(target.strip()):
        return replace(entity, kind="text_mention", user_id=int(profile.group(1)))
    url = checked_url(target)
    return replace(entity, url=url) if url else None


def checked_url(raw: str) -> str | None:
    """Return the link as Telegram keeps it, or None when it is none it takes."""
    url = raw.strip()
    if re.fullmatch(r"(tg|ton|tonsite)://\S+", url, re.IGNORECASE):
        return url
    match = re.fullmatch(r"(?:(https?)://)?([^\s/?#:@]+)(:\d{1,5})?([/?#]\S*)?", url, re.IGNORECASE)
    if match is None:
        return None
    scheme, host, port, rest = (part or "" for part in match.groups())
    # a host without a dot is nothing the public can reach, localhost first of all
    if not re.fullmatch(r"[^.]+(\.[^.]+)+\.?", host):
        return None
    return f"{(scheme or 'http').lower()}://{host.lower()}{port}{rest or '/'}"


def _decoded(match: re.Match[str]) -> str | None:
    if name := match["name"]:
        return _NAMED.get(name)
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code <= _LAST_CODE_POINT and code not in _SURROGATES else None


def _refused(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


def profile_link_id(url: str) -> int | None:
    """Return the user id of a tg://user?id= link."""
    match = _PROFILE_LINK.fullmatch(url.strip())
    return int(match.group(1)) if match else None


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the plain text and the entities of an HTML text, or raise Telegram's 400."""
    return _Parser(source).run()
