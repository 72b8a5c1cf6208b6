"""Opening the bot, beginning the check-ins, and being lost and found again."""

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import Fact
from bot.domain.kinds import Kind
from bot.domain.member import DEFAULT_EVENING, DEFAULT_MORNING, Member, MemberId, Profile, Standing
from bot.domain.pair import InviteState
from bot.domain.registration import Admission
from bot.services.act import Act
from bot.services.days import begin_days, end_days, go_on_alone
from bot.services.ports import UnitOfWork
from bot.services.telling import day_facts, people_of, tell_of_pair


async def meet(uow: UnitOfWork, profile: Profile, *, zone: str, now: datetime) -> Member:
    """Return the member behind a Telegram profile, kept as Telegram tells it now; a new person becomes a visitor."""
    member = await uow.members.by_account(profile.account_id)
    if member is None:
        newcomer = Member(
            id=MemberId(0),
            profile=profile,
            zone=zone,
            morning=DEFAULT_MORNING,
            evening=DEFAULT_EVENING,
            standing=Standing.VISITOR,
            has_blocked=False,
            joined_at=now,
        )
        return await uow.members.add(newcomer)
    if member.profile != profile:
        member = replace(member, profile=profile)
        await uow.members.save(member)
    return member


async def start(act: Act, admission: Admission) -> None:
    """Begin the check-ins of somebody who has none, or tell where things stand."""
    people = await people_of(act.uow, act.member.id)
    pair, partner = people.pair, people.partner
    if act.member.standing is Standing.ACTIVE:
        await act.answer(Kind.STATUS, await _where_it_stands(act, act.member, partner))
        return
    admission.check_coming(act.member)
    was_resting = act.member.standing is Standing.RESTING
    member = await activate(act.uow, act.member)
    await begin_days(act.uow, member, act.now)
    facts = await _where_it_stands(act, member, partner)
    await act.answer(Kind.WELCOME, {**facts, "is_back": was_resting})
    if partner is not None and pair is not None:
        await tell_of_pair(
            act.uow,
            Kind.PARTNER_BACK,
            partner,
            cause=f"u{act.update_id}",
            now=act.now,
            facts={"name": member.name},
            pair_id=pair.id,
        )


async def activate(uow: UnitOfWork, member: Member) -> Member:
    """Return the member as one who is asked every day."""
    active = replace(member, standing=Standing.ACTIVE, has_blocked=False)
    if active != member:
        await uow.members.save(active)
    return active


async def rest(uow: UnitOfWork, member: Member, now: datetime) -> Member:
    """End the member's check-ins."""
    resting = replace(member, standing=Standing.RESTING)
    await uow.members.save(resting)
    await end_days(uow, resting, now)
    await uow.questions.clear(member.id)
    return resting


async def lose(uow: UnitOfWork, member: Member, now: datetime) -> None:
    """Note that the member can't be written to any more, and tell their partner once."""
    if member.has_blocked:
        return
    lost = await rest(uow, member, now) if member.standing is Standing.ACTIVE else member
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


async def withdraw_invite(uow: UnitOfWork, member: Member) -> None:
    """Make the member's open invite worthless: nobody is drawn into a pact who has gone."""
    open_invite = await uow.invites.open_of(member.id)
    if open_invite is not None:
        await uow.invites.settle(open_invite, InviteState.WITHDRAWN)


async def find_again(uow: UnitOfWork, member: Member) -> Member:
    """Note that the member can be written to again; check-ins begin only when they say so."""
    found = replace(member, has_blocked=False)
    if found != member:
        await uow.members.save(found)
    return found


async def _where_it_stands(act: Act, member: Member, partner: Member | None) -> dict[str, Fact]:
    running = await begin_days(act.uow, member, act.now)
    return day_facts(running, member, partner, act.now) | {
        "zone": member.zone,
        "morning": member.morning.strftime("%H:%M"),
        "evening": member.evening.strftime("%H:%M"),
    }
