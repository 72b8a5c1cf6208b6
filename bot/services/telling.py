"""From what was decided to letters: who is told, under which key, with which facts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain import calendar
from bot.domain.day import Day, State, Step, local_clock
from bot.domain.errors import Fact, Facts
from bot.domain.kinds import Kind
from bot.domain.member import Member
from bot.domain.notices import Notice, Party, Priority, Useful, rule_of
from bot.domain.pair import Pair, PairId
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork

NEWS_USEFUL = timedelta(hours=24)
_CARRIES_YESTERDAY = frozenset({Kind.MORNING_ASK, Kind.MORNING_CARD})


async def pair_told(uow: UnitOfWork, day: Day) -> Pair | None:
    """Return the open pair whose partner hears of `day`: the one it remembers, or before its evening the member's."""
    pair = await uow.pairs.open_of(day.member_id)
    if pair is None or (day.pair_id is None and day.evening_asked):
        return None
    return pair if day.pair_id in (None, pair.id) else None


async def partner_of(uow: UnitOfWork, pair: Pair | None, member: Member) -> Member | None:
    """Return the partner of `member` in `pair`, or None for a member who is alone."""
    return None if pair is None else await uow.members.get(pair.partner_of(member.id))


def day_facts(day: Day, member: Member, partner: Member | None, now: datetime) -> dict[str, Fact]:
    """Return what any text or button about `day` may need, as it is now.

    Clock times are `HH:MM` in the member's zone, dates ISO.
    """
    check = day.due_at if day.step is Step.EVENING_CHECK else None
    return {
        "day": day.id,
        "date": day.date.isoformat(),
        "is_ahead": day.date > calendar.date_at(now, member.zone),
        "state": day.state.value,
        "thing": day.commitment,
        "name": member.name,
        "partner": None if partner is None else partner.name,
        "evening": _clock(day.evening_at, member.zone),
        "ends": _clock(day.ends_at, member.zone),
        "check": None if check is None else _clock(check, member.zone),
        "can_undo": day.undo_to is not None and not day.cheered,
        "was_nudged": day.nudges > 0,
        "account": member.profile.account_id,
        "username": member.profile.username,
    }


async def yesterday_facts(uow: UnitOfWork, day: Day) -> dict[str, Fact]:
    """Return how the date before `day` ended, for the closing words; empty when there was none."""
    before = await uow.days.before(day)
    if before is None or before.date != day.date - timedelta(days=1) or before.state is State.OFF:
        return {}
    return {
        "yesterday": before.id,
        "yesterday_state": before.state.value,
        "yesterday_thing": before.commitment,
    }


async def tell(uow: UnitOfWork, day: Day, notices: Iterable[Notice], now: datetime) -> None:
    """Put the notices that a change of `day` caused into the outbox."""
    member = await uow.members.get(day.member_id)
    pair = await pair_told(uow, day)
    partner = await partner_of(uow, pair, member)
    facts = day_facts(day, member, partner, now)
    for notice in notices:
        recipient = member if notice.to is Party.MEMBER else partner
        if recipient is None or not recipient.is_reachable:
            continue
        extra = await yesterday_facts(uow, day) if notice.kind in _CARRIES_YESTERDAY else {}
        told = {**facts, **extra, **notice.facts}
        await uow.outbox.add(
            _letter(day, notice, recipient, pair_id=None if pair is None else pair.id, facts=told, now=now)
        )


async def tell_of_pair(
    uow: UnitOfWork, kind: Kind, recipient: Member, *, cause: str, now: datetime, facts: Facts, pair_id: PairId | None
) -> None:
    """Put one letter that is about a pair or an invite into the outbox, once for each `cause`."""
    if recipient.has_blocked:
        return
    rule = rule_of(kind)
    letter = Letter(
        key=f"{recipient.id}:{cause}:{kind}:1",
        kind=kind,
        recipient_id=recipient.id,
        chat_id=recipient.profile.account_id,
        priority=rule.priority,
        sound=rule.sound,
        decided_at=now,
        useful_until=now + NEWS_USEFUL,
        facts=facts,
        pair_id=pair_id,
        status=_born(rule.priority),
    )
    await uow.outbox.add(letter)


def _letter(
    day: Day, notice: Notice, recipient: Member, *, pair_id: PairId | None, facts: Facts, now: datetime
) -> Letter:
    rule = rule_of(notice.kind)
    return Letter(
        key=_key(recipient, day, notice.kind, notice.ordinal),
        kind=notice.kind,
        recipient_id=recipient.id,
        chat_id=recipient.profile.account_id,
        priority=rule.priority,
        sound=rule.sound,
        decided_at=now,
        useful_until=_useful_until(rule.useful, day, now),
        facts=facts,
        day_id=day.id,
        pair_id=pair_id,
        edits_message=notice.edits_message,
        edits_key=None if notice.edits is None else _key(recipient, day, notice.edits, 1),
        status=_born(rule.priority),
    )


def _key(recipient: Member, day: Day, kind: Kind, ordinal: int) -> str:
    return f"{recipient.id}:d{day.id}:{kind}:{ordinal}"


def _born(priority: Priority) -> Status:
    """What somebody waits for is handed over right after the commit; the rest waits for its turn."""
    return Status.CLAIMED if priority is Priority.REPLY else Status.PENDING


def _useful_until(useful: Useful, day: Day, now: datetime) -> datetime:
    match useful:
        case Useful.EVENING:
            return day.evening_at
        case Useful.DAY_END:
            return max(day.ends_at, now) if day.closed_at is None else now + NEWS_USEFUL
        case Useful.NEXT_DAY:
            return now + NEWS_USEFUL


def _clock(moment: datetime, zone: str) -> str:
    return local_clock(moment, zone).strftime("%H:%M")
