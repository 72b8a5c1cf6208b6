"""Who is there: met, lost and found again, asked every day or at rest."""

from dataclasses import replace
from datetime import datetime

from bot.domain.choices import shown
from bot.domain.errors import Fact
from bot.domain.kinds import Kind
from bot.domain.member import (
    DEFAULT_EVENING,
    DEFAULT_MORNING,
    HEARD_WITHIN,
    Member,
    MemberId,
    Profile,
    Standing,
)
from bot.domain.pair import InviteState, PairId
from bot.services.act import Act
from bot.services.addressing import group_letter
from bot.services.days import begin_days, end_days, go_on_alone
from bot.services.ports import UnitOfWork
from bot.services.telling import People, day_facts, people_of, tell_of_pair


async def meet(uow: UnitOfWork, profile: Profile, *, now: datetime) -> Member:
    """Return the member behind a Telegram profile, kept as Telegram tells it now; a new person becomes a visitor."""
    member = await uow.members.by_account(profile.account_id)
    if member is None:
        newcomer = Member(
            id=MemberId(0),
            profile=profile,
            chosen_zone=None,
            morning=DEFAULT_MORNING,
            evening=DEFAULT_EVENING,
            standing=Standing.VISITOR,
            has_blocked=False,
            joined_at=now,
            heard_at=now,
        )
        return await uow.members.add(newcomer)
    is_news = member.heard_at is None or now - member.heard_at > HEARD_WITHIN
    met = replace(member, profile=profile, heard_at=now if is_news else member.heard_at)
    if met != member:
        await uow.members.save(met)
    return met


async def activate(uow: UnitOfWork, member: Member) -> Member:
    """Return the member as one who is asked every day, or first for where and when, if that is still unknown."""
    is_known = member.chosen_zone is not None and member.standing is not Standing.JOINING
    active = replace(member, standing=Standing.ACTIVE if is_known else Standing.JOINING, has_blocked=False)
    if active != member:
        await uow.members.save(active)
    return active


async def rest(uow: UnitOfWork, member: Member, now: datetime) -> Member:
    """End the member's check-ins."""
    resting = replace(member, standing=Standing.RESTING, away_until=None)
    await uow.members.save(resting)
    await end_days(uow, resting, now)
    await uow.questions.clear(member.id)
    return resting


async def lose(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """Note that the member can't be written to any more, and tell their partner once."""
    if member.has_blocked:
        return
    is_asked = member.standing in (Standing.ACTIVE, Standing.ON_HOLD)
    lost = await rest(uow, member, now) if is_asked else member
    await uow.members.save(replace(lost, has_blocked=True))
    await withdraw_invite(uow, member)
    people = await people_of(uow, member.id)
    if people.pair is not None and people.partner is not None:
        await go_on_alone(uow, people.partner, now)
        await tell_of_pair(
            uow,
            Kind.PARTNER_UNREACHABLE,
            people.partner,
            cause=f"m{member.id}:{now.isoformat()}",
            now=now,
            facts={"name": member.name},
            pair_id=people.pair.id,
        )
        await _say_in_group(uow, member, people.pair.id, now)


async def _say_in_group(uow: UnitOfWork, lost: Member, pair_id: PairId, now: datetime) -> None:
    """Where the pair has a group, show them the way back there: it reads who can't be reached in private."""
    group = await uow.groups.of_pair(pair_id)
    if group is not None:
        cause = f"m{lost.id}:{now.isoformat()}"
        await uow.outbox.add(group_letter(Kind.GROUP_UNREACHED, lost, group, cause=cause, now=now))


async def withdraw_invite(uow: UnitOfWork, member: Member) -> None:
    """Make the member's open invite worthless, and their yes in a group: nobody is drawn into a pact who has gone."""
    await uow.groups.withdraw_yes(member.id)
    open_invite = await uow.invites.open_of(member.id)
    if open_invite is not None:
        await uow.invites.settle(open_invite, InviteState.WITHDRAWN)


async def find_again(uow: UnitOfWork, member: Member) -> Member:
    """Note that the member can be written to again; check-ins begin only when they say so."""
    found = replace(member, has_blocked=False)
    if found != member:
        await uow.members.save(found)
    return found


async def tell_back(act: Act, people: People) -> None:
    """Tell the partner, if there is one, that the acting member is there again."""
    if people.partner is not None and people.pair is not None:
        await tell_of_pair(
            act.uow,
            Kind.PARTNER_BACK,
            people.partner,
            cause=f"u{act.update_id}",
            now=act.now,
            facts={"name": act.member.name},
            pair_id=people.pair.id,
        )


async def where_it_stands(act: Act, member: Member, partner: Member | None) -> dict[str, Fact]:
    """Return what a member who is asked every day is told of their check-ins and their partner."""
    running = await begin_days(act.uow, member, act.now)
    return day_facts(running, member, partner, act.now) | {
        "partner": None if partner is None else partner.name,
        "zone": member.zone,
        "morning": shown(member.morning),
        "evening": shown(member.evening),
    }
