"""Everything there is: the bots, the people, their chats, and the questions that buttons ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.telegram.bots import Bot
from playground.telegram.chats import PrivateChat
from playground.telegram.faults import Faults
from playground.telegram.files import FileStore
from playground.telegram.flood import FloodControl
from playground.telegram.groups import Group
from playground.telegram.machine import Machine, RealMachine
from playground.telegram.people import Person
from playground.telegram.pulse import Pulse
from playground.telegram.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from playground.telegram.values import Tap

CALLBACK_ANSWER_SECONDS = 150
"""How old a callback query may be, by the injected clock, for an answer to be taken.

Telegram does not document it. This is the time the query itself may wait in the queue; a bot should answer within
seconds all the same, because the person looks at a progress bar until then."""

TOKEN = re.compile(r"\d{1,19}:[\w-]+", re.ASCII)
_FIRST_SMALL_USER_ID = 700_000_001
_FIRST_LARGE_USER_ID = 5_000_000_001  # does not fit into 32 bits
_FIRST_GROUP_ID = -4_800_000_001
_FIRST_SUPERGROUP_ID = -1_002_000_000_001
_FIRST_QUERY_ID = 3_006_477_107_000_000_001
_MAX_QUERIES = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    """A callback query that the bot has not answered yet."""

    query_id: str
    bot: Bot
    tap: Tap
    at: datetime


class World:
    """All accounts and chats of one server."""

    def __init__(self, now: Callable[[], datetime], machine: Machine | None = None) -> None:
        """Begin empty; `now` is the only clock of the life in here, `machine` that of waiting and limits."""
        self.now = now
        self.machine = machine or RealMachine()
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.files = FileStore(now)
        self.changed = Pulse()
        self.faults = Faults()
        self.flood = FloodControl(self.machine)
        self.webhooks = Webhooks(now, self.machine)
        self.slows_equal_polls = False
        self._private: dict[tuple[int, int], PrivateChat] = {}
        self._queries: dict[str, Query] = {}
        self._query_count = 0

    def add_bot(self, token: str, username: str, first_name: str, *, has_privacy: bool = True) -> Bot:
        """Register a bot."""
        if not TOKEN.fullmatch(token):
            words = f"a token looks like 123456:ABC-def, not {token!r}"
            raise ValueError(words)
        bot = Bot(self, token, username, first_name, has_privacy=has_privacy)
        if token in self.bots or self.user(bot.id) is not None:
            raise ValueError("there is an account with this id already")
        bot.queue.slows_equal_polls = self.slows_equal_polls
        self.bots[token] = bot
        return bot

    def add_person(
        self, first_name: str, last_name: str | None, username: str | None, language_code: str | None
    ) -> Person:
        """Register a person; every second one has an id beyond 32 bits."""
        nth = len(self.people)
        number = (_FIRST_LARGE_USER_ID if nth % 2 else _FIRST_SMALL_USER_ID) + nth
        person = Person(self, number, first_name, last_name, username, language_code=language_code)
        self.people[number] = person
        return person

    def add_group(self, title: str, members: Iterable[Person], *, supergroup: bool = False) -> Group:
        """Make a group of people."""
        chat_id = (_FIRST_SUPERGROUP_ID if supergroup else _FIRST_GROUP_ID) - len(self.groups)
        group = Group(self, chat_id, title, members, is_super=supergroup)
        self.groups[chat_id] = group
        return group

    def user(self, user_id: int) -> Person | Bot | None:
        """Return the account with this id."""
        if user_id in self.people:
            return self.people[user_id]
        return next((bot for bot in self.bots.values() if bot.id == user_id), None)

    def bot_named(self, username: str) -> Bot | None:
        """Return the bot with this username, in any case of letters."""
        return next((bot for bot in self.bots.values() if bot.username.lower() == username.lower()), None)

    def private_chat(self, bot: Bot, person: Person) -> PrivateChat:
        """Return the chat of the two, made when asked for the first time."""
        key = bot.id, person.id
        if key not in self._private:
            self._private[key] = PrivateChat(self, person, bot)
        return self._private[key]

    def knows(self, bot: Bot, user_id: int) -> bool:
        """Tell whether the bot has met the user: in a chat of their own, or in a group both are in."""
        if user_id == bot.id:
            return True
        chat = self._private.get((bot.id, user_id))
        if chat is not None and chat.is_started:
            return True
        return any(
            bot in group.bots() and any(member.id == user_id for member in group.members)
            for group in self.groups.values()
        )

    def ask(self, bot: Bot, tap: Tap) -> Query:
        """Keep a callback query for its answer."""
        self._query_count += 1
        query = Query(str(_FIRST_QUERY_ID + self._query_count), bot, tap, self.now())
        self._queries[query.query_id] = query
        while len(self._queries) > _MAX_QUERIES:
            del self._queries[next(iter(self._queries))]
        return query

    def take_query(self, bot: Bot, query_id: str) -> Query | None:
        """Return a query that may still be answered, and never again."""
        query = self._queries.get(query_id)
        if query is None or query.bot is not bot:
            return None
        del self._queries[query_id]
        is_late = (self.now() - query.at).total_seconds() > CALLBACK_ANSWER_SECONDS
        return None if is_late else query
