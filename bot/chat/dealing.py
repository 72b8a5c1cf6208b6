"""One update, seen through: it does what it means in one transaction, with its id in it.

A refusal takes everything back but the id and the reason. An update that fails is tried a few times and then put
aside with an apology, so that it holds nobody up for ever; a database that can't be written is waited for instead.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from telegram import Bot, Update

from bot.chat.answering import Answer, Answers, Nod
from bot.chat.buttons import Action, Malformed, read_payload
from bot.chat.gate import is_heard, is_home
from bot.chat.handlers import BUTTONS, COMMANDS, GROUP_COMMANDS, cheering, day, settings, ways
from bot.chat.happening import befall
from bot.chat.reading import Deed, Did, read_deed, sender_of
from bot.chat.reading_groups import Happening, read_group_deed, read_happening
from bot.chat.render import apology_text, refusal_text, too_much_text
from bot.chat.soundness import Unreadable, check_deed, check_happening
from bot.chat.turn import Turn
from bot.domain.errors import Facts, Reason, Refused
from bot.domain.kinds import Kind
from bot.domain.member import Member, Standing
from bot.services import absence, presence
from bot.services.act import Act
from bot.services.means import Means
from bot.services.ports import Clock, StorageTrouble, UnitOfWork, UnitOfWorkFactory

TRIES = 3
RETRY_PAUSE = 0.2

log = structlog.get_logger(__name__)

_LEAVES_HOLD_BE = frozenset({"help", "settings", "cancel", "leave", "block", "delete", Action.LEAVE.value})
"""Commands and buttons by which nobody takes up their check-ins again."""
_SAYS_IT_ALL = frozenset({"away", "skip", Action.GO_ON_ALONE.value, Action.STOP.value, Action.BLOCK.value})
"""Those after which "good to have you back" would be a word too many, and untrue."""


class Dealer:
    """Deals with updates, one at a time for each chat."""

    def __init__(
        self,
        *,
        bot: Bot,
        open_uow: UnitOfWorkFactory,
        clock: Clock,
        answers: Answers,
        means: Means,
    ) -> None:
        self._bot = bot
        self._open_uow = open_uow
        self._clock = clock
        self._answers = answers
        self._means = means

    async def deal_with(self, raw: Mapping[str, Any]) -> None:
        """See one update through; raise only `StorageTrouble`, with nothing kept."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = await self._handle(raw)
            except StorageTrouble:
                raise
            except Unreadable as error:
                log.warning("update.unreadable", update=raw.get("update_id"), why=repr(error.__cause__ or error))
                break  # it would be the same the next time
            except Exception:
                log.exception("update.failed", update=raw.get("update_id"), attempt=attempt)
                await asyncio.sleep(RETRY_PAUSE)
            else:
                self._answers.give(answer)
                return
        await self._put_aside(raw)

    async def _handle(self, raw: Mapping[str, Any]) -> Answer | Nod | None:
        """Let one update do what it means. A refusal takes everything back but the update's id and the reason."""
        update, deed, happening = self._read(raw)
        if deed is None and happening is None:
            return None  # talk among friends, which writes nothing; the next poll acknowledges it
        now = self._clock.now()
        try:
            async with self._open_uow() as uow:
                is_new = await uow.inbox.note(update.update_id, now)
                was_heard = False
                if is_new and deed is not None:
                    was_heard = await self._do(uow, update.update_id, deed, now)
                elif is_new and happening is not None:
                    await befall(uow, update.update_id, happening, now)
                await uow.commit()
        except (Refused, Malformed) as error:
            refusal = error if isinstance(error, Refused) else Refused(Reason.NO_LONGER_APPLIES)
            return await self._refuse(update.update_id, deed, refusal, now)
        if update.callback_query is not None:
            return Answer(update.callback_query.id)
        return _nod_to(deed) if was_heard and deed is not None else None

    def _read(self, raw: Mapping[str, Any]) -> tuple[Update, Deed | None, Happening | None]:
        """Return what an update means; `Unreadable` for one that is none, whatever python-telegram-bot trips over."""
        try:
            update = Update.de_json(dict(raw), self._bot)
            deed = read_deed(update) or read_group_deed(update)
            happening = read_happening(update) if deed is None else None
        except Exception as error:
            raise Unreadable from error
        if deed is not None:
            check_deed(deed)
        if happening is not None:
            check_happening(happening)
        return update, deed, happening

    async def _do(self, uow: UnitOfWork, update_id: int, deed: Deed, now: datetime) -> bool:
        """Let a person do what they do; tell whether that was taken, and not only that they are there again."""
        if deed.did is Did.BLOCKED:
            lost = await uow.members.by_account(deed.profile.account_id)
            if lost is not None:  # whoever had everything deleted is not noted anew for leaving
                await presence.lose(uow, lost, now)
            return True
        if deed.group_chat is not None and not await is_heard(uow, deed, deed.group_chat, now):
            return False
        member = await presence.meet(uow, deed.profile, now=now)
        act = await self._act(uow, update_id, member, deed, now)
        payload = read_payload(deed.text) if act.is_tap else None
        turn = Turn(act, deed.text, payload, deed.reply_to, deed.location, deed.can_copy, self._means, deed.contact)
        await self._dispatch(turn, deed)
        return not act.has_woken

    async def _act(self, uow: UnitOfWork, update_id: int, member: Member, deed: Deed, now: datetime) -> Act:
        """Return what was done as an act of somebody who is there, whatever they were before.

        Who does something in a group can't be written to in private for that.
        """
        member = await presence.find_again(uow, member) if deed.group_chat is None else member
        at = now if deed.at is None else min(deed.at, now)
        act = Act(uow, update_id, member, now, at, deed.message, deed.did is Did.TAPPED, group_chat=deed.group_chat)
        name = _name_of(deed)
        if member.standing is not Standing.ON_HOLD or name in _LEAVES_HOLD_BE or name is None:
            return act
        return await absence.end_hold(act, is_told=name not in _SAYS_IT_ALL)

    async def _dispatch(self, turn: Turn, deed: Deed) -> None:
        match deed.did:
            case Did.TAPPED:
                await BUTTONS[turn.tapped.action](turn)
            case Did.COMMANDED:
                await self._obey(turn, deed.command)
            case Did.TYPED:
                await day.hear_text(turn)
            case Did.EDITED:
                await day.hear_edit(turn)
            case Did.LOCATED:
                await settings.hear_location(turn)
            case Did.SHARED_CONTACT:
                await ways.hear_contact(turn)
            case Did.SENT_OTHER:
                await cheering.hear_media(turn)
            case Did.BLOCKED | Did.UNBLOCKED:
                pass

    async def _obey(self, turn: Turn, command: str) -> None:
        handler = (COMMANDS if turn.act.group_chat is None else GROUP_COMMANDS).get(command)
        if handler is None:
            raise Refused(Reason.UNKNOWN_COMMAND)
        if handler is not day.cancel:  # which tells whether there is one
            await turn.act.uow.questions.clear(turn.act.member.id)
        await handler(turn)

    async def _refuse(self, update_id: int, deed: Deed | None, refusal: Refused, now: datetime) -> Answer | None:
        """Tell the person why: a tap is answered where it was tapped, a text with a message."""
        if deed is None:
            return None
        if deed.group_chat is not None:
            return await self._refuse_in_group(update_id, deed, refusal, now)
        async with self._open_uow() as uow:
            await uow.inbox.note(update_id, now)
            member = await presence.meet(uow, deed.profile, now=now)
            act = await self._act(uow, update_id, member, deed, now)
            refusal = self._at_the_door(act.member, refusal)
            if deed.did is Did.COMMANDED:
                await uow.questions.clear(member.id)
            if deed.callback_id is None:
                facts: Facts = {**refusal.facts, "reason": refusal.reason.value}
                await act.answer(Kind.REFUSAL, facts)
            await uow.commit()
        if deed.callback_id is None:
            return None
        return Answer(deed.callback_id, refusal_text(act.member.language, refusal.reason, refusal.facts))

    async def _refuse_in_group(self, update_id: int, deed: Deed, refusal: Refused, now: datetime) -> Answer | None:
        """Tell why where only they hear it, or in their pair's group; whoever is unknown is not kept for it."""
        async with self._open_uow() as uow:
            await uow.inbox.note(update_id, now)
            member = await uow.members.by_account(deed.profile.account_id)
            if member is not None and deed.callback_id is None and deed.group_chat is not None:
                act = await self._act(uow, update_id, member, deed, now)
                is_there = await is_home(uow, member, deed.group_chat)
                if is_there or member.standing not in (Standing.VISITOR, Standing.JOINING):
                    refusal = self._at_the_door(member, refusal)
                    facts: Facts = {**refusal.facts, "reason": refusal.reason.value}
                    told = act if is_there else replace(act, group_chat=None)
                    await told.answer(Kind.REFUSAL, facts)
            await uow.commit()
        if deed.callback_id is None:
            return None
        language = deed.profile.language if member is None else member.language
        return Answer(deed.callback_id, refusal_text(language, refusal.reason, refusal.facts))

    def _at_the_door(self, member: Member, refusal: Refused) -> Refused:
        """Return what keeps somebody from starting, in place of the advice to start."""
        if refusal.reason is not Reason.NOT_STARTED:
            return refusal
        try:
            self._means.admission.check_coming(member)
        except Refused as door:
            return door
        return Refused(Reason.STILL_JOINING) if member.standing is Standing.JOINING else refusal

    async def _put_aside(self, raw: Mapping[str, Any]) -> None:
        """Note an update that can't be dealt with, and say sorry to whoever sent it."""
        try:
            await self._apologize(raw)
        except StorageTrouble:
            raise
        except Exception:
            log.exception("update.lost", update=raw.get("update_id"))

    async def turn_away(self, raw: Mapping[str, Any]) -> None:
        """Say to somebody who floods the bot, in private or where they tapped, that it does not read on for a while.

        Raises only `StorageTrouble`, with nothing kept.
        """
        log.warning("update.too_many_at_once", update=raw["update_id"])
        try:
            await self._say_instead(raw, Kind.TOO_MUCH, too_much_text)
        except StorageTrouble:
            raise
        except Exception:
            log.exception("update.lost", update=raw["update_id"])

    async def _apologize(self, raw: Mapping[str, Any]) -> None:
        await self._say_instead(raw, Kind.APOLOGY, apology_text, trouble="failed")

    async def _say_instead(
        self, raw: Mapping[str, Any], kind: Kind, word: Callable[[str], str], *, trouble: str | None = None
    ) -> None:
        """Note an update that is not dealt with, and tell whoever sent it; a tap is answered where it was tapped."""
        update_id, now = int(raw["update_id"]), self._clock.now()
        sender, tap = sender_of(raw), raw.get("callback_query")
        async with self._open_uow() as uow:
            if not await uow.inbox.note(update_id, now, trouble):
                return
            member = None if sender is None else await uow.members.by_account(sender)
            if member is not None and tap is None:
                await Act(uow, update_id, member, now, now, None, is_tap=False).answer(kind)
            await uow.commit()
        if isinstance(tap, Mapping) and isinstance(tap.get("id"), str):
            self._answers.give(Answer(tap["id"], word("en" if member is None else member.language)))


def _nod_to(deed: Deed) -> Nod | None:
    """Return the sign that an answer in a group was heard: the card shows it, and that may be far above."""
    is_answer = deed.did is Did.TYPED or (deed.did is Did.COMMANDED and deed.command in day.GROUP_COMMANDS)
    if deed.group_chat is None or deed.said_in_group is None or not is_answer:
        return None
    return Nod(deed.group_chat, deed.said_in_group)


def _name_of(deed: Deed) -> str | None:
    """Return the name of the command or the button; empty for anything else, None for a command that there is not."""
    match deed.did:
        case Did.COMMANDED:
            return deed.command if deed.command in COMMANDS else None
        case Did.TAPPED:
            return deed.text.partition(":")[0]
        case _:
            return ""
