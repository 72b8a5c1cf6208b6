"""Things to keep: a newcomer, a planned day, a letter."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.db.unit_of_work import SqlUnitOfWork
from bot.domain.day import Day
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId, Profile, Standing
from bot.domain.notices import Priority, Sound
from bot.domain.planning import plan_day
from bot.services.letters import Letter, Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def newcomer(account: int = 700) -> Member:
    profile = Profile(account, "Ana 🏃 <b>", "ana_writes", "pt-br")
    return Member(MemberId(0), profile, "Europe/Berlin", time(8), time(20), Standing.ACTIVE, False, NOW)


async def add_member(uow: SqlUnitOfWork, account: int = 700) -> Member:
    return await uow.members.add(newcomer(account))


async def add_day(uow: SqlUnitOfWork, member: Member, date: date = MONDAY) -> Day:
    return await uow.days.add(plan_day(member, date))


def letter(
    member: Member,
    key: str = "1",
    *,
    chat: int | None = None,
    priority: Priority = Priority.NEWS,
    status: Status = Status.PENDING,
    edits: int | None = None,
) -> Letter:
    return Letter(
        key=key,
        kind=Kind.PARTNER_NAMED,
        recipient_id=member.id,
        chat_id=member.profile.account_id if chat is None else chat,
        priority=priority,
        sound=Sound.SILENT,
        decided_at=NOW,
        useful_until=NOW + timedelta(hours=1),
        facts={"thing": "Run <b>&\n🏃", "late": False, "day": 1, "partner": None},
        edits_message=edits,
        status=status,
    )


def closed(day: Day) -> Day:
    return replace(day, due_at=None, closed_at=day.ends_at)
