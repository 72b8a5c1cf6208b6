"""What happens on two phones, and in a group of theirs, noted as it happens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

from playground.telegram import Bot, Group, Message, Person, Tap
from playground.telegram.pulse import Pulse


class Change(Enum):
    """What became of a message."""

    NEW = auto()
    EDITED = auto()
    BUTTONS = auto()
    """Only what stands under it has changed."""
    DELETED = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """A message, as the phone shows it from then on."""

    message: Message
    change: Change


@dataclass(frozen=True, slots=True)
class TapThere:
    """A tap in a group, and whose it is."""

    name: str
    tap: Tap


Event: TypeAlias = Shown | Tap | TapThere | str
"""What a phone shows, what is tapped on it, or what else is done with it."""


@dataclass(slots=True)
class Row:
    """What one moment brought: to each phone, in the order in which it came there."""

    at: datetime
    columns: tuple[list[Event], ...]


@dataclass(slots=True)
class Film(Pulse):
    """Looks at all chats whenever something changes in one; what people do begins a new row, and so does time."""

    people: Sequence[Person]
    bot: Bot
    now: Callable[[], datetime]
    group: Group | None = None
    rows: list[Row] = field(default_factory=list)
    _seen: list[dict[int, Message]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with what is there already, which is not shown."""
        Pulse.__init__(self)
        self._seen = self._chats()

    @property
    def titles(self) -> list[str]:
        """Whose phone each column is; the last can be the group."""
        names = [person.first_name for person in self.people]
        return names if self.group is None else [*names, self.group.title]

    def beat(self) -> None:
        """Note what has changed."""
        for place, after in enumerate(self._chats()):
            before, self._seen[place] = self._seen[place], after
            for message in after.values():
                if (change := _change(before.get(message.id), message)) is not None:
                    self._note(place, Shown(message, change), is_theirs=not message.is_from_bot)
            for number in before.keys() - after.keys():
                self._note(place, Shown(before[number], Change.DELETED))
        Pulse.beat(self)

    def note_deed(self, person: Person, deed: Tap | TapThere | str, *, in_group: bool = False) -> None:
        """Note what somebody does that no chat shows."""
        self._note(len(self.people) if in_group else self.people.index(person), deed, is_theirs=True)

    def _chats(self) -> list[dict[int, Message]]:
        chats = [person.chat(self.bot) for person in self.people]
        if self.group is not None:
            chats.append([message for message in self.people[0].chat(self.group) if message.service is None])
        return [{message.id: message for message in chat} for chat in chats]

    def _note(self, place: int, what: Event, *, is_theirs: bool = False) -> None:
        if is_theirs or not self.rows or self.rows[-1].at != self.now():
            self.rows.append(Row(self.now(), tuple([] for _ in self._seen)))
        column = self.rows[-1].columns[place]
        if isinstance(what, Shown):
            what = _joined(column, what)
        column.append(what)


def _change(before: Message | None, after: Message) -> Change | None:
    if before is None:
        return Change.NEW
    if (before.text, before.entities) != (after.text, after.entities):
        return Change.EDITED
    return Change.BUTTONS if before.markup != after.markup else None


def _joined(column: list[Event], what: Shown) -> Shown:
    """Take a message out that has changed again within the moment, and return both changes as one."""
    for earlier in column:
        if isinstance(earlier, Shown) and earlier.message.id == what.message.id and what.change is not Change.DELETED:
            column.remove(earlier)
            return replace(what, change=min(earlier.change, what.change, key=lambda change: change.value))
    return what
