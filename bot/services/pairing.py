"""Becoming partners, and ceasing to be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import Facts, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId, Standing
from bot.domain.pair import Invite, InviteId, InviteState, Pair, PairId
from bot.domain.registration import Admission
from bot.services.act import Act
from bot.services.days import begin_days, go_on_alone
from bot.services.joining import ask_on, share_what_is_named
from bot.services.means import Means
from bot.services.ports import UnitOfWork
from bot.services.presence import activate, rest, withdraw_invite
from bot.services.telling import day_facts, tell_of_pair

NewToken = Callable[[], str]


async def invite(act: Act, admission: Admission, new_token: NewToken) -> None:
    """Show the member's one open invite, which is made if there is none. Making it accepts the pact."""
    if await act.uow.pairs.open_of(act.member.id) is not None:
        raise Refused(Reason.ALREADY_PAIRED)
    admission.check_inviting(act.member)
    open_invite = await act.uow.invites.open_of(act.member.id)
    if open_invite is not None and not open_invite.is_open(act.now):
        await act.uow.invites.settle(open_invite, InviteState.EXPIRED)
        open_invite = None
    if open_invite is None:
        made = Invite(InviteId(0), new_token(), act.member.id, act.now, InviteState.OPEN)
        open_invite = await act.uow.invites.add(made)
    facts: Facts = {
        "invite": open_invite.id,
        "token": open_invite.token,
        "name": act.member.name,
        "ends": open_invite.ends_at().date().isoformat(),
    }
    await act.answer(Kind.INVITE_LINK, facts, in_place=False)


async def withdraw(act: Act, invite_id: InviteId) -> None:
    """Make the member's open invite worthless."""
    open_invite = await act.uow.invites.open_of(act.member.id)
    if open_invite is None or open_invite.id != invite_id:
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.uow.invites.settle(open_invite, InviteState.WITHDRAWN)
    await act.answer(Kind.INVITE_WITHDRAWN)


async def show_qr(act: Act, invite_id: InviteId) -> None:
    """Show the member's open invite as a picture to be scanned."""
    open_invite = await act.uow.invites.open_of(act.member.id)
    if open_invite is None or open_invite.id != invite_id or not open_invite.is_open(act.now):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.answer(Kind.INVITE_QR, {"token": open_invite.token}, in_place=False)


async def open_invite(act: Act, admission: Admission, token: str) -> None:
    """Show who invites and what the pact is, and ask for acceptance."""
    found = await _checked(act, token)
    inviter = await act.uow.members.get(found.inviter_id)
    check_inviter(admission, inviter)
    await act.answer(Kind.INVITE_CARD, {"name": inviter.name, "token": token})


async def accept(act: Act, admission: Admission, token: str) -> None:
    """Make the two a pair, with every check in the same transaction; the open invites of both are void."""
    found = await _checked(act, token)
    inviter = await act.uow.members.get(found.inviter_id)
    check_inviter(admission, inviter)
    await act.uow.invites.settle(found, InviteState.ACCEPTED)
    pair, (inviter, invited) = await unite(act, inviter)
    await act.answer(Kind.PAIRED, await _pact_facts(act, invited, inviter), pair_id=pair.id)
    if invited.standing is Standing.JOINING:
        await ask_on(replace(act, is_tap=False), invited)
    facts = await _pact_facts(act, inviter, invited)
    cause = f"p{pair.id}"
    await tell_of_pair(act.uow, Kind.PAIRED, inviter, cause=cause, now=act.now, facts=facts, pair_id=pair.id)
    if inviter.standing is Standing.JOINING:
        await tell_of_pair(act.uow, Kind.WHERE_QUESTION, inviter, cause=cause, now=act.now, facts={}, pair_id=pair.id)
    for member in (inviter, invited):
        await share_what_is_named(act, member)


async def unite(act: Act, first: Member) -> tuple[Pair, tuple[Member, Member]]:
    """Make the acting member the partner of `first`; their open invites, and what they said in groups, are void."""
    both = await activate(act.uow, first), await activate(act.uow, act.member)
    for member in both:
        await act.uow.groups.withdraw_yes(member.id)
        other = await act.uow.invites.open_of(member.id)
        if other is not None:
            await act.uow.invites.settle(other, InviteState.VOID)
    return await act.uow.pairs.begin((both[0].id, both[1].id), act.now), both


async def decline(act: Act, token: str) -> None:
    """Refuse the pact; the inviter hears it in neutral words, without a name."""
    found = await _checked(act, token)
    await act.uow.invites.settle(found, InviteState.DECLINED)
    await act.answer(Kind.DECLINED_CARD, {"token": token})
    inviter = await act.uow.members.get(found.inviter_id)
    await tell_of_pair(act.uow, Kind.DECLINED, inviter, cause=f"i{found.id}", now=act.now, facts={}, pair_id=None)


async def wish_for_another(act: Act, admission: Admission, token: str) -> None:
    """Ask the inviter, once for each invite, for a new one in place of one that can't be used any more."""
    found = await _found(act, token)
    if found.inviter_id == act.member.id:
        raise Refused(Reason.OWN_INVITE)
    if found.is_open(act.now):
        raise Refused(Reason.NO_LONGER_APPLIES)
    inviter = await act.uow.members.get(found.inviter_id)
    await check_not_kept_away(act, inviter.id)
    if inviter.has_blocked or await act.uow.pairs.open_of(inviter.id) is not None:
        raise Refused(Reason.INVITE_VOID)
    check_inviter(admission, inviter)
    facts = {"name": act.member.name}
    cause = f"i{found.id}"
    await tell_of_pair(act.uow, Kind.NEW_INVITE_WISHED, inviter, cause=cause, now=act.now, facts=facts, pair_id=None)
    await act.answer(Kind.WISH_SENT)


async def ask_to_leave(act: Act) -> None:
    """Ask whether the member means it: the pact, or for somebody alone the check-ins."""
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None:
        if act.member.standing not in (Standing.ACTIVE, Standing.ON_HOLD):
            raise Refused(Reason.NOT_STARTED)
        await act.answer(Kind.LEAVE_CHOICE, {"pair": 0})
        return
    await act.answer(Kind.LEAVE_QUESTION, await _leaving_facts(act, pair))


async def confirm_leaving(act: Act, pair_id: PairId) -> None:
    """Ask the second and last thing: whether the check-ins go on alone."""
    await act.answer(Kind.LEAVE_CHOICE, await _leaving_facts(act, await _own_pair(act, pair_id)))


async def stay(act: Act) -> None:
    """Leave everything as it is."""
    await act.answer(Kind.STAYED)


async def leave(act: Act, pair_id: PairId, *, goes_on_alone: bool) -> None:
    """End the pact (pair id 0: there is none), and the member's check-ins if they want that.

    If the other was quicker, what the member chose about their own check-ins still holds.
    """
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is not None:
        if pair.id != pair_id:
            raise Refused(Reason.NO_LONGER_APPLIES)
        await end_pact(act, pair, await act.uow.members.get(pair.partner_of(act.member.id)))
    elif act.member.standing is not Standing.ACTIVE or not await _was_asked(act, pair_id):
        raise Refused(Reason.NO_LONGER_APPLIES)
    goes_on = goes_on_alone and act.member.standing is Standing.ACTIVE
    if not goes_on_alone:
        await rest(act.uow, act.member, act.now)
        await withdraw_invite(act.uow, act.member)
    await act.answer(Kind.LEFT, {"goes_on": goes_on, "had_pair": pair_id != 0})


async def part_and_invite(act: Act, means: Means, pair_id: PairId) -> None:
    """End the pact, keep the check-ins, and invite somebody else."""
    await leave(act, pair_id, goes_on_alone=True)
    await invite(act, means.admission, means.new_token)


async def _was_asked(act: Act, pair_id: PairId) -> bool:
    """Tell whether the last question of leaving can have been put to the member: about a pact of theirs, or none."""
    if pair_id == 0:
        return True
    try:
        pair = await act.uow.pairs.get(pair_id)
    except LookupError:
        return False
    return act.member.id in pair.members


async def end_pact(act: Act, pair: Pair, partner: Member, *, is_named: bool = True) -> None:
    """End the acting member's pact, and tell the partner in neutral words."""
    await end_pair(act.uow, pair, act.now)
    await tell_of_pair(
        act.uow,
        Kind.PARTNER_LEFT,
        partner,
        cause=f"p{pair.id}",
        now=act.now,
        facts={"name": act.member.name if is_named else None, "goes_on": partner.standing is Standing.ACTIVE},
        pair_id=None,
    )


async def end_pair(uow: UnitOfWork, pair: Pair, now: datetime) -> None:
    """End the pact: nothing goes to or about the other from here on, and each one's day goes on alone."""
    await uow.pairs.end(pair.id, now)
    group = await uow.groups.of_pair(pair.id)
    if group is not None:
        await uow.groups.remove(group)
    for member_id in pair.members:
        await go_on_alone(uow, await uow.members.get(member_id), now)


def check_inviter(admission: Admission, inviter: Member) -> None:
    """Refuse an invite of somebody who may not invite here (any more), in words for whoever holds the link."""
    try:
        admission.check_inviting(inviter)
    except Refused as refusal:
        raise Refused(Reason.CLOSED) from refusal


async def _found(act: Act, token: str) -> Invite:
    found = await act.uow.invites.by_token(token) if token.isascii() else None
    if found is None:
        raise Refused(Reason.INVITE_UNKNOWN)
    return found


async def _checked(act: Act, token: str) -> Invite:
    """Return the invite if the acting member may accept it now."""
    found = await _found(act, token)
    await check_not_kept_away(act, found.inviter_id)
    own_pair = await act.uow.pairs.open_of(act.member.id)
    inviter_pair = await act.uow.pairs.open_of(found.inviter_id)
    try:
        found.check_acceptance(by=act.member.id, now=act.now, own_pair=own_pair, inviter_pair=inviter_pair)
    except Refused as refusal:
        raise Refused(refusal.reason, token=token) from refusal
    return found


async def check_not_kept_away(act: Act, inviter_id: MemberId) -> None:
    """Refuse a pact between two of whom one has blocked the other; who was blocked does not learn of it."""
    if await act.uow.blocks.has(act.member.id, inviter_id):
        raise Refused(Reason.YOU_BLOCKED_THEM)
    if await act.uow.blocks.has(inviter_id, act.member.id):
        raise Refused(Reason.INVITE_VOID)


async def _pact_facts(act: Act, member: Member, partner: Member) -> Facts:
    """Return what each of the two is told of the beginning; nothing of days while their clock is not set."""
    if member.standing is not Standing.ACTIVE:
        return {"partner": partner.name, "is_joining": True}
    running = await begin_days(act.uow, member, act.now)
    facts = day_facts(running, member, partner, act.now)
    return {**facts, "partner": partner.name, "is_partner_joining": partner.standing is Standing.JOINING}


async def _own_pair(act: Act, pair_id: PairId) -> Pair:
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None or pair.id != pair_id:
        raise Refused(Reason.NO_LONGER_APPLIES)
    return pair


async def _leaving_facts(act: Act, pair: Pair) -> Facts:
    partner = await act.uow.members.get(pair.partner_of(act.member.id))
    return {"pair": pair.id, "partner": partner.name}
