"""What people do with a group: become a pair there, bring their check-ins there, and take them away again."""

from dataclasses import replace

from bot.domain.errors import Facts, Reason, Refused
from bot.domain.group import Group, GroupId, Takes
from bot.domain.kinds import Kind
from bot.domain.member import Member, MemberId, Standing
from bot.domain.notices import Priority
from bot.domain.pair import Pair, PairId
from bot.domain.registration import Admission
from bot.services.act import Act
from bot.services.addressing import card_letter, group_letter
from bot.services.cards import heard_alone
from bot.services.days import begin_days, running_day
from bot.services.grouping import give_up
from bot.services.joining import share_what_is_named
from bot.services.letters import Status
from bot.services.pairing import check_inviter, check_not_kept_away, unite


async def arrive(act: Act, *, is_for_pair: bool) -> None:
    """Begin in a group, by the link that brings the bot there: somebody's who is in a pair can be for that."""
    if is_for_pair and await act.uow.pairs.open_of(act.member.id) is not None:
        await bring(act, Takes.ASKS)
    else:
        await greet(act)


async def greet(act: Act) -> None:
    """Say the one line in a group that has no pair yet; what brings the bot twice in one go is one wish for it."""
    group = await act.uow.groups.by_chat(act.chat)
    if group is None:
        await act.uow.groups.add(Group(GroupId(0), act.chat, act.now))
    elif group.may_be_greeted(act.now):
        await act.uow.groups.save(replace(group, greeted_at=act.now))
    else:
        return
    await act.answer(Kind.GROUP_HELLO, in_place=False)


async def show_pact(act: Act) -> None:
    """Show the pact to whoever would like to be one of the two."""
    group = await _free(act)
    await act.answer(Kind.GROUP_PACT, {"name": await _first(act, group)})


async def say_yes(act: Act, admission: Admission) -> None:
    """Accept the pact here: the second who does so is the partner of the first."""
    group = await _free(act)
    if await act.uow.pairs.open_of(act.member.id) is not None:
        raise Refused(Reason.ALREADY_PAIRED)
    first = await _waiting(act, group)
    if first is None:
        admission.check_inviting(act.member)
        await act.uow.groups.save(replace(group, said_yes=act.member.id, said_yes_at=act.now))
        await act.answer(Kind.GROUP_PACT, {"name": act.member.name})
        return
    if first.id == act.member.id:
        raise Refused(Reason.SAID_YES_ALREADY)
    await check_not_kept_away(act, first.id)
    check_inviter(admission, first)
    await _begin(act, group, first)


async def take_back(act: Act) -> None:
    """Take one's own yes back, while nobody else has said it."""
    group = await _free(act)
    if group.said_yes != act.member.id:
        raise Refused(Reason.NOT_YOURS if group.said_yes is not None else Reason.NO_LONGER_APPLIES)
    await act.uow.groups.save(group.without_yes())
    await act.answer(Kind.GROUP_PACT, {"name": None})


async def bring(act: Act, takes: Takes) -> None:
    """Bring the pair's check-ins here, if the partner agrees; that less goes here than before is one's own to say."""
    pair = await _own_pair(act)
    own = await act.uow.groups.of_pair(pair.id)
    if own is not None and own.chat_id != act.chat:
        raise Refused(Reason.GROUP_ELSEWHERE)
    if own is not None and own.takes is takes:
        raise Refused(Reason.HERE_ALREADY)
    if own is not None and takes is Takes.NEWS:
        await _settle(act, pair, takes)
        return
    here = await act.uow.groups.by_chat(act.chat)
    if here is not None and own is None:
        here.check_free()
    partner = await act.uow.members.get(pair.partner_of(act.member.id))
    asked_in = here or await act.uow.groups.add(Group(GroupId(0), act.chat, act.now))
    await act.uow.pairs.save(replace(pair, here_question=act.update_id))
    facts: Facts = {
        "pair": pair.id,
        "name": act.member.name,
        "asker": act.member.id,
        "takes": takes.value,
        "asked": act.update_id,
    }
    cause = f"u{act.update_id}"
    question = group_letter(Kind.HERE_QUESTION, partner, asked_in, cause=cause, now=act.now, facts=facts)
    reply = replace(question, pair_id=pair.id, priority=Priority.REPLY, status=Status.CLAIMED)
    await act.uow.outbox.add(reply)


async def agree(act: Act, pair_id: PairId, takes: Takes) -> None:
    """Agree that so much comes here, or less: to the last question alone, while whoever asked still wants it."""
    pair = await _own_pair(act, pair_id)
    own = await act.uow.groups.of_pair(pair.id)
    if own is not None and own.chat_id != act.chat:
        raise Refused(Reason.GROUP_ELSEWHERE)
    if own is not None and own.takes is takes:
        raise Refused(Reason.HERE_ALREADY)
    question = None if act.tapped is None else await act.uow.outbox.by_message(act.chat, act.tapped)
    asked = {} if question is None else question.facts
    is_open = pair.here_question is not None and asked.get("asked") == pair.here_question
    if not is_open or (takes is Takes.ASKS and asked.get("takes") != Takes.ASKS):
        raise Refused(Reason.NO_LONGER_APPLIES)
    await _settle(act, pair, takes)


async def disagree(act: Act, pair_id: PairId) -> None:
    """Keep the check-ins where they are."""
    pair = await _own_pair(act, pair_id)
    await act.uow.pairs.save(replace(pair, here_question=None))
    await act.answer(Kind.HERE_KEPT)


async def take_away(act: Act) -> None:
    """Go on in private alone, or ask for a group no more: either of the two can say so, from anywhere."""
    pair = await _own_pair(act)
    group = await act.uow.groups.of_pair(pair.id)
    if group is None and pair.here_question is None:
        raise Refused(Reason.NO_GROUP)
    await act.uow.pairs.save(replace(pair, here_question=None))
    if group is None:
        await heard_alone(act).answer(Kind.GROUP_OFF)
        return
    is_said_there = act.group_chat == group.chat_id
    if is_said_there:
        await act.uow.groups.remove(group)
    else:
        await give_up(act.uow, group, act.now, by=act.member)
    await (act if is_said_there else heard_alone(act)).answer(Kind.GROUP_OFF)


async def explain(act: Act) -> None:
    """Say in private how a group becomes the pair's, or how it is taken away again."""
    pair = await _own_pair(act)
    group = await act.uow.groups.of_pair(pair.id)
    facts: Facts = {"takes": None if group is None else group.takes.value}
    await act.answer(Kind.GROUP_HINT, facts, in_place=False)


async def _begin(act: Act, group: Group, first: Member) -> None:
    """Make the two a pair whose group this is."""
    pair, both = await unite(act, first)
    await act.uow.groups.save(replace(group.without_yes(), pair_id=pair.id, takes=Takes.ASKS))
    is_joining = any(member.standing is Standing.JOINING for member in both)
    facts: Facts = {"name": both[0].name, "partner": both[1].name, "is_joining": is_joining}
    await act.answer(Kind.GROUP_PAIRED, facts, pair_id=pair.id)
    for member in both:
        if member.standing is Standing.ACTIVE:
            await begin_days(act.uow, member, act.now)
        await share_what_is_named(act, member)


async def _settle(act: Act, pair: Pair, takes: Takes) -> None:
    """Let so much go to this group from here on, and show there what is known of today."""
    here = await act.uow.groups.by_chat(act.chat)
    if here is None:
        here = await act.uow.groups.add(Group(GroupId(0), act.chat, act.now))
    elif here.pair_id != pair.id:
        here.check_free()
    group = replace(here.without_yes(), pair_id=pair.id, takes=takes, checked_on=None)
    await act.uow.groups.save(group)
    await act.uow.pairs.save(replace(pair, here_question=None))
    await act.answer(Kind.GROUP_JOINED, {"takes": takes.value})
    reader = await act.uow.members.get(pair.members[0])
    for member_id in pair.members:
        member = await act.uow.members.get(member_id)
        day = await running_day(act.uow, member, act.now) if member.is_reachable else None
        if day is not None:
            letter = card_letter(day, reader, group, act.now)
            await act.uow.outbox.add(replace(letter, key=f"{letter.key}:u{act.update_id}"))


async def _free(act: Act) -> Group:
    """Return the group in which this is done, if two can still become a pair there."""
    group = None if act.group_chat is None else await act.uow.groups.by_chat(act.group_chat)
    if group is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    own = await act.uow.pairs.open_of(act.member.id)
    if own is not None and own.id == group.pair_id:
        raise Refused(Reason.ALREADY_PARTNERS)
    group.check_free()
    return group


async def _waiting(act: Act, group: Group) -> Member | None:
    """Return who waits for a second yes: nobody who found a partner elsewhere meanwhile."""
    if group.said_yes is None or not group.waits_for_second(act.now):
        return None
    first = await act.uow.members.get(MemberId(group.said_yes))
    return None if await act.uow.pairs.open_of(first.id) is not None else first


async def _first(act: Act, group: Group) -> str | None:
    first = await _waiting(act, group)
    return None if first is None else first.name


async def _own_pair(act: Act, pair_id: PairId | None = None) -> Pair:
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair_id is not None and (pair is None or pair.id != pair_id or act.group_chat is None):
        raise Refused(Reason.NO_LONGER_APPLIES)
    if pair is None:
        raise Refused(Reason.NO_PARTNER)
    return pair
