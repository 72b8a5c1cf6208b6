"""By which way a member is called: their profile, their phone number, or the room of the pair."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.errors import Fact, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import CallWay, Member, MemberId, Standing
from bot.domain.pair import Pair, PairId
from bot.domain.phone import Contact, read_number
from bot.domain.question import Question, Topic
from bot.domain.room import read_room
from bot.domain.ways import ASKS_TO_CALL, way_taken
from bot.services.act import Act
from bot.services.letters import Letter
from bot.services.phones import can_open, forget_number
from bot.services.ports import UnitOfWork, Vault
from bot.services.settings import check_settled, settings_facts
from bot.services.telling import tell_of_pair

_SHOWS_WAY = ASKS_TO_CALL | {Kind.PARTNER_CARD, Kind.CALL_CONTACT}
"""What shows the way to the other of the two."""
_SHOWS_ROOM = frozenset({Kind.SETTINGS_WAY, Kind.PARTNER_ROOM})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a letter shows of the way to somebody; read right before it is sent, and kept in no letter."""

    facts: Mapping[str, Fact]
    sealed_number: str | None = None


async def show(act: Act, vault: Vault | None) -> None:
    """Turn to the page on which the way is chosen."""
    check_settled(act.member)
    await act.uow.questions.clear(act.member.id)
    await _show_page(act, vault, act.member)


async def choose(act: Act, vault: Vault | None, way: CallWay) -> None:
    """Let the member be called by this way, or ask for what it takes."""
    check_settled(act.member)
    match way:
        case CallWay.PHONE if vault is None:
            raise Refused(Reason.NO_LONGER_APPLIES)
        case CallWay.PHONE if not await _has_number(act.uow, vault, act.member.id):
            await _ask_number(act)
        case CallWay.ROOM if (await _own_pair(act)).room is None:
            await ask_room(act)
        case _:
            await act.uow.questions.clear(act.member.id)
            await _show_page(act, vault, await _take(act, way))


async def ask_room(act: Act) -> None:
    """Turn to the page that asks for the link of the pair's room."""
    check_settled(act.member)
    await _own_pair(act)
    await act.uow.questions.ask(Question(act.member.id, Topic.ROOM, act.now, card=act.tapped))
    await act.answer(Kind.SETTINGS_ROOM)


async def hear(act: Act, vault: Vault | None, question: Question, text: str) -> None:
    """Take what was typed as the answer to the question that is open."""
    if _asks_for_number(question):
        raise Refused(Reason.NUMBER_BY_KEY)
    await hear_room(act, vault, text, card=question.card)


async def hear_room(act: Act, vault: Vault | None, text: str, *, card: int | None) -> None:
    """Keep the link of the pair's room; the other is told once. Whoever brings the first one is called there."""
    pair = await _own_pair(act)
    room = read_room(text)
    member = act.member if pair.room is not None else await _take(act, CallWay.ROOM)
    await act.uow.questions.clear(member.id)
    if room != pair.room:
        await _save_room(act, pair, room)
    if card is not None:
        await _show_page(act, vault, member, card=card)
    await act.answer(Kind.ROOM_KEPT, in_place=False)


async def remove_room(act: Act, vault: Vault | None, pair_id: PairId) -> None:
    """Forget the pair's room; the other is told once."""
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None or pair.id != pair_id or pair.room is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    await act.uow.questions.clear(act.member.id)
    await _save_room(act, pair, None)
    await _show_page(act, vault, act.member)


async def hear_contact(act: Act, vault: Vault | None, contact: Contact) -> None:
    """Keep the member's own number, sealed, if it was asked for."""
    if vault is None or act.member.standing in (Standing.VISITOR, Standing.JOINING):
        raise Refused(Reason.NOT_TEXT)
    question = await act.uow.questions.get(act.member.id)
    if question is None or not question.is_open(act.at) or not _asks_for_number(question):
        raise Refused(Reason.CONTACT_NOT_ASKED)
    if not contact.is_own(act.member.profile.account_id):
        raise Refused(Reason.NOT_OWN_NUMBER)
    await act.uow.phones.keep(act.member.id, vault.seal(read_number(contact.number)))
    await act.uow.questions.clear(act.member.id)
    await _take(act, CallWay.PHONE)
    await act.answer(Kind.NUMBER_KEPT)


async def remove_number(act: Act, vault: Vault | None) -> None:
    """Delete the member's number, here and in the partner's chat as far as that goes."""
    if await act.uow.phones.get(act.member.id) is None:
        raise Refused(Reason.NO_LONGER_APPLIES)
    forgotten = await forget_number(act.uow, act.member.id, act.now)
    is_way = act.member.call_way is CallWay.PHONE
    member = await _take(act, CallWay.PROFILE) if is_way else act.member
    await act.uow.questions.clear(act.member.id)
    await _show_page(act, vault, member)
    facts = {"taken_back": forgotten.taken_back, "left": forgotten.left}
    await act.answer(Kind.NUMBER_REMOVED, facts, in_place=False)


async def shown_in(uow: UnitOfWork, vault: Vault | None, letter: Letter) -> Shown | None:
    """Return what a letter shows of the way to the recipient's partner, as it is now; None if nothing is left to show.

    A room that was removed since, or a number, is not shown any more; nor is anything of a pact that has ended.
    """
    if letter.kind not in _SHOWS_WAY | _SHOWS_ROOM:
        return Shown({})
    pair = await uow.pairs.open_of(letter.recipient_id)
    if pair is None or letter.pair_id not in (None, pair.id):
        return None if letter.kind is Kind.CALL_CONTACT else Shown({"room": None})
    if letter.kind in _SHOWS_ROOM:
        return Shown({"room": pair.room})
    other = await uow.members.get(pair.partner_of(letter.recipient_id))
    sealed = await uow.phones.get(other.id) if other.call_way is CallWay.PHONE else None
    way = way_taken(other.call_way, has_number=can_open(vault, sealed), has_room=pair.room is not None)
    if letter.kind is Kind.CALL_CONTACT:
        return Shown({"name": other.name}, sealed) if way is CallWay.PHONE else None
    return Shown({"way": way.value, "room": pair.room if way is CallWay.ROOM else None})


async def _show_page(act: Act, vault: Vault | None, member: Member, *, card: int | None = None) -> None:
    pair = await act.uow.pairs.open_of(member.id)
    sealed = await act.uow.phones.get(member.id)
    facts: dict[str, Fact] = {
        "chosen": member.call_way.value,
        "offers_phone": vault is not None,
        "has_number": sealed is not None,
        "can_read_number": can_open(vault, sealed),
        "pair": None if pair is None else pair.id,
    }
    await act.answer(Kind.SETTINGS_WAY, facts, card=card)


async def _ask_number(act: Act) -> None:
    """Ask for the number in a message of its own, which brings the key for it; the page goes back to all settings.

    Typed links and shared numbers answer questions of one topic; the one for a number has no card.
    """
    await act.uow.questions.ask(Question(act.member.id, Topic.ROOM, act.now))
    await act.answer(Kind.SETTINGS, settings_facts(act.member, act.now))
    await act.answer(Kind.SETTINGS_PHONE, in_place=False)


def _asks_for_number(question: Question) -> bool:
    return question.topic is Topic.ROOM and question.card is None


async def _take(act: Act, way: CallWay) -> Member:
    member = replace(act.member, call_way=way)
    await act.uow.members.save(member)
    return member


async def _save_room(act: Act, pair: Pair, room: str | None) -> None:
    await act.uow.pairs.save(replace(pair, room=room))
    partner = await act.uow.members.get(pair.partner_of(act.member.id))
    await tell_of_pair(
        act.uow,
        Kind.PARTNER_ROOM,
        partner,
        cause=f"u{act.update_id}",
        now=act.now,
        facts={"name": act.member.name, "had_room": pair.room is not None, "has_room": room is not None},
        pair_id=pair.id,
    )


async def _own_pair(act: Act) -> Pair:
    pair = await act.uow.pairs.open_of(act.member.id)
    if pair is None:
        raise Refused(Reason.ROOM_NEEDS_PARTNER)
    return pair


async def _has_number(uow: UnitOfWork, vault: Vault | None, member_id: MemberId) -> bool:
    return can_open(vault, await uow.phones.get(member_id))
