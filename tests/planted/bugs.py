"""What a hand could slip into: each bug takes one promise out of the bot."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bot.chat import delivery
from bot.chat.intake import ALLOWED, Intake
from bot.db.letters import SqlInbox, SqlOutbox
from bot.domain import ladder, planning
from bot.domain.day import Day, Step
from bot.domain.member import Member
from bot.domain.notices import Party
from bot.services import days, delivering, telling
from bot.services.letters import Status

# ruff: noqa: B010  what is set here is not for type checkers to know


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug, and what it does to people."""

    name: str
    what: str
    plant: Callable[[], None]


def _dropped_key() -> None:
    """Every letter gets a key that nothing else has."""
    numbers, key = count(), telling._key

    def unlike_any(*args: Any) -> str:
        return f"{key(*args)}.{next(numbers)}"

    setattr(telling, "_key", unlike_any)


def _stale_send() -> None:
    setattr(delivering, "still_true", lambda *_args, **_facts: True)


def _plus_24_hours() -> None:
    follow = planning.next_day

    def next_day(member: Member, closed: Day, *, now: datetime) -> Day:
        day = follow(member, closed, now=now)
        if day.date - closed.date != timedelta(days=1) or day.step is not Step.MORNING_ASK:
            return day
        morning_at, evening_at = (at + timedelta(hours=24) for at in (closed.morning_at, closed.evening_at))
        return replace(day, morning_at=morning_at, evening_at=evening_at, due_at=morning_at)

    setattr(planning, "next_day", next_day)


def _acknowledged_first() -> None:
    poll = Intake._poll

    async def acknowledged(self: Intake) -> Any:
        updates = await poll(self)
        if updates:
            offset = max(int(update["update_id"]) for update in updates) + 1
            wanted = {"timeout": 0, "limit": 1, "allowed_updates": json.dumps(ALLOWED), "offset": offset}
            await self._bot.request.post(f"{self._bot.base_url}/getUpdates?{urlencode(wanted)}")
        return updates

    setattr(Intake, "_poll", acknowledged)


def _marked_before_sent() -> None:
    claim = delivering.claim

    async def marked(uow: Any, letter_id: int, *args: Any) -> Any:
        parcel = await claim(uow, letter_id, *args)
        if parcel is not None:
            await uow.outbox.settle(letter_id, Status.SENT)
        return parcel

    setattr(delivering, "claim", marked)


def _claims_stay() -> None:
    async def none(_self: SqlOutbox) -> int:
        return 0

    setattr(SqlOutbox, "take_back_claims", none)


def _update_twice() -> None:
    note = SqlInbox.note

    async def always_new(self: SqlInbox, *args: Any) -> bool:
        await note(self, *args)
        return True

    setattr(SqlInbox, "note", always_new)


def _tries_for_ever() -> None:
    setattr(delivery, "TRIES_WITHOUT_ANSWER", 99)


def _acts_before_hearing() -> None:
    async def at_once(_self: Intake) -> None:
        return

    setattr(Intake, "caught_up", at_once)
    setattr(Intake, "has_caught_up", lambda _self: True)


def _own_hours_alone() -> None:
    about_call = days._about_call

    def alone(*args: Any) -> Any:
        situation = about_call(*args)
        return replace(situation, both_open_at=situation.partner_opens_at)

    setattr(days, "_about_call", alone)


def _anybodys_button() -> None:
    async def everybodys(*_args: Any) -> Party:
        return Party.MEMBER

    setattr(days, "_party", everybodys)


def _former_partner_told() -> None:
    async def for_ever(*_args: Any) -> bool:
        return True

    setattr(delivering, "_is_open", for_ever)


def _rings_at_night() -> None:
    setattr(ladder, "_would_wake", lambda *_args: False)


def _out_of_order() -> None:
    heads = SqlOutbox.heads

    async def backwards(self: SqlOutbox, limit: int) -> Any:
        return list(reversed(await heads(self, limit)))

    setattr(SqlOutbox, "heads", backwards)


BUGS = (
    Bug("dropped_key", "letters have no key in common: nothing keeps one from being written twice", _dropped_key),
    Bug("stale_send", "what is sent is not looked at again: it may be untrue by then", _stale_send),
    Bug("plus_24_hours", "the next day's asks are 24 hours after this one's", _plus_24_hours),
    Bug("acknowledged_first", "updates are acknowledged before they are dealt with", _acknowledged_first),
    Bug("marked_before_sent", "a message is marked as sent before it is", _marked_before_sent),
    Bug("claims_stay", "what a killed process had claimed is never taken up again", _claims_stay),
    Bug("update_twice", "an update that comes twice is dealt with twice", _update_twice),
    Bug("tries_for_ever", "a message without an answer is sent again and again", _tries_for_ever),
    Bug("acts_before_hearing", "the clock acts on what it has not heard yet", _acts_before_hearing),
    Bug("own_hours_alone", "a call is asked for in one person's hours alone", _own_hours_alone),
    Bug("anybodys_button", "anybody's tap counts as the member's own", _anybodys_button),
    Bug("former_partner_told", "news goes to somebody after the pact has ended", _former_partner_told),
    Bug("rings_at_night", "an ask that is late rings whatever the hour", _rings_at_night),
    Bug("out_of_order", "the most urgent letter goes last", _out_of_order),
)
BY_NAME: Mapping[str, Bug] = {bug.name: bug for bug in BUGS}


def plant(name: str) -> None:
    """Let the bot of this process have one bug, for good."""
    BY_NAME[name].plant()
