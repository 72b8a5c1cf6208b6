"""How people live with the bot: most answer, some don't, and all of them tap what they should not, now and then."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.kinds import Kind
from playground.telegram import Bot, Button, Group, Message, Person, Tap
from tests.simulation.bot import Machine
from tests.simulation.referee import Habits


@dataclass(frozen=True, slots=True)
class Place:
    """Where a city is, and by which clock it lives."""

    latitude: float
    longitude: float
    zone: str


PLACES = {
    "Berlin": Place(52.52, 13.40, "Europe/Berlin"),
    "London": Place(51.51, -0.13, "Europe/London"),
    "New York": Place(40.71, -74.01, "America/New_York"),
    "Denver": Place(39.74, -104.98, "America/Denver"),
    "Honolulu": Place(21.31, -157.86, "Pacific/Honolulu"),
    "Santiago": Place(-33.45, -70.67, "America/Santiago"),
    "Cairo": Place(30.04, 31.24, "Africa/Cairo"),
    "Casablanca": Place(33.57, -7.59, "Africa/Casablanca"),
    "Tehran": Place(35.69, 51.39, "Asia/Tehran"),
    "Kathmandu": Place(27.72, 85.32, "Asia/Kathmandu"),
    "Tokyo": Place(35.68, 139.69, "Asia/Tokyo"),
    "Adelaide": Place(-34.93, 138.60, "Australia/Adelaide"),
    "Apia": Place(-13.83, -171.77, "Pacific/Apia"),
    "Auckland": Place(-36.85, 174.76, "Pacific/Auckland"),
}
"""Cities whose clocks differ in every way."""
SEEN = 12
"""So many of the newest messages somebody looks at."""
HEARS = 0.6
"""How often somebody hears their phone."""
REMEMBERED = 60
"""So many buttons somebody could still tap that they saw once."""

_WANTS_WORDS = frozenset(
    {
        Kind.MORNING_ASK,
        Kind.MORNING_REMINDER,
        Kind.MORNING_NUDGE,
        Kind.EVENING_ASK_UNNAMED,
        Kind.EVENING_REMINDER_UNNAMED,
        Kind.TOMORROW_QUESTION,
        Kind.CHANGE_QUESTION,
    }
)
_WEIGHTS = {
    "done": 6,
    "calling": 4,
    "we_did_it": 4,
    "cheer": 4,
    "im_here": 4,
    "replace": 3,
    "for_tomorrow": 3,
    "not_yet": 3,
    "carry_over": 2,
    "nudge": 2,
    "stop": 0.02,
    "go_on": 0.05,
    "leave": 0.05,
    "part": 0.1,
    "part_for_another": 0.1,
    "part_and_invite": 0.1,
    "block": 0.02,
    "block_inviter": 0.02,
    "decline": 0.1,
    "withdraw": 0.1,
    "page": 0.5,
    "away": 0.4,
    "draft_days_off": 0.3,
    "here_off": 0.1,
}
"""How much likelier a button is tapped than another."""
_PLAIN = frozenset(
    {
        *("done", "undo", "partly", "leave_partly", "on_a_call", "not_yet", "wait", "change", "replace", "keep"),
        *("carry_over", "calling", "snooze", "cant", "cheer", "own_cheer", "nudge", "we_did_it", "did", "extend"),
        *("not_reached", "wait_for"),
    }
)
"""Buttons that take no ask away."""
_ABOUT_A_DAY = _PLAIN - {"wait_for"}
_COMMANDS = (
    *("/today", "/done", "/help", "/settings", "/skip", "/back", "/cancel", "/invite", "/nudge", "/words", "/start"),
    *("/tomorrow", "/away", "/away 3 days", "/away tomorrow", "/block", "/leave", "/unknown", "/delete", "/here"),
)


@dataclass(slots=True)
class Human:
    """Somebody with a phone, a partner perhaps, and habits of their own."""

    person: Person
    machine: Machine
    telegram: Bot
    lot: Random
    city: str
    faithfulness: float
    """How often they do what they are asked for."""
    kinds: dict[tuple[int, int], Kind]
    """What each message of the bot's is, by chat and number."""
    habits: Habits
    named: "count[int]" = field(default_factory=count)
    group: Group | None = None
    partner: "Human | None" = None
    is_blocking: bool = False
    old_buttons: list[Button] = field(default_factory=list)
    forged: list[Tap] = field(default_factory=list)
    """Taps on buttons of days that are not theirs to touch."""
    others: "list[Human]" = field(default_factory=list)
    """Everybody there is: a modified client can forge their buttons."""
    _rang: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def tag(self) -> str:
        """What stands in everything they type, so that it is seen whose words come where."""
        return self.person.first_name

    def thing(self) -> str:
        """Return one thing that nobody else says, and never twice."""
        return f"{self.tag} writes letter {next(self.named)}"

    def ring(self) -> None:
        """Hear the phone, or not."""
        if self.lot.random() < HEARS:
            self._rang.set()

    async def live(self) -> None:
        """Join, and then look at the phone now and then, and mostly when it rings."""
        await asyncio.sleep(self.lot.uniform(0, 3 * 3600))
        await self.join()
        while True:
            await self._wait_for_reason()
            await self._wait_until_awake()
            for _ in range(1 + (self.lot.random() < 0.2)):
                self.look()
                await asyncio.sleep(self.lot.uniform(1, 60))

    async def join(self) -> None:
        """Press START and settle in, however long the bot takes."""
        self.person.open(self.telegram)
        while True:
            await asyncio.sleep(self.lot.uniform(4, 20))
            kind, message = self._last()
            if kind in {Kind.ALL_SET, Kind.INVITE_OFFER, Kind.STATUS, Kind.PAIRED} or message is None:
                return
            if kind in {Kind.WELCOME, Kind.WHERE_QUESTION, Kind.SETTINGS_WHERE}:
                if self.lot.random() < 0.7:
                    self._share_location()
                else:
                    self.person.send(self.telegram, self.city)
            elif message.buttons:
                self._tap(message.buttons[0][0])
            else:
                return

    def invite(self, other: "Human") -> bool:
        """Hand the newest link of an invitation to somebody, who opens it; tell whether there was one."""
        links = [word for text in self._texts() for word in text.split() if word.startswith("https://t.me/")]
        if not links or other.is_blocking:
            return False
        other.person.open_link(links[-1])
        return True

    def look(self) -> None:
        """Look at the phone, and do something or nothing."""
        now = self.machine.life.now()
        self.habits.acted.append(now)
        if self.is_blocking:
            self.habits.strayed.append(now)
            if self.lot.random() < 0.2:
                self.is_blocking = False
                self.person.open(self.telegram)
            return
        if self.lot.random() < 0.12:
            self.habits.strayed.append(now)
            self._do_something_odd()
        elif self.lot.random() < self.faithfulness:
            self._do_as_asked()

    def _do_as_asked(self) -> None:
        seen = [(self.kinds.get((message.chat_id, message.id)), message) for message in self._messages()[-SEEN:]]
        if not seen:
            return
        kind, message = seen[-1]
        if kind in _WANTS_WORDS and self.lot.random() < 0.85:
            self._type(self.thing(), message if self.lot.random() < 0.5 else None)
            return
        buttons = [button for _, each in seen[-4:] for row in each.buttons for button in row if button.callback_data]
        self._remember(buttons)
        if buttons:
            weights = [_WEIGHTS.get((button.callback_data or "").partition(":")[0], 1) for button in buttons]
            self._tap(self.lot.choices(buttons, weights)[0])
        elif self.group is not None:
            self._act_in_group()
        else:
            self._type(self.thing())

    def _do_something_odd(self) -> None:
        odd = (
            self._tap_old,
            self._tap_old,
            self._tap_twice,
            self._tap_forged,
            self._tap_forged,
            self._command,
            self._command,
            self._command,
            self._edit,
            self._send_other,
            self._travel,
            self._block,
            self._type_anything,
            self._reply_to_old,
            self._act_in_group,
            self._name_tomorrow,
        )
        self.lot.choice(odd)()

    def _tap_old(self) -> None:
        if self.old_buttons:
            self._tap(self.lot.choice(self.old_buttons))

    def _tap_twice(self) -> None:
        buttons = [button for message in self._messages()[-3:] for row in message.buttons for button in row]
        if buttons:
            button = self.lot.choice(buttons)
            self._tap(button)
            self._tap(button)

    def _tap_forged(self) -> None:
        messages = self._messages()
        other = self.lot.choice(self.others)
        if not other.old_buttons or not messages:
            return
        data = self.lot.choice(other.old_buttons[-3:]).callback_data or ""
        tap = self.person.tap_raw(messages[-1], data)
        if other not in (self, self.partner) and data.partition(":")[0] in _ABOUT_A_DAY:
            self.forged.append(tap)

    def _command(self) -> None:
        self._type(self.lot.choice(_COMMANDS))

    def _name_tomorrow(self) -> None:
        self._type(f"/tomorrow {self.thing()}")

    def _type_anything(self) -> None:
        self._type(self.lot.choice((self.thing(), "yes", "7:30", "22:15", "until Friday", "x" * 300, "🙂", self.city)))

    def _reply_to_old(self) -> None:
        messages = self._messages()
        if messages:
            self._type(self.thing(), self.lot.choice(messages[-SEEN:]))

    def _edit(self) -> None:
        own = [
            message
            for message in self.person.chat(self.telegram)[-20:]
            if message.sender is self.person and message.text
        ]
        if own and not own[-1].text.startswith("/"):
            self.person.edit(own[-1], self.thing())

    def _send_other(self) -> None:
        if self.lot.random() < 0.5:
            self.person.send_sticker(self.telegram)
        else:
            self.person.send_contact(self.telegram)

    def _travel(self) -> None:
        """Say that one is somewhere else: settings, where, and the place."""
        self.city = self.lot.choice(sorted(PLACES))
        messages = self._messages()
        if messages:
            self.person.tap_raw(messages[-1], "page:where")
            self._share_location()

    def _share_location(self) -> None:
        place = PLACES[self.city]
        self.person.send_location(self.telegram, place.latitude, place.longitude)

    def _block(self) -> None:
        if self.lot.random() < 0.3:
            self.is_blocking = True
            self.person.block(self.telegram)

    def _act_in_group(self) -> None:
        group = self.group
        if group is None:
            return
        group = group.upgraded_to or group
        said = [message for message in self.person.chat(group)[-SEEN:] if message.is_from_bot and not message.service]
        buttons = [button for message in said for row in message.buttons for button in row if button.callback_data]
        match self.lot.randrange(6):
            case 0:
                self.person.send(group, f"/one@{self.telegram.username} {self.thing()}")
            case 1:
                self.person.send(group, f"/done@{self.telegram.username}")
            case 2:
                self.person.send(group, f"{self.tag} talks {next(self.named)}")
            case 3 if said:
                self.person.send(group, self.thing(), self.lot.choice(said))
            case _ if buttons:
                self._tap(self.lot.choice(buttons))
            case _:
                self.person.send(group, f"/here@{self.telegram.username}")

    def _type(self, text: str, reply_to: Message | None = None) -> None:
        self.person.send(self.telegram, text, reply_to)

    def _tap(self, button: Button) -> None:
        if button.callback_data is not None:
            if button.callback_data.partition(":")[0] not in _PLAIN:
                self.habits.strayed.append(self.machine.life.now())
            self.person.tap(button)

    def _remember(self, buttons: list[Button]) -> None:
        if buttons:
            self.old_buttons.append(self.lot.choice(buttons))
            del self.old_buttons[:-REMEMBERED]

    def _messages(self) -> list[Message]:
        return [message for message in self.person.chat(self.telegram)[-3 * SEEN :] if message.is_from_bot]

    def _texts(self) -> list[str]:
        return [message.text for message in self._messages()]

    def _last(self) -> tuple[Kind | None, Message | None]:
        messages = self._messages()
        if not messages:
            return Kind.WELCOME, None
        return self.kinds.get((messages[-1].chat_id, messages[-1].id)), messages[-1]

    async def _wait_for_reason(self) -> None:
        """Wait until the phone rings, or one thinks of it."""
        self._rang.clear()
        try:
            async with asyncio.timeout(self.lot.expovariate(1 / 36_000)):
                await self._rang.wait()
        except TimeoutError:
            return
        await asyncio.sleep(self.lot.choice((5, 30, 120, 600, 1500, 3000, 7200)) * self.lot.uniform(0.5, 1.5))

    async def _wait_until_awake(self) -> None:
        now = self.machine.life.now()
        wall = now.astimezone(ZoneInfo(self.zone))
        if 1 <= wall.hour < 6 and self.lot.random() < 0.95:
            await asyncio.sleep(timedelta(hours=6 - wall.hour).total_seconds() + self.lot.uniform(0, 3600))

    @property
    def zone(self) -> str:
        """The zone in which they sleep."""
        return PLACES[self.city].zone


async def keep_a_pact(one: Human, other: Human, are_paired: Callable[[], bool]) -> None:
    """Let two people become partners, and again some day after they parted; one of them may have a group for both."""
    await asyncio.sleep(3 * 3600)
    while True:
        await asyncio.sleep(one.lot.uniform(200, 900))
        if are_paired():
            if one.group is not None and one.telegram not in one.group.bots() and one.group.upgraded_to is None:
                one.group.add(one.telegram, one.person)
        elif not one.is_blocking:
            for human in (one, other):
                human.habits.strayed.append(human.machine.life.now())
            one.person.send(one.telegram, "/invite")
            await asyncio.sleep(one.lot.uniform(30, 120))
            if one.invite(other):
                await asyncio.sleep(one.lot.uniform(30, 120))
                if not other.is_blocking:
                    _accept(other)
        await asyncio.sleep(one.lot.uniform(3, 20) * 3600)


def _accept(human: Human) -> None:
    for message in reversed(human._messages()[-4:]):
        for row in message.buttons:
            for button in row:
                if (button.callback_data or "").startswith("accept:"):
                    human.person.tap(button)
                    return
