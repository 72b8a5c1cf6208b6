"""Everybody whom hostile updates are about: pairs in many states, people alone, some who just came, and a group."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fuzzing.world import Shown, World

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
GROUP, OTHER_GROUP = -1001, -1002


@dataclass(frozen=True, slots=True)
class Someone:
    """An account."""

    account: int
    name: str
    username: str | None = None
    language: str | None = "en"

    def user(self) -> dict[str, Any]:
        """Return it as Telegram tells of it."""
        told = {"id": self.account, "is_bot": False, "first_name": self.name}
        more = {"username": self.username, "language_code": self.language}
        return told | {name: value for name, value in more.items() if value is not None}


PEOPLE = (
    Someone(700000011, "Ana", "ana_writes"),
    Someone(700000012, "Ben"),
    Someone(700000013, "Cem <b>&", "cem", "de"),
    Someone(700000014, "Dora", None, "de"),
    Someone(700000015, "Emil"),
    Someone(700000016, "Finn", None, None),
    Someone(700000017, "Gina", "gina", "pt-br"),
    Someone(700000018, "Hugo"),
    Someone(700000019, "Ivo"),
    Someone(700000020, "Jana", None, "de"),
    Someone(700000021, "Kai"),
    Someone(700000022, "Lea"),
    Someone(700000023, "Mia"),
    Someone(700000024, "Nora"),
    Someone(700000025, "Olga"),
    Someone(700000026, "Paul"),
)
STRANGERS = (
    Someone(700000027, "Quinn"),
    Someone(700000028, "\u202eRita", "rita_"),
    Someone(700000029, "named"),
    Someone(2**52 - 1, "🎯" * 64),
)
PHRASES = {"start": "/start", "invite": "/invite"}


@dataclass(slots=True)
class Kept:
    """How the lives had begun before anybody meant harm."""

    moment: datetime
    database: bytes
    buttons: Mapping[int, tuple[Shown, ...]]
    last_message: Mapping[int, int]
    messages: int


@dataclass(slots=True)
class Acting:
    """Makes ordinary updates, numbered from the first to the last."""

    world: World
    number: int = 1
    said: int = 50_000
    unseen: dict[int, int] = field(default_factory=dict)

    def message(self, who: Someone, text: str | None, *, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """Return a message of somebody, in private or in a group."""
        self.said += 1
        made: dict[str, Any] = {
            "message_id": self.said,
            "date": int(self.world.clock.now().timestamp()),
            "chat": chat_of(who) if chat is None else group_chat(chat),
            "from": who.user(),
        }
        if text is not None:
            made["text"] = text
            if text.startswith("/"):
                head = text.split(maxsplit=1)[0]
                length = len(head.encode("utf-16-le", "surrogatepass")) // 2
                made["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return made | more

    def typed(self, who: Someone, text: str, **more: Any) -> dict[str, Any]:
        """Return the update of a text."""
        return self.numbered({"message": self.message(who, text, **more)})

    def tapped(self, who: Someone, shown: Shown) -> dict[str, Any]:
        """Return the update of a tap."""
        chat = group_chat(shown.chat) if shown.chat < 0 else chat_of(who)
        message = {"message_id": shown.message, "date": int(self.world.clock.now().timestamp()), "chat": chat}
        query = {"id": str(self.number), "from": who.user(), "chat_instance": "1", "data": shown.data}
        return self.numbered({"callback_query": query | {"message": message | {"text": "what it said"}}})

    def membership(
        self, who: Someone, old: str, new: str, *, chat: int | None = None, of: Any = None
    ) -> dict[str, Any]:
        """Return the change of somebody's membership: the bot's, or of somebody else's."""
        user = {"id": 123456789, "is_bot": True, "first_name": "Stay on the Line"} if of is None else of
        shared = {
            "chat": chat_of(who) if chat is None else group_chat(chat),
            "from": who.user(),
            "date": int(self.world.clock.now().timestamp()),
            "old_chat_member": _status(old, user),
            "new_chat_member": _status(new, user),
        }
        return self.numbered({"my_chat_member" if of is None else "chat_member": shared})

    def numbered(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return an update with the next number."""
        self.number += 1
        return {"update_id": self.number, **content}

    async def do(self, update: Mapping[str, Any]) -> None:
        """Let it happen, and everything arrive."""
        await self.world.dealer.deal_with(update)
        await self.world.settle()


def _status(status: str, user: Any) -> dict[str, Any]:
    return {"status": status, "user": user} | ({"until_date": 0} if status == "kicked" else {})


def chat_of(who: Someone) -> dict[str, Any]:
    """Return somebody's private chat."""
    return {"id": who.account, "type": "private", "first_name": who.name}


def group_chat(chat: int) -> dict[str, Any]:
    """Return a group's chat."""
    return {"id": chat, "type": "supergroup" if chat == GROUP else "group", "title": "The two of us"}


def invite_tokens(file: Path) -> list[str]:
    """Return the tokens of all invites, the newest last."""
    with closing(sqlite3.connect(file)) as connection:
        return [token for (token,) in connection.execute("SELECT token FROM invite ORDER BY id")]


class Gathering:
    """Brings everybody to where the harm begins."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting
        self.world = acting.world

    async def say(self, who: Someone, *texts: str) -> None:
        """Type something."""
        for text in texts:
            await self.acting.do(self.acting.typed(who, text))

    async def tap(self, who: Someone, action: str, *, chat: int | None = None) -> None:
        """Tap the newest button with this action."""
        shown = self.world.buttons[who.account if chat is None else chat]
        newest = next(each for each in reversed(shown) if each.data.partition(":")[0] == action)
        await self.acting.do(self.acting.tapped(who, newest))

    async def join(self, *people: Someone) -> None:
        """Settle in."""
        for who in people:
            await self.say(who, "/start", "Berlin")
            await self.tap(who, "city")
            await self.tap(who, "times")

    async def unite(self, one: Someone, other: Someone) -> None:
        """Make two partners."""
        await self.say(one, "/invite")
        await self.say(other, f"/start {invite_tokens(self.world.file)[-1]}")
        await self.tap(other, "accept")

    async def all(self) -> None:
        """Bring everybody together."""
        ana, ben, cem, dora, emil, finn, gina, hugo, ivo, jana, kai, lea, mia, nora, olga, paul = PEOPLE
        await self.join(ana, ben, cem, dora, emil, hugo, ivo, jana, kai, lea, mia, nora, olga)
        for one, other in ((ana, ben), (cem, dora), (hugo, ivo), (jana, kai), (mia, nora), (lea, olga)):
            await self.unite(one, other)
        await self.say(lea, "/leave")
        await self.tap(lea, "leave")
        await self.tap(lea, "stop")
        await self.say(emil, "/invite")
        await self.say(finn, "/start")
        await self.say(gina, "What is this?")
        await self.say(ivo, "/away in two weeks")
        await self.acting.do(self.acting.membership(mia, "member", "kicked"))
        await self.acting.do(self.acting.membership(cem, "left", "member", chat=GROUP))
        await self.acting.do(self.acting.typed(cem, "/here@stay_on_the_line_bot", chat=GROUP))
        await self.tap(dora, "here_yes", chat=GROUP)
        await self.acting.do(self.acting.membership(emil, "left", "member", chat=OTHER_GROUP))
        await self.say(paul, f"/start {invite_tokens(self.world.file)[-1]}")
        for day in range(4):
            await self.world.wind(timedelta(hours=4))
            for who in (ana, ben, cem, dora, hugo, jana, nora, olga, emil):
                await self.say(who, f"Run {day}")
            await self.world.wind(timedelta(hours=20))


async def begin_lives(folder: Path, seed: int) -> Kept:
    """Play how it all began, and keep it."""
    world = World(folder, START, seed)
    acting = Acting(world)
    await Gathering(acting).all()
    await world.close()
    buttons = {chat: tuple(shown) for chat, shown in world.buttons.items()}
    return Kept(world.clock.now(), world.file.read_bytes(), buttons, dict(world.last_message), world.messages)
