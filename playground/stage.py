"""The real bot on the stand-in Telegram, under a clock to wind: for the demo, the tests, and whoever wants to try."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import app as bot_app
from bot.chat.limits import Limits
from bot.chat.patience import Patience
from bot.config import Settings
from playground.clock import WoundClock
from playground.telegram import Bot, Button, Message, Person, Tap, TelegramServer

TOKEN = "123456789:AAplayground-stand-in-token-0000000"  # noqa: S105  no secret: it opens nothing but the stand-in
USERNAME = "stay_on_the_line_bot"
PHONE_KEY = "c3RhbmQtaW4ta2V5LXRoYXQtb3BlbnMtbm90aGluZyE="
ZONE = "Europe/Berlin"


@dataclass(slots=True)
class Stage:
    """One bot, one Telegram, one clock. Times of day are wall times in the stage's zone, where everybody lives."""

    server: TelegramServer
    telegram_bot: Bot
    clock: WoundClock
    zone: str
    settings: Settings
    limits: Limits
    patience: Patience
    """Endless, as those who live here live faster than people do."""
    app: bot_app.App | None = None
    _running: asyncio.Task[None] | None = field(default=None)

    async def start_bot(self) -> None:
        """Start the bot's process, so to say, and let it read what has come in."""
        self.app = bot_app.build(
            self.settings, clock=self.clock, alarm=self.clock, limits=self.limits, patience=self.patience
        )
        self._running = asyncio.create_task(self.app.run())  # noqa: TID251  kept, and awaited in `stop_bot`
        await self.settle()

    async def stop_bot(self) -> None:
        """Stop the bot as SIGTERM does."""
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        self.app = self._running = None

    async def settle(self) -> None:
        """Wait until the bot has heard, done and said everything."""
        await self.clock.settle(self.is_quiet)

    async def wind_to_moment(self, moment: datetime) -> None:
        """Wind to an instant by way of everything that is due before it."""
        await self.clock.wind_to(moment, self.is_quiet)

    async def close(self) -> None:
        """Stop the bot, and whatever it took to run it."""
        await self.stop_bot()

    async def wind_to(self, wall: str, *, days: int = 0) -> None:
        """Wind to a wall time such as `20:00`, `days` dates on; it must lie ahead."""
        await self.wind_to_moment(self.moment(wall, days=days))

    async def wind(self, **span: float) -> None:
        """Wind by a span, as in `wind(minutes=30)`."""
        await self.wind_to_moment(self.clock.now() + timedelta(**span))

    async def sleep_to(self, wall: str, *, days: int = 0) -> None:
        """Let time pass while the bot is down."""
        await self.stop_bot()
        self.clock.jump_to(self.moment(wall, days=days))

    def moment(self, wall: str, *, days: int = 0) -> datetime:
        """Return the instant of a wall time on the clock's calendar date, or `days` later."""
        zone = ZoneInfo(self.zone)
        date = self.clock.now().astimezone(zone).date() + timedelta(days=days)
        return datetime.combine(date, time.fromisoformat(wall), tzinfo=zone)

    def is_quiet(self) -> bool:
        """Tell whether nothing is in hand on either side."""
        if self._running is not None and self._running.done():
            self._running.result()
        return self.app is not None and self.app.is_quiet() and self.server.is_quiet(self.telegram_bot)

    def person(self, name: str, username: str | None = None) -> "Phone":
        """Return somebody new, with a phone."""
        return Phone(self, self.server.add_person(name, username=username))

    def phones(self) -> "list[Phone]":
        """Return everybody's phone, in the order in which they came."""
        return [Phone(self, person) for person in self.server.people]


@dataclass(frozen=True, slots=True)
class Phone:
    """A person's private chat with the bot; everything they do waits until the bot has dealt with it."""

    stage: Stage
    person: Person

    async def start(self, payload: str | None = None) -> Message:
        """Press START, and return what the bot says last."""
        self.person.open(self.stage.telegram_bot, payload)
        return await self._settled()

    async def join(self, city: str | None = None) -> Message:
        """Press START, if nothing was said yet, and settle in: a city (the stage's own), and the usual times."""
        if not self.messages:
            await self.start()
        await self.settle_in(city)
        return self.last

    async def settle_in(self, city: str | None = None) -> None:
        """Say where one lives, if that is asked, and take the usual times."""
        if not any("Where do you live" in text or "where do you live" in text for text in self.heard[-2:]):
            return
        await self.type(city or city_of(self.stage.zone))
        await self.tap_first(" · ")
        await self.tap(" and ")

    async def open_link(self, url: str) -> Message:
        """Open a link to the bot."""
        self.person.open_link(url)
        return await self._settled()

    async def type(self, text: str, *, reply_to: Message | None = None, forwarded: bool = False) -> Message:
        """Type something, and return what the bot says last."""
        self.person.send(self.stage.telegram_bot, text, reply_to=reply_to, forwarded=forwarded)
        return await self._settled()

    async def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message."""
        self.person.edit(message, text)
        return await self._settled()

    async def tap(self, label: str, *, on: Message | None = None) -> Tap:
        """Tap a button: on the newest message that has one with this label, or on a given one."""
        tap = self.person.tap(on if on is not None else self._with_button(label), label)
        await self.stage.settle()
        return tap

    async def tap_first(self, label: str) -> Tap:
        """Tap the first button of the newest message that has one with this label."""
        message = self._with_button(label)
        faces = [button.text for row in message.buttons for button in row]
        return await self.tap(next(face for face in faces if label in face), on=message)

    def button(self, label: str) -> Button:
        """Return the newest button of the bot with this label."""
        return self._with_button(label).button(label)

    async def tap_raw(self, data: str, *, on: Message) -> Tap:
        """Tap as a modified client can: with any payload."""
        tap = self.person.tap_raw(on, data)
        await self.stage.settle()
        return tap

    @property
    def messages(self) -> list[Message]:
        """What the chat shows, oldest first."""
        return self.person.chat(self.stage.telegram_bot)

    @property
    def heard(self) -> list[str]:
        """The texts of the bot's messages, oldest first."""
        return [message.text or "" for message in self.messages if message.is_from_bot]

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The labels of the keys that take the place of the letters now; empty where there are only letters."""
        return tuple(tuple(key["text"] for key in row) for row in self.person.keys(self.stage.telegram_bot))

    async def share_location(self, latitude: float, longitude: float) -> Message:
        """Share a place, and return what the bot says last."""
        self.person.send_location(self.stage.telegram_bot, latitude, longitude)
        return await self._settled()

    async def share_number(self) -> Message:
        """Tap the key that asks for one's number, and return what the bot says last."""
        self.person.share_number(self.stage.telegram_bot)
        return await self._settled()

    async def send_contact(
        self, of: "Phone | None" = None, *, is_known: bool = True, forwarded: bool = False
    ) -> Message:
        """Send a contact card that nobody asked for by a key, and return what the bot says last."""
        user = None if of is None else of.person
        self.person.send_contact(self.stage.telegram_bot, user, is_known=is_known, forwarded=forwarded)
        return await self._settled()

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.person.last(self.stage.telegram_bot)

    @property
    def invite_link(self) -> str:
        """The last link of an invitation that the chat shows; `IndexError` if there is none."""
        return [word for text in self.heard for word in text.split() if word.startswith("https://t.me/")][-1]

    def find(self, part: str) -> Message:
        """Return the bot's newest message that contains `part`."""
        return self.person.find(self.stage.telegram_bot, part)

    async def _settled(self) -> Message:
        await self.stage.settle()
        return self.last

    def _with_button(self, label: str) -> Message:
        for message in reversed(self.messages):
            faces = [button.text for row in message.buttons for button in row]
            if message.is_from_bot and any(label in face for face in faces):
                return message
        raise LookupError(f"no button {label!r} in {[message.text for message in self.messages[-5:]]}")


def city_of(zone: str) -> str:
    """Return the city that a zone is named for."""
    return zone.rpartition("/")[2].replace("_", " ")
