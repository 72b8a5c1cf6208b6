"""What must hold at every step, checked by somebody who reads only what people see and what the database says."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.kinds import Kind
from bot.services.letters import Letter
from playground.telegram.values import Call, Tap
from tests.manners.table import ROWS
from tests.simulation.records import DayRow, MemberRow, Records

PROMPTLY = timedelta(minutes=5)
LATE = timedelta(minutes=15)
AT_THE_SAME_TIME = timedelta(minutes=2)
"""What the one cannot know of the other yet."""
SENDS = frozenset({"sendMessage", "sendPhoto", "sendContact", "copyMessage"})
EDITS = frozenset({"editMessageText", "deleteMessage"})
TAG = re.compile(r"[A-Z][a-z]+\d{4}")

_AT_LEAST = {Kind.CALL_NUDGE: timedelta(minutes=29), Kind.BOTH_MISSED: timedelta(seconds=110)}
"""So long after the ask nobody hears of a miss."""
DONE = frozenset({"done", "done_late"})
MUST_BE: Mapping[Kind, frozenset[str]] = {
    Kind.MORNING_ASK: frozenset({"asked"}),
    Kind.MORNING_REMINDER: frozenset({"asked"}),
    Kind.NUDGE_OFFER: frozenset({"asked"}),
    Kind.MORNING_NUDGE: frozenset({"asked"}),
    Kind.SILENCE_QUESTION: frozenset({"asked"}),
    Kind.EVENING_ASK: frozenset({"checking"}),
    Kind.EVENING_REMINDER: frozenset({"checking"}),
    Kind.EVENING_CHECK: frozenset({"checking"}),
    Kind.EVENING_ASK_UNNAMED: frozenset({"unnamed"}),
    Kind.EVENING_REMINDER_UNNAMED: frozenset({"unnamed"}),
    Kind.CALL_NUDGE: frozenset({"nudged"}),
    Kind.BOTH_MISSED: frozenset({"nudged"}),
    Kind.AGREED_WORDS: frozenset({"calling"}),
    Kind.CALL_CARD: frozenset({"calling"}),
    Kind.FOLLOW_UP: frozenset({"calling"}),
    Kind.SAVED: frozenset({"saved"}),
    Kind.PARTNER_DONE: DONE,
    Kind.CHEER: DONE,
    Kind.OWN_CHEER: DONE,
    Kind.PARTNER_PARTLY: frozenset({"partly"}),
}
"""In which states of its day a message is true."""
QUOTES_THE_THING = frozenset(
    {
        *(Kind.EVENING_ASK, Kind.EVENING_REMINDER, Kind.EVENING_CHECK, Kind.CALL_NUDGE, Kind.PARTNER_NAMED),
        *(Kind.PARTNER_REPLACED, Kind.PARTNER_DONE, Kind.SAVED),
    }
)
MORNING = frozenset({Kind.MORNING_ASK, Kind.MORNING_CARD})
EVENING = frozenset({Kind.EVENING_ASK, Kind.EVENING_ASK_UNNAMED})
EVENING_WORDS = EVENING | {Kind.EVENING_REMINDER, Kind.EVENING_REMINDER_UNNAMED, Kind.EVENING_CHECK}
CALLS = frozenset({Kind.CALL_NUDGE, Kind.BOTH_MISSED})
OF_THE_PARTNER = frozenset({*CALLS, Kind.NUDGE_OFFER, Kind.MORNING_NUDGE, Kind.AGREED_WORDS, Kind.PARTNER_DONE})
SETTLED = frozenset({"skipped", "off"})
PARTING = frozenset(
    {
        *(Kind.PARTNER_LEFT, Kind.LEFT, Kind.LEAVE_QUESTION, Kind.LEAVE_CHOICE, Kind.STAYED, Kind.BLOCK_QUESTION),
        *(Kind.BLOCK_LIST, Kind.BLOCKED, Kind.UNBLOCKED, Kind.PART_QUESTION, Kind.DELETE_QUESTION, Kind.GOODBYE),
        *(Kind.INVITE_CARD, Kind.DECLINED_CARD, Kind.DECLINED, Kind.NEW_INVITE_WISHED, Kind.WISH_SENT),
        *(Kind.PAIRED, Kind.REFUSAL),
    }
)
"""By which people hear the name of somebody they are not in a pair with (any more, or yet)."""


@dataclass(slots=True)
class Habits:
    """What the referee has to know of somebody beside what the bot says."""

    acted: list[datetime] = field(default_factory=list)
    """When they did something, the latest last."""
    strayed: list[datetime] = field(default_factory=list)
    """When they did something that can take an ask away: travelled, skipped, blocked the bot …"""

    def did_between(self, begin: datetime, end: datetime) -> bool:
        """Tell whether they did anything in that time."""
        return any(begin <= at <= end for at in reversed(self.acted[-80:]))

    def strayed_between(self, begin: datetime, end: datetime) -> bool:
        """Tell whether they did anything unusual in that time."""
        return any(begin <= at <= end for at in reversed(self.strayed[-40:]))


@dataclass(slots=True, kw_only=True)
class Referee:
    """Sees every message as it is taken, and every day as it ends."""

    records: Records
    now: Callable[[], datetime]
    was_fine: Callable[[datetime, datetime], bool]
    on_ring: Callable[[int], None]
    habits: dict[int, Habits] = field(default_factory=lambda: defaultdict(Habits))
    """By account."""
    kinds: dict[tuple[int, int], Kind] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """What did not hold."""
    arrived: Counter[str] = field(default_factory=Counter)
    forgiven: Counter[str] = field(default_factory=Counter)
    """How often a letter may come once more: nobody knew whether it came."""
    repeats: int = 0
    most_in_hand: int = 0
    """The most messages that one kill left sent and not noted."""
    messages: int = 0
    edits: int = 0
    days: Counter[str] = field(default_factory=Counter)
    """How the days ended that were judged."""
    judged: Counter[str] = field(default_factory=Counter)
    """How often each kind of message was seen."""
    _counted: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    _said: dict[int, list[tuple[datetime, Kind, int]]] = field(default_factory=lambda: defaultdict(list))
    """What arrived about each day: when, what, to whom."""
    _confirmed: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    """The one thing that each day's member was told is theirs."""
    _names: dict[str, int] = field(default_factory=dict)
    _judged_to: datetime | None = None
    _digest: Any = field(default_factory=hashlib.sha256)
    _waiting: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    """Updates that must be dealt with: when they came, and what they are."""

    def complain(self, words: str) -> None:
        """Note that something did not hold."""
        self.faults.append(f"{self.now():%Y-%m-%d %H:%M:%S} {words}")

    @property
    def digest(self) -> str:
        """A fingerprint of all that was said: the same for the same seed."""
        return str(self._digest.hexdigest())

    # Right as a letter is claimed

    def weighed(self, letter: Letter, records: Records) -> None:
        """See that what is about to be said is so, in the eyes of the transaction that claims it."""
        if letter.edits_key is not None or letter.edits_message is not None or letter.day_id is None:
            return
        day = records.day(letter.day_id)
        if day is None:
            return
        states = MUST_BE.get(letter.kind)
        if states is not None and day.state not in states:
            self.complain(f"{letter.key} is said of a day that is {day.state}")
        is_quoted = letter.kind in QUOTES_THE_THING and not letter.is_in_group  # where the card says it
        if is_quoted and letter.facts.get("thing") != day.commitment:
            self.complain(f"{letter.key} quotes {letter.facts.get('thing')!r}, but it is {day.commitment!r}")
        if letter.kind in (MORNING | EVENING_WORDS | CALLS) and day.closed_at is not None:
            self.complain(f"{letter.key} after the day's end")
        if letter.kind in OF_THE_PARTNER:
            pair = {letter.recipient_id, records.partner(letter.recipient_id)}
            if None in pair or day.member_id not in pair:
                self.complain(f"{letter.key} to somebody who is no partner")
        if letter.kind in CALLS:
            self._check_call_hours(letter, day, records)

    def _check_call_hours(self, letter: Letter, day: DayRow, records: Records) -> None:
        """A call is asked for within both people's hours; Not yet waives the member's own, a snooze both."""
        if letter.facts.get("is_promised"):
            return
        for member_id in {letter.recipient_id, day.member_id}:
            member = records.member(member_id)
            if member is None or (day.is_waived and member_id == day.member_id and letter.kind is Kind.CALL_NUDGE):
                continue
            if not _is_open(member, self.now()):
                self.complain(f"{letter.key} outside the call hours of {member.name}")

    # As Telegram takes something

    def taken(self, call: Call, letter: Letter | None) -> None:
        """See a message, or an edit, that Telegram took."""
        if call.method not in SENDS | EDITS:
            return
        if letter is None:
            self.complain(f"{call.method} of something that is in no outbox")
            return
        chat = int(call.params["chat_id"])
        self._digest.update(f"{self.now()} {call.method} {chat} {letter.key}\n".encode())
        self.judged[letter.kind] += 1
        self._check_whose_words(call, letter)
        if isinstance(call.answer, dict) and "message_id" in call.answer:
            self.kinds[chat, call.answer["message_id"]] = letter.kind
        if letter.kind is Kind.DAY_CARD:
            self._note_confirmed(letter)
        if call.method in EDITS:
            self.edits += 1
            return
        self.messages += 1
        self.arrived[letter.key] += 1
        if self.arrived[letter.key] > 1:
            self.repeats += 1
        if self.arrived[letter.key] > 1 + self.forgiven[letter.key]:
            self.complain(f"{letter.key} came {self.arrived[letter.key]} times, forgiven {self.forgiven[letter.key]}")
        if not call.params.get("disable_notification") and chat > 0:
            self.on_ring(chat)
        if letter.day_id is not None and self.arrived[letter.key] == 1:
            self._note_said(letter, letter.day_id)

    def _note_said(self, letter: Letter, day_id: int) -> None:
        self._said[day_id].append((self.now(), letter.kind, letter.recipient_id))
        day, member = self.records.day(day_id), self.records.member(letter.recipient_id)
        again = 0 if day is None or letter.kind not in EVENING_WORDS else day.reoffers  # after each time of deafness
        for row in ROWS:
            if letter.kind in row.kinds:
                keys = self._counted[row.name, letter.recipient_id, day_id]
                keys.add(letter.key)
                if len(keys) > row.most + again:
                    self.complain(f"{letter.key}: {row.name} more than {row.most} times")
        if day is None or member is None or member.zone is None:
            return
        if letter.kind in MORNING:
            self._check_hour(letter, member, day.morning_at)
        if letter.kind in EVENING:
            self._check_hour(letter, member, day.evening_at)
        if letter.kind in CALLS:
            self._check_was_asked(letter, day)

    def _check_hour(self, letter: Letter, member: MemberRow, due: datetime) -> None:
        now = self.now()
        is_usual = not self.habits[member.account_id].strayed_between(now - timedelta(days=2), now)
        if now < due - timedelta(seconds=1) and is_usual and self.was_fine(now - timedelta(days=1), now):
            self.complain(f"{letter.key} before its time, {due}")
        local = now.astimezone(ZoneInfo(str(member.zone)))
        is_day = (7, 0) <= (local.hour, local.minute) <= (22, 35)
        if now - due > LATE + PROMPTLY and not is_day:
            self.complain(f"{letter.key} late, at {local:%H:%M} in {member.zone}")

    def _check_was_asked(self, letter: Letter, day: DayRow) -> None:
        """Nobody hears of a miss before its member was asked, or has said themselves that it is not done."""
        about = day.member_id if letter.kind is Kind.CALL_NUDGE else letter.recipient_id
        asked = [at for at, kind, to in self._said[day.id] if kind in EVENING_WORDS and to == about]
        if letter.kind is Kind.CALL_NUDGE and letter.facts.get("not_yet"):
            return
        if not asked:
            self.complain(f"{letter.key}, but nobody had asked")
        elif self.now() - asked[0] < _AT_LEAST[letter.kind] and not letter.facts.get("is_promised"):
            member = self.records.member(about)
            if member is None or not self.habits[member.account_id].did_between(asked[0], self.now()):
                self.complain(f"{letter.key} only {self.now() - asked[0]} after the ask")

    def _check_whose_words(self, call: Call, letter: Letter) -> None:
        """Nobody reads the words, or the name, of somebody who is not their partner."""
        text = f"{call.params.get('text', '')} {call.params.get('caption', '')} {call.params.get('first_name', '')}"
        tags = set(TAG.findall(text))
        if not tags:
            return
        recipient = self.records.member(letter.recipient_id)
        allowed = {letter.recipient_id, self.records.partner(letter.recipient_id)}
        if letter.is_in_group:
            allowed |= self.records.pair_of_group(letter.chat_id)
        for tag in tags - ({recipient.name} if recipient is not None else set()):
            owner = self._member_named(tag)
            if owner in allowed or letter.kind in PARTING or owner is None:
                continue
            if owner not in self.records.former_partners(letter.recipient_id, self.now() - AT_THE_SAME_TIME):
                self.complain(f"{letter.key} speaks of {tag}, who is no partner: {text[:80]!r}")

    def _member_named(self, tag: str) -> int | None:
        account = self._names.get(tag)
        member = None if account is None else self.records.by_account(account)
        return None if member is None else member.id

    def know(self, tag: str, account: int) -> None:
        """Learn whose tag it is."""
        self._names[tag] = account

    def _note_confirmed(self, letter: Letter) -> None:
        thing, day_id = letter.facts.get("thing"), letter.day_id
        if isinstance(thing, str) and day_id is not None:
            self._confirmed[day_id] = (letter.decided_at, thing)

    # As things are unsure

    def forgive(self, key: str) -> None:
        """Let a letter come once more: nobody knows whether it came."""
        self.forgiven[key] += 1

    def process_ended(self) -> None:
        """Let what a process had in hand come once more."""
        claimed = self.records.claimed_keys()
        in_hand = 0
        for key in claimed:
            if self.arrived[key] > 0:
                in_hand += 1
            self.forgive(key)
        self.most_in_hand = max(self.most_in_hand, in_hand)

    # As updates are made, and dealt with

    def made(self, update_id: int, kind: str, payload: Mapping[str, Any]) -> None:
        """Note an update that has to be dealt with."""
        chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
        if chat.get("type") == "private" and kind in {"message", "callback_query"}:
            self._waiting[update_id] = (self.now(), kind)

    def check_updates(self, still_waiting: set[int]) -> None:
        """See that what was confirmed was dealt with."""
        before = self.now() - timedelta(minutes=20)
        due = sorted(number for number, (at, _) in self._waiting.items() if at < before and number not in still_waiting)
        noted = self.records.noted(due)
        for number in due:
            at, kind = self._waiting.pop(number)
            is_forgotten = kind == "callback_query" and not self.was_fine(
                at - timedelta(minutes=5), at + timedelta(minutes=5)
            )
            if number not in noted and not is_forgotten:
                self.complain(f"the {kind} {number} of {at} was lost")

    def check_forged(self, tag: str, tap: Tap) -> None:
        """See that a tap on somebody else's day was refused, in words."""
        self.judged["forged tap that had to be refused"] += 1
        if tap.answer is not None and not tap.answer.text:
            self.complain(f"{tag} could tap {tap.button.callback_data}, which is nobody's business of theirs")

    # As time goes by

    def look_around(self, *, is_up: bool) -> None:
        """See that nothing is left lying about."""
        now = self.now()
        self._judge_closed_days()
        if not is_up or not self.was_fine(now - timedelta(minutes=40), now):
            return
        for key, status, until in self.records.unsettled_before(now - timedelta(hours=2)):
            self.complain(f"{key} is {status} still, though it was of use until {until}")
        for day in self.records.open_days():
            if day.due_at is None or day.due_at < now - timedelta(minutes=20):
                self.complain(f"day {day.id} was due at {day.due_at}")
            if day.ends_at < now - timedelta(minutes=20):
                self.complain(f"day {day.id} should have ended at {day.ends_at}")
        with_day = {day.member_id for day in self.records.open_days()}
        for member in self.records.members():
            if member.standing == "active" and not member.has_blocked and member.id not in with_day:
                self.complain(f"{member.name} is active and has no day ahead")
        for kind, key in self.records.rejected():
            self.complain(f"Telegram found fault with {kind} {key}")
        for number, trouble in self.records.put_aside():
            self.complain(f"update {number} was put aside: {trouble}")

    def _judge_closed_days(self) -> None:
        closed = self.records.closed_since(self._judged_to or datetime.min.replace(tzinfo=self.now().tzinfo))
        for day in closed:
            self._judged_to = day.closed_at
            self.days[day.state] += 1
            self._judge(day)

    def _judge(self, day: DayRow) -> None:
        self._judge_thing(day)
        member = self.records.member(day.member_id)
        if member is None or day.state in SETTLED or day.is_excused:
            return
        habits = self.habits[member.account_id]
        if habits.strayed_between(day.begins_at - timedelta(hours=30), day.ends_at):
            return
        if member.joined_at > day.begins_at - timedelta(hours=1):
            return
        said = self._said[day.id]
        mornings = [at for at, kind, to in said if kind in MORNING and to == day.member_id]
        if not habits.did_between(day.begins_at, day.morning_at):
            self._judge_ask("morning", mornings, day, _on_the_wall(day, member, member.morning))
        evenings = [at for at, kind, to in said if kind in EVENING and to == day.member_id]
        is_early = day.done_at is not None and day.done_at <= day.evening_at + AT_THE_SAME_TIME
        is_tonight = habits.did_between(day.evening_at - AT_THE_SAME_TIME, day.evening_at + AT_THE_SAME_TIME)
        if not is_early and not is_tonight:
            self._judge_ask("evening", evenings, day, _on_the_wall(day, member, member.evening))

    def _judge_ask(self, name: str, asked: list[datetime], day: DayRow, due: datetime | None) -> None:
        if due is None or not self.was_fine(due - LATE, due + PROMPTLY):
            return
        self.judged[f"{name} ask that had to come"] += 1
        if len(asked) != 1:
            self.complain(f"day {day.id} ({day.date}, {day.state}) had {len(asked)} {name} asks")
        elif not due - timedelta(seconds=1) <= asked[0] <= due + PROMPTLY:
            self.complain(f"the {name} ask of day {day.id} was due at {due}, and came at {asked[0]}")

    def _judge_thing(self, day: DayRow) -> None:
        confirmed = self._confirmed.pop(day.id, None)
        if confirmed is None:
            return
        at, thing = confirmed
        self.judged["one thing that had to be there"] += 1
        member = self.records.member(day.member_id)
        if day.commitment is None:
            self.complain(f"{thing!r} was confirmed for day {day.id}, and is gone")
        elif day.commitment != thing and member is not None:
            has_acted = self.habits[member.account_id].did_between(at, self.now())
            if not has_acted:
                self.complain(f"{thing!r} was confirmed for day {day.id}, and became {day.commitment!r}")


def _on_the_wall(day: DayRow, member: MemberRow, wall: time) -> datetime | None:
    """Return when the clock on the member's wall shows a time on that date; None where the clocks jump over it."""
    zone = ZoneInfo(str(member.zone))
    calendar_date = day.date + timedelta(days=1) if wall < time(3) else day.date
    local = datetime.combine(calendar_date, wall, tzinfo=zone)
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def _is_open(member: MemberRow, moment: datetime) -> bool:
    if member.zone is None:
        return True
    local = moment.astimezone(ZoneInfo(member.zone)).time()
    opens, closes = member.call_opens, member.call_closes
    return opens <= local <= closes if opens <= closes else local >= opens or local <= closes
