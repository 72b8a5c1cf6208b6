"""Ana and Ben over the real dealing, services and database, without Telegram: what is claimed arrives at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup

from bot.app import bot_for, means_of
from bot.chat.answering import Answer, Answers, Nod
from bot.chat.dealing import Dealer
from bot.chat.render import render
from bot.config import read_settings
from bot.db.sqlite import url_of
from bot.db.storage import Storage
from bot.db.unit_of_work import Committed
from bot.domain import calendar
from bot.domain.day import ENDED, FINISHED, Day, DayId, State
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId
from bot.domain.notices import RULES
from bot.services import delivering
from bot.services.letters import Letter
from bot.services.ports import UnitOfWork
from bot.services.tick import tick
from playground.opening import Kept, make_database
from playground.stage import PHONE_KEY, TOKEN, USERNAME
from tests.manners.table import ROWS

PAGE = 50
CALLS = frozenset({Kind.CALL_NUDGE, Kind.BOTH_MISSED})
ABOUT_WHAT_IS_OPEN = frozenset(kind for row in ROWS for kind in row.kinds) - {
    Kind.SAVED,
    Kind.ON_HOLD,
    Kind.PARTNER_ON_HOLD,
    Kind.COMING_BACK,
    Kind.PARTNER_COMING_BACK,
}
OF_A_PAIR = CALLS | {Kind.NUDGE_OFFER, Kind.MORNING_NUDGE, Kind.AGREED_WORDS, Kind.CALL_CARD, Kind.FOLLOW_UP}
CLOSED = FINISHED | ENDED | {State.SKIPPED, State.PARTLY}
LADDER_ENDS = frozenset(
    {
        *(Kind.NO_CALL, Kind.CANT_TONIGHT, Kind.COULDNT_REACH, Kind.FOLLOW_UP, Kind.OUTSIDE_CALL_HOURS),
        *(Kind.PARTNER_AWAY, Kind.PARTNER_LEFT, Kind.LEFT, Kind.AWAY),
    }
)
"""By which a member hears that nobody calls any more, or is asked how the call went."""
SAID_BY_THE_OTHER = frozenset({Kind.PARTNER_SKIPPED, Kind.CANT_TONIGHT, Kind.COULDNT_REACH})
"""What one of the two hears when the other has ended it, and so knows."""


@dataclass(slots=True)
class Clock:
    """A clock that stands where it was put."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


class NoAnswers(Answers):
    """Answers to taps go nowhere."""

    def give(self, answer: Answer | Nod | None) -> None:
        """Leave it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button that somebody's phone shows, or has shown."""

    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter, and when it came."""

    at: datetime
    letter: Letter


class TwoPeople:
    """The two, their phones, and what was promised to them: each letter is checked as it arrives."""

    def __init__(self, kept: Kept, folder: Path) -> None:
        """Go on from two who have just become partners."""
        file = folder / "bot.db"
        make_database(file, kept.database)
        self.clock = Clock(kept.moment)
        self.storage = Storage(url_of(file))
        settings = read_settings(_env_file=None, bot_token=TOKEN, database_url=url_of(file), phone_key=PHONE_KEY)
        self.means = means_of(settings)
        bot = bot_for(settings)  # nothing here talks to Telegram
        self.dealer = Dealer(
            bot=bot,
            open_uow=self.open_uow,
            clock=self.clock,
            answers=NoAnswers(bot),
            means=self.means,
        )
        self.claimed: list[Letter] = []
        self.buttons: dict[MemberId, list[Button]] = defaultdict(list)
        self.arrived: list[Arrived] = []
        self.counted: Counter[tuple[str, MemberId, DayId]] = Counter()
        self.updates = 10_000_000
        self.messages = 1000

    async def close(self) -> None:
        await self.storage.close()

    def open_uow(self) -> UnitOfWork:
        return self.storage.open_uow(self._on_commit)

    def _on_commit(self, committed: Committed) -> None:
        self.claimed.extend(committed.claimed)

    # What people do

    async def people(self) -> Sequence[Member]:
        async with self.storage.open_reader() as uow:
            return [await uow.members.get(MemberId(number)) for number in (1, 2)]

    async def type(self, member: Member, text: str) -> None:
        self.messages += 1
        await self._happen(member, {"message": self._message(member, self.messages, text)})

    async def tap(self, member: Member, button: Button) -> None:
        query = {
            "id": str(self.updates),
            "from": _user(member),
            "chat_instance": "1",
            "message": self._message(member, button.message_id, "what it said"),
            "data": button.data,
        }
        await self._happen(member, {"callback_query": query})

    async def _happen(self, member: Member, update: Mapping[str, Any]) -> None:
        self.updates += 1
        await self.dealer.deal_with({"update_id": self.updates, **update})
        await self.settle()

    def _message(self, member: Member, number: int, text: str) -> Mapping[str, Any]:
        message: dict[str, Any] = {
            "message_id": number,
            "date": int(self.clock.now().timestamp()),
            "chat": {"id": member.profile.account_id, "type": "private", "first_name": member.name},
            "from": _user(member),
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return message

    # What the clock and the voice do

    async def wind(self, span: timedelta) -> None:
        """Let time pass by way of all that is due."""
        until = self.clock.now() + span
        while True:
            async with self.storage.open_reader() as uow:
                due = await uow.days.next_due_at()
            if due is None or due > until:
                break
            self.clock.moment = max(self.clock.now(), due)
            await tick(self.open_uow, self.clock.now())
            await self.settle()
        self.clock.moment = until

    async def settle(self) -> None:
        """Let everything arrive that waits."""
        while True:
            replies, self.claimed = self.claimed, []
            for letter in replies:
                async with self.open_uow() as uow:
                    weighed = await delivering.weigh(uow, letter, self.clock.now(), self.means.vault)
                    if isinstance(weighed, delivering.Parcel):
                        await self._arrive(uow, weighed)
                    else:
                        await uow.outbox.settle(letter.id, weighed)
                    await uow.commit()
            async with self.storage.open_reader() as uow:
                waiting = await uow.outbox.heads(PAGE)
            for letter in waiting:
                async with self.open_uow() as uow:
                    parcel = await delivering.claim(uow, letter.id, self.clock.now(), self.means.vault)
                    if parcel is not None:
                        await self._arrive(uow, parcel)
                    await uow.commit()
            if not (replies or waiting or self.claimed):
                return

    async def _arrive(self, uow: UnitOfWork, parcel: delivering.Parcel) -> None:
        letter = parcel.letter
        await self._check(uow, letter)
        rendered = render(parcel, bot_username=USERNAME, number="+1" if parcel.sealed_number else None)
        self.messages += 1
        message_id = parcel.edits_message or self.messages
        if isinstance(rendered.keyboard, InlineKeyboardMarkup):
            datas = [each.callback_data for row in rendered.keyboard.inline_keyboard for each in row]
            shown = [Button(message_id, data) for data in datas if isinstance(data, str)]
            self.buttons[letter.recipient_id].extend(shown)
        self.arrived.append(Arrived(self.clock.now(), letter))
        await delivering.note_sent(uow, letter, message_id, self.clock.now())

    # What was promised to them

    async def _check(self, uow: UnitOfWork, letter: Letter) -> None:
        """See that a letter may arrive now, by the rules as the product tells them."""
        day = None if letter.day_id is None else await uow.days.get(letter.day_id)
        if letter.kind not in RULES or day is None or letter.edits_key or letter.edits_message:
            return
        for row in ROWS:
            if letter.kind in row.kinds:
                counted = (row.name, letter.recipient_id, day.id)
                self.counted[counted] += 1
                assert self.counted[counted] <= row.most, f"{letter.key}: too often"
        if letter.kind in ABOUT_WHAT_IS_OPEN:
            assert day.state not in CLOSED, f"{letter.key} about a day that is {day.state}"
            assert not day.is_over, f"{letter.key} after the day's end"
        if letter.kind in OF_A_PAIR:
            pair = await uow.pairs.open_of(letter.recipient_id)
            assert pair is not None, f"{letter.key} to somebody alone"
            assert {day.member_id, letter.recipient_id} <= set(pair.members), f"{letter.key} to a stranger"
        if letter.kind in CALLS:
            await self._check_hours(uow, letter, day)

    async def _check_hours(self, uow: UnitOfWork, letter: Letter, day: Day) -> None:
        """A call is asked for within both people's hours; Not yet waives the member's own, a snooze the partner's."""
        now = self.clock.now()
        for member_id in {letter.recipient_id, day.member_id}:
            member = await uow.members.get(member_id)
            is_waived = day.is_waived and member_id == day.member_id and letter.kind is Kind.CALL_NUDGE
            is_open = calendar.is_within(member.call_hours, now, member.zone)
            was_snoozed = any(
                each.letter.kind in CALLS and each.letter.day_id == day.id and now - each.at == timedelta(minutes=15)
                for each in self.arrived
            )
            assert is_open or is_waived or was_snoozed, f"{letter.key} outside {member.name}'s hours"

    async def check_end(self, days: Sequence[DayId]) -> None:
        """See that days which have run out are over, and that both have heard how a ladder ended."""
        async with self.storage.open_reader() as uow:
            for day_id in days:
                day = await uow.days.get(day_id)
                if day is None:
                    continue
                assert day.is_over, f"day {day_id} never ended: {day.state}"
                assert day.due_at is None
                self._check_told(day)

    def _check_told(self, day: Day) -> None:
        about = [each for each in self.arrived if each.letter.day_id == day.id]
        asked = [at for at, each in enumerate(about) if each.letter.kind in CALLS]
        if asked and day.state is State.MISSED:
            since = self.arrived[self.arrived.index(about[asked[-1]]) + 1 :]
            kinds = {each.letter.kind for each in since if each.letter.recipient_id == day.member_id}
            said_so = any(each.letter.kind in SAID_BY_THE_OTHER for each in since)
            assert said_so or kinds & LADDER_ENDS, f"the member of day {day.id} was left waiting: {kinds}"
        nudges = [at for at, each in enumerate(about) if each.letter.kind is Kind.CALL_NUDGE]
        if not nudges:
            return
        partner = about[nudges[-1]].letter.recipient_id
        after = about[nudges[-1] + 1 :]
        hers = [each.letter for each in after if each.letter.recipient_id == day.member_id]
        his = [each.letter for each in after if each.letter.recipient_id == partner]
        assert hers, f"the member never heard how the ladder of day {day.id} ended ({day.state})"
        assert his, f"the partner never heard how the ladder of day {day.id} ended ({day.state})"


def _user(member: Member) -> Mapping[str, Any]:
    profile = member.profile
    user = {"id": profile.account_id, "is_bot": False, "first_name": profile.name, "username": profile.username}
    return {key: value for key, value in {**user, "language_code": profile.language}.items() if value is not None}
