"""From what was decided to letters: who is told, under which key, with which facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import calendar, planning
from bot.domain.day import LATE_DONE_LASTS, MOST_EXTENSIONS, Day, State, Step
from bot.domain.errors import Fact, Facts
from bot.domain.group import goes_there
from bot.domain.kinds import Kind
from bot.domain.ladder import HOLD_LASTS, NUDGE_AFTER_REMINDER
from bot.domain.member import Member, MemberId
from bot.domain.notices import Notice, Party, Priority, Sound, Useful, rule_of
from bot.domain.pair import Pair, PairId
from bot.domain.ways import with_cards
from bot.services.addressing import addressed, card_letter
from bot.services.letters import NEWS_USEFUL, Letter, Status
from bot.services.ports import UnitOfWork

CLOSING_WORDS_LAST = timedelta(days=6)
"""A day that is longer ago than this is not spoken of any more; up to here its weekday names it."""
_CARRIES_YESTERDAY = frozenset({Kind.MORNING_ASK, Kind.MORNING_CARD})


@dataclass(frozen=True, slots=True)
class People:
    """Whom a day concerns: its member, and the one they are in a pair with now."""

    member: Member
    pair: Pair | None
    partner: Member | None

    def told_of(self, day: Day) -> Member | None:
        """Return the partner if they hear of `day`; a day keeps to the pair that it remembers."""
        return self.partner if self.pair is not None and is_shared(day, self.pair) else None


async def people_of(uow: UnitOfWork, member_id: MemberId) -> People:
    """Return a member with their partner."""
    member = await uow.members.get(member_id)
    pair = await uow.pairs.open_of(member_id)
    partner = None if pair is None else await uow.members.get(pair.partner_of(member_id))
    return People(member, pair, partner)


def is_shared(day: Day, pair: Pair) -> bool:
    """Tell whether a day of one of the pair's two concerns the other: it remembers this pair, or is still before that.

    What a member did or missed alone is nobody's business, not even a later partner's.
    """
    if day.member_id not in pair.members:
        return False
    is_before = not (day.is_over or day.evening_asked or day.is_finished)
    return day.pair_id == pair.id or (day.pair_id is None and is_before)


def day_facts(day: Day, member: Member, partner: Member | None, now: datetime) -> dict[str, Fact]:
    """Return what any text or button about `day` may need, as it is now.

    Clock times are `HH:MM` in the member's zone, dates ISO. A partner who can't be reached is left out: nothing is
    promised in their name.
    """
    reachable = partner if partner is not None and partner.is_reachable else None
    nudge_at = now + NUDGE_AFTER_REMINDER
    is_call_ahead = (
        reachable is not None
        and reachable.takes_calls(now)
        and day.nudges == 0
        and all(person.is_in_call_hours(nudge_at) for person in (member, reachable))
    )
    return {
        "day": day.id,
        "date": day.date.isoformat(),
        "is_ahead": now < day.begins_at,
        "is_evening_ahead": now < day.evening_at and not day.is_finished,
        "state": day.state.value,
        "thing": day.commitment,
        "name": member.name,
        "partner": None if reachable is None else reachable.name,
        "is_call_ahead": is_call_ahead,
        "morning": calendar.wall_clock(day.morning_at, member.zone),
        "evening": calendar.wall_clock(day.evening_at, member.zone),
        "ends": calendar.wall_clock(day.ends_at, member.zone),
        "check": _next_check(day, member.zone),
        "next": planning.tomorrow_of(day, member).isoformat() if day.state is State.SKIPPED else None,
        "suggested": day.suggested if day.commitment is None else None,
        "can_undo": day.undo_to is not None and not day.cheered,
        "account": member.profile.account_id,
        "username": member.profile.username,
        "partner_account": None if partner is None else partner.profile.account_id,
        "partner_username": None if partner is None else partner.profile.username,
        "is_together": day.is_together,
        "is_snoozed": day.is_snoozed,
        "is_extended": day.extensions > 0,
        "has_more_time": day.extensions < MOST_EXTENSIONS,
        "again": _asks_again(day, member.zone, now),
    }


async def yesterday_facts(uow: UnitOfWork, day: Day, now: datetime, *, heard_by: Pair | None = None) -> dict[str, Fact]:
    """Return how the member's day before `day` ended, for the closing words; empty when there is nothing to say.

    With `heard_by`, both of the pair hear it: then nothing is said of a day that was not theirs.
    """
    before = await uow.days.before(day)
    if before is not None and heard_by is not None and not is_shared(before, heard_by):
        return {}
    if before is None or day.date - before.date > CLOSING_WORDS_LAST or before.state is State.OFF:
        return {}
    is_open = before.commitment is not None and before.state in (State.MISSED, State.PARTLY) and not before.is_carried
    return {
        "yesterday": before.id,
        "yesterday_date": before.date.isoformat() if day.date - before.date > timedelta(days=1) else None,
        "yesterday_state": before.state.value,
        "yesterday_thing": before.commitment,
        "yesterday_open": is_open and now < before.ends_at + LATE_DONE_LASTS,
    }


async def joint_facts(uow: UnitOfWork, partner: Member | None) -> dict[str, Fact]:
    """Return what a member is told of their partner's day where one call is for both."""
    others = None if partner is None else await uow.days.open_of(partner.id)
    return {"other_thing": None if others is None else others.commitment}


async def tell(uow: UnitOfWork, people: People, day: Day, notices: Iterable[Notice], now: datetime) -> None:
    """Put the notices that a change of `day` caused into the outbox."""
    told = people.told_of(day)
    pair = None if told is None else people.pair
    pair_id = None if pair is None else pair.id
    group = None if pair is None else await uow.groups.of_pair(pair.id)
    about_pair: Facts = {"pair": pair_id, "words": None if pair is None else pair.words}
    facts = {**day_facts(day, people.member, told, now), **about_pair}
    chosen = {Party.MEMBER: people.member.call_way}
    if told is not None:
        chosen[Party.PARTNER] = told.call_way
    for notice in with_cards(notices, chosen):
        recipient = people.member if notice.to is Party.MEMBER else told
        if recipient is None or not recipient.is_reachable:
            continue
        extra: Facts = {}
        if notice.kind in _CARRIES_YESTERDAY:
            is_heard = group is not None and goes_there(notice.kind, group.takes)
            extra = await yesterday_facts(uow, day, now, heard_by=pair if is_heard else None)
        if notice.kind is Kind.BOTH_MISSED:
            extra = await joint_facts(uow, told)
        letter = _letter(day, notice, recipient, facts={**facts, **extra, **notice.facts}, now=now)
        if rule_of(notice.kind).useful is Useful.CALL_HOURS and not notice.is_promised:
            letter = replace(letter, useful_until=_call_hours_end(day, people.member, recipient, now))
        letter = await addressed(uow, letter, group)
        await uow.outbox.add(replace(letter, pair_id=pair_id))


async def show_on_card(uow: UnitOfWork, people: People, day: Day, now: datetime) -> None:
    """Bring the card of the pair's group, if they have one, up to date with a change of `day`."""
    pair = None if people.told_of(day) is None else people.pair
    group = None if pair is None else await uow.groups.of_pair(pair.id)
    if pair is not None and group is not None:
        await uow.outbox.add(card_letter(day, await uow.members.get(pair.members[0]), group, now))


async def times_told(uow: UnitOfWork, day: Day, kind: Kind, recipient: Member) -> int:
    """Return how many notices of a kind that counts from 1 the recipient was given about the day."""
    told = 0
    while await uow.outbox.by_key(_key(recipient, day, kind, told + 1)) is not None:
        told += 1
    return told


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


def _letter(day: Day, notice: Notice, recipient: Member, *, facts: Facts, now: datetime) -> Letter:
    rule = rule_of(notice.kind)
    return Letter(
        key=_key(recipient, day, notice.kind, notice.ordinal),
        kind=notice.kind,
        recipient_id=recipient.id,
        chat_id=recipient.profile.account_id,
        priority=rule.priority,
        sound=_sound(rule.sound, recipient, now),
        decided_at=now,
        useful_until=_useful_until(rule.useful, day, now),
        facts=facts,
        day_id=day.id,
        edits_message=notice.edits_message,
        edits_key=None if notice.edits is None else _key(recipient, day, notice.edits, notice.edits_ordinal),
        status=_born(rule.priority),
    )


def _sound(sound: Sound, recipient: Member, now: datetime) -> Sound:
    if sound is not Sound.DAYTIME:
        return sound
    is_daytime = recipient.takes_calls(now) and recipient.is_in_call_hours(now)
    return Sound.LOUD if is_daytime else Sound.SILENT


def _key(recipient: Member, day: Day, kind: Kind, ordinal: int) -> str:
    return f"{recipient.id}:d{day.id}:{kind}:{ordinal}"


def _born(priority: Priority) -> Status:
    """What somebody waits for is handed over right after the commit; the rest waits for its turn."""
    return Status.CLAIMED if priority is Priority.REPLY else Status.PENDING


def _useful_until(useful: Useful, day: Day, now: datetime) -> datetime:
    match useful:
        case Useful.EVENING:
            return day.evening_at
        case Useful.DAY_END | Useful.CALL_HOURS:
            return max(day.ends_at, now) if day.closed_at is None else now + NEWS_USEFUL
        case Useful.NEXT_DAY:
            return now + NEWS_USEFUL


def _call_hours_end(day: Day, member: Member, recipient: Member, now: datetime) -> datetime:
    """Return until when the recipient may still be asked to call, or to be called, about `day`."""
    whose = (recipient,) if day.is_waived else (recipient, member)
    return min(day.ends_at, *(calendar.closing(person.call_hours, now, person.zone) for person in whose))


def _asks_again(day: Day, zone: str, now: datetime) -> str | None:
    """Return when a nudge, or the question how a call went, comes next, if that is more than a moment away."""
    if day.step not in (Step.NUDGE, Step.FOLLOW_UP) or day.due_at is None or day.due_at - now <= HOLD_LASTS:
        return None
    return calendar.wall_clock(day.due_at, zone)


def _next_check(day: Day, zone: str) -> str | None:
    if day.step is not Step.EVENING_CHECK or day.due_at is None:
        return None
    return calendar.wall_clock(day.due_at, zone)
