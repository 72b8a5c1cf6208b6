"""The server that stands in for Telegram: start it, add people and bots, and look on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playground.telegram.calls import CallLog
from playground.telegram.keeping import keep, unpack
from playground.telegram.listener import Listener
from playground.telegram.machine import RealMachine
from playground.telegram.web import WebApp
from playground.telegram.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from playground.telegram.bots import Bot
    from playground.telegram.faults import Faults
    from playground.telegram.flood import Flood, Flooded
    from playground.telegram.groups import Group
    from playground.telegram.machine import Machine
    from playground.telegram.people import Person
    from playground.telegram.values import Call

_CONFIRM_SECONDS = 10.0


class TelegramServer:
    """Telegram on loopback: bots talk to `url`, people act through their Person objects."""

    def __init__(
        self,
        now: Callable[[], datetime],
        machine: Machine | None = None,
        *,
        kept: bytes | None = None,
        listener: Listener | None = None,
    ) -> None:
        """Take the only clock of the life in here: message dates and the age of taps come from it.

        Waiting and flood limits go by `machine`; without one it is this machine's own time. With `kept`, bytes that
        `keep` gave, everybody and everything is there as it was then. A `listener` that runs already, such as a
        page's, is used and left running.
        """
        if now().tzinfo is None:
            raise ValueError("the clock must give aware times")
        self.world = World(now, machine) if kept is None else unpack(kept, now, machine or RealMachine())
        self._calls = CallLog(now)
        self._listener = listener or Listener()
        self._is_guest = listener is not None
        self._app = WebApp(self.world, self._calls, self._listener.cut)
        self.world.webhooks.on_reply = self._app.do
        self._is_running = False

    # Running

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1 within the running event loop; 0 takes a free port."""
        if self._is_running:
            raise RuntimeError("the server runs already")
        self._listener.telegram = self._app
        if not self._is_guest:
            await self._listener.start(port)
        self._is_running = True
        for bot in self.world.bots.values():
            bot.queue.open()
            self.world.webhooks.start(bot)

    async def stop(self) -> None:
        """Stop at once: long polls are answered with what there is, idle connections closed."""
        if not self._is_running:
            return
        self._is_running = False
        for bot in self.world.bots.values():
            bot.queue.close()
        await self.world.webhooks.stop()
        self._listener.telegram = None
        if not self._is_guest:
            await self._listener.stop()

    def keep(self) -> bytes:
        """Return everybody and everything there is, for another server; this one must have stopped."""
        if self._is_running:
            raise RuntimeError("the server runs still")
        return keep(self.world)

    @property
    def url(self) -> str:
        """Where methods are at /bot<token>/<method>, and files at /file/bot<token>/<path>."""
        return self._listener.url

    # Who there is

    def add_bot(self, token: str, username: str, first_name: str, *, privacy_mode: bool = True) -> Bot:
        """Register a bot, as BotFather would."""
        return self.world.add_bot(token, username, first_name, has_privacy=privacy_mode)

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
    ) -> Person:
        """Give somebody a phone; every second person's id does not fit into 32 bits."""
        return self.world.add_person(first_name, last_name, username, language_code)

    def add_group(self, title: str, members: Iterable[Person], *, supergroup: bool = False) -> Group:
        """Make a group of people; the first is its owner, and bots come with `group.add`."""
        return self.world.add_group(title, members, supergroup=supergroup)

    def bot(self, token: str) -> Bot | None:
        """Return the bot with this token."""
        return self.world.bots.get(token)

    @property
    def people(self) -> list[Person]:
        """Everybody who has a phone, in the order in which they were added."""
        return list(self.world.people.values())

    @property
    def groups(self) -> list[Group]:
        """All groups, in the order in which they were made."""
        return list(self.world.groups.values())

    # What bots did

    @property
    def calls(self) -> list[Call]:
        """The latest requests of all bots in order; one that waits for its answer has `ok` None."""
        return self._calls.all()

    def forget_calls(self) -> None:
        """Begin the list of calls anew."""
        self._calls.clear()

    @property
    def faults(self) -> Faults:
        """What is to go wrong, and when."""
        return self.world.faults

    @property
    def flood(self) -> Flood:
        """What becomes of a bot that sends too fast."""
        return self.world.flood.mode

    @flood.setter
    def flood(self, mode: Flood) -> None:
        self.world.flood.mode = mode

    @property
    def flood_report(self) -> list[Flooded]:
        """What came too fast since flood limits were counted or enforced."""
        return self.world.flood.report

    @property
    def slows_equal_polls(self) -> bool:
        """Whether a bot that asks getUpdates for the same offset again and again is slowed down."""
        return self.world.slows_equal_polls

    @slows_equal_polls.setter
    def slows_equal_polls(self, is_on: bool) -> None:
        self.world.slows_equal_polls = is_on
        for bot in self.world.bots.values():
            bot.queue.slows_equal_polls = is_on

    def route_webhook(self, host: str, address: str) -> None:
        """Let updates for https://`host` go to `address` on this machine, in place of DNS and TLS."""
        self.world.webhooks.route(host, address)

    def is_quiet(self, bot: Bot) -> bool:
        """Tell whether no update waits for the bot or for its confirmation."""
        return not bot.queue.pending()

    async def wait_until_confirmed(self, bot: Bot) -> None:
        """Wait until the bot has confirmed all its updates by a later offset; TimeoutError after ten real seconds."""
        async with asyncio.timeout(_CONFIRM_SECONDS):
            await bot.queue.wait_until_confirmed()

    async def wait_for_change(self) -> None:
        """Wait until any chat looks different, for a page that shows one."""
        await self.world.changed.wait()
