"""The real dealing, services, database and words, with nothing of Telegram but its rules for what may be sent."""

import random
import sys
import traceback
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from structlog.typing import EventDict
from telegram import InlineKeyboardMarkup, User

from bot.app import bot_for, means_of
from bot.chat.answering import Answer, Answers, Nod
from bot.chat.dealing import Dealer
from bot.chat.render import Rendered, render
from bot.config import read_settings
from bot.db.sqlite import open_directly, url_of
from bot.db.storage import Storage
from bot.db.unit_of_work import Committed
from bot.services import delivering
from bot.services.housekeeping import tidy
from bot.services.ports import UnitOfWork
from bot.services.tick import tick
from playground.opening import make_database
from playground.stage import PHONE_KEY, TOKEN, USERNAME
from playground.telegram.formatting import checked_caption, checked_text, formatted
from playground.telegram.schema import load_schema
from playground.telegram.validate import Upload, check_params
from tests.fuzzing.watching import Watch
from tests.manners.two_people import Clock

if TYPE_CHECKING:
    from bot.services.letters import Letter

PAGE = 50
BOT_ID = int(TOKEN.partition(":")[0])
MOST_STEPS = 400
"""So many rings of the clock are one winding at most."""
MOST_TURNS = 300
KEPT_BUTTONS = 16


class Unsendable(AssertionError):  # noqa: N818  named for what it is
    """Telegram would refuse what the bot is about to say."""


class CheckedAnswers(Answers):
    """Answers to taps go nowhere, if Telegram would take them."""

    def give(self, answer: Answer | Nod | None) -> None:
        """See that it could be given."""
        if isinstance(answer, Answer):
            given = {"callback_query_id": answer.callback_id, "text": answer.text}
            check_params(load_schema(), "answerCallbackQuery", given, {})


@dataclass(frozen=True, slots=True)
class Shown:
    """A button that some chat shows, or has shown."""

    chat: int
    message: int
    data: str


class World:
    """A database, a clock, and everybody's phones."""

    def __init__(self, folder: Path, moment: datetime, seed: int, kept: bytes | None = None) -> None:
        """Open the world in `folder`, from what was kept or anew; the same seed makes the same invites."""
        self.file = folder / "bot.db"
        make_database(self.file, kept)
        self.clock = Clock(moment)
        self.storage = Storage(url_of(self.file))
        tokens = random.Random(seed)
        settings = read_settings(_env_file=None, bot_token=TOKEN, database_url=url_of(self.file), phone_key=PHONE_KEY)
        self.means = replace(means_of(settings), new_token=lambda: f"{tokens.getrandbits(128):032x}")
        self.bot = bot_for(settings)  # nothing here talks to Telegram
        self.bot._bot_user = User(BOT_ID, "Stay on the Line", is_bot=True, username=USERNAME)
        self.dealer = Dealer(
            bot=self.bot, open_uow=self.open_uow, clock=self.clock, answers=CheckedAnswers(self.bot), means=self.means
        )
        self.claimed: list[Letter] = []
        self.has_waiting = True
        self.buttons: dict[int, deque[Shown]] = defaultdict(lambda: deque(maxlen=KEPT_BUTTONS))
        self.last_message: dict[int, int] = defaultdict(lambda: 1)
        self.messages = 1000
        self.sent = 0
        self.watch: Watch | None = None

    def begin_to_watch(self) -> Watch:
        """From here on each change is written down."""
        self.watch = Watch(open_directly(self.file))
        return self.watch

    async def close(self) -> None:
        """Close what is open."""
        if self.watch is not None:
            self.watch.connection.close()
        await self.storage.close()

    def open_uow(self) -> UnitOfWork:
        """Return a transaction that tells what it left to be said."""
        return self.storage.open_uow(self._on_commit)

    def _on_commit(self, committed: Committed) -> None:
        self.claimed.extend(committed.claimed)
        self.has_waiting = self.has_waiting or committed.has_waiting or committed.earliest_due is not None

    async def wind(self, span: timedelta) -> None:
        """Let time pass by way of all that is due."""
        until = self.clock.now() + span
        for _ in range(MOST_STEPS):
            async with self.storage.open_reader() as uow:
                due = await uow.days.next_due_at()
            if due is None or due > until:
                break
            self.clock.moment = max(self.clock.now(), due)
            await tick(self.open_uow, self.clock.now())
            await self.settle()
        self.clock.moment = max(until, self.clock.now())
        await tidy(self.open_uow, self.clock.now())

    async def settle(self) -> None:
        """Let everything arrive that waits."""
        turns = 0
        while self.claimed or self.has_waiting:
            turns += 1
            if turns > MOST_TURNS:
                raise Unsendable("there is no end to what is to be said")
            replies, self.claimed = self.claimed, []
            for letter in replies:
                async with self.open_uow() as uow:
                    weighed = await delivering.weigh(uow, letter, self.clock.now(), self.means.vault)
                    if isinstance(weighed, delivering.Parcel):
                        await self._arrive(uow, weighed)
                    else:
                        await delivering.note_weighed(uow, letter, weighed)
                    await uow.commit()
            if replies or not self.has_waiting:
                continue
            async with self.storage.open_reader() as uow:
                waiting = await uow.outbox.heads(PAGE)
            self.has_waiting = bool(waiting)
            for letter in waiting:
                async with self.open_uow() as uow:
                    parcel = await delivering.claim(uow, letter.id, self.clock.now(), self.means.vault)
                    if parcel is not None:
                        await self._arrive(uow, parcel)
                    await uow.commit()

    async def _arrive(self, uow: UnitOfWork, parcel: delivering.Parcel) -> None:
        letter = parcel.letter
        number = "+491701234567" if parcel.sealed_number else None
        rendered = render(parcel, bot_username=USERNAME, number=number)
        try:
            check_sendable(letter.chat_id, rendered)
            if letter.facts.get("room") is not None:
                check_sendable(letter.chat_id, render(parcel, bot_username=USERNAME, with_room=False, number=number))
        except Exception as error:
            raise Unsendable(f"{letter.kind} to {letter.recipient_id}: {error}; {rendered.text!r}") from error
        self.sent += 1
        self.messages += 1
        message = parcel.edits_message or self.messages
        self.last_message[letter.chat_id] = message
        if isinstance(rendered.keyboard, InlineKeyboardMarkup):
            datas = [each.callback_data for row in rendered.keyboard.inline_keyboard for each in row]
            self.buttons[letter.chat_id].extend(
                Shown(letter.chat_id, message, data) for data in datas if isinstance(data, str)
            )
        await delivering.note_sent(uow, letter, message, self.clock.now())


def check_sendable(chat_id: int, rendered: Rendered) -> None:
    """Raise whatever Telegram would refuse a message with."""
    if rendered.erases:
        return
    if rendered.contact is not None:
        card = {"chat_id": chat_id, "phone_number": rendered.contact.number, "first_name": rendered.contact.name}
        check_params(load_schema(), "sendContact", card, {})
        return
    made = formatted(rendered.text, "HTML", None, lambda _: True)
    given: dict[str, Any] = {"chat_id": chat_id, "parse_mode": "HTML"}
    if rendered.keyboard is not None:
        given["reply_markup"] = rendered.keyboard.to_dict()
    if rendered.picture is not None:
        checked_caption(made)
        picture = Upload("picture", rendered.picture, "image/png")
        check_params(load_schema(), "sendPhoto", given | {"photo": picture, "caption": rendered.text}, {})
        return
    checked_text(rendered.text, made)
    check_params(load_schema(), "sendMessage", given | {"text": rendered.text}, {})


class Ears:
    """Hears what the bot logs."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.errors: list[str] = []
        self.unreadable = 0

    def __call__(self, _logger: object, method: str, event: EventDict) -> EventDict:
        """Keep errors, count what could not be read, and print nothing."""
        if event.get("event") in ("update.unreadable", "intake.updates_without_id"):
            self.unreadable += 1
        elif method in ("exception", "error", "critical"):
            self.errors.append(f"{event.get('event')} {_cause(event)}")
        raise structlog.DropEvent


def _cause(event: Mapping[str, Any]) -> str:
    error = sys.exc_info()[1]
    if error is None:
        return str(dict(event))
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return f"{error!r} at {[(Path(frame.filename).name, frame.lineno) for frame in frames]}"
