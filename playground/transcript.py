"""Two phones side by side in a terminal: what each shows, as it appears."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from playground.stage import Phone
from playground.telegram import Entity, Message

_INVISIBLE = str.maketrans("", "", "\u2068\u2069")
_STYLES = {"bold": "bold", "blockquote": "italic cyan", "text_mention": "underline", "url": "underline"}


class Transcript:
    """Prints every message once as it comes, and again when it was edited."""

    def __init__(self, console: Console, left: Phone, right: Phone, *, zone: str) -> None:
        self._console = console
        self._phones = (left, right)
        self._zone = ZoneInfo(zone)
        self._shown: dict[tuple[int, int], object] = {}
        self.messages = 0

    def names(self) -> None:
        """Print whose phone is on which side."""
        titles = [Text(f"📱 {phone.person.first_name}", style="bold", justify="center") for phone in self._phones]
        self._console.print(_side_by_side(titles))

    def show_news(self, words: str, now: datetime) -> None:
        """Print what has happened and what is new on either phone since."""
        columns = [self._news(side) for side in range(len(self._phones))]
        local = now.astimezone(self._zone)
        self._console.print(Rule(f"[bold]{local:%A %H:%M}[/bold]  {words}", style="dim"))
        if any(columns):
            self._console.print(_side_by_side([Group(*column) for column in columns]))

    def _news(self, side: int) -> list[RenderableType]:
        news: list[RenderableType] = []
        for message in self._phones[side].messages:
            key, state = (side, message.id), (message.text, _faces(message))
            if self._shown.get(key) == state:
                continue
            is_change = key in self._shown
            self._shown[key] = state
            self.messages += not is_change
            news.append(_bubble(message, is_change=is_change))
        return news


def _side_by_side(columns: Sequence[RenderableType]) -> Table:
    table = Table.grid(expand=True, padding=(0, 1))
    for column in columns:
        table.add_column(ratio=1, overflow="fold")
        del column
    table.add_row(*columns)
    return table


def _bubble(message: Message, *, is_change: bool) -> RenderableType:
    body = _styled(message)
    faces = _faces(message)
    if faces:
        body.append("\n")
        for row in faces:
            body.append("\n" + " ".join(f"[ {face} ]" for face in row), style="blue")
    marks = [mark for mark, holds in (("silent", message.is_silent), ("edited", is_change)) if holds]
    who = "bot" if message.is_from_bot else "me"
    title = " · ".join([who, *marks])
    panel = Panel(body, title=title, title_align="left", border_style="dim" if message.is_from_bot else "green")
    return panel if message.is_from_bot else Padding(panel, (0, 0, 0, 8))


def _styled(message: Message) -> Text:
    plain = message.text or ""
    units = plain.encode("utf-16-le")
    text, at = Text(), 0
    for entity in sorted(message.entities, key=lambda entity: entity.offset):
        if entity.kind in _STYLES and entity.offset >= at:
            text.append(_cut(units, at, entity.offset))
            text.append(_quoted(entity, _cut(units, entity.offset, entity.end)), style=_STYLES[entity.kind])
            at = entity.end
    text.append(_cut(units, at, len(units) // 2))
    return text


def _quoted(entity: Entity, text: str) -> str:
    if entity.kind != "blockquote":
        return text
    return "\n".join(f"▎{line}" for line in text.split("\n"))


def _cut(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le").translate(_INVISIBLE)


def _faces(message: Message) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(button.text for button in row) for row in message.buttons)
