"""Faults of a group in which a pair lives."""

import pytest

from bot.chat.sending import Rejected
from bot.services.delivering import Parcel
from bot.services.letters import Letter, Status
from bot.services.ports import UnitOfWork
from playground.telegram import ApiError, Cut, LoseAnswer
from tests.chat.asking import count
from tests.reliability.rows import Scene, put, row
from tests.stories.groups import GroupPhone, bring_here, open_group

GROUP = "A pair's group"
ASK = "What is the one thing you will accomplish today?"
GONE = "I can't use your group any more"


async def _rejected(_: object, uow: UnitOfWork, parcel: Parcel, why: str) -> None:
    """Do what is done outside of groups."""
    await uow.outbox.settle(parcel.letter.id, Status.REJECTED)


def _know_no_refusal(patch: pytest.MonkeyPatch) -> None:
    """Take out what is known of a group's refusals, and what is done where nothing is known."""
    patch.setattr("bot.chat.sending._UNWRITABLE", ())
    patch.setattr("bot.chat.delivery.Delivery._note_rejected", _rejected)


async def _nothing(*_: object, **__: object) -> None:
    """Take no notice."""


async def at_home(scene: Scene) -> tuple[GroupPhone, GroupPhone]:
    """Bring the two into a group, and let both name something there and do it."""
    ana, ben = await open_group(scene.ana, scene.ben)
    await bring_here(ana, ben)
    for phone in (ana, ben):
        await phone.command("/one Run")
        await phone.command("/done")
    return ana, ben


def asked(scene: Scene) -> list[int]:
    """Return how often each of the two was asked in private."""
    return [count(phone, ASK) for phone in (scene.ana, scene.ben)]


async def in_private_once(scene: Scene, before: list[int]) -> None:
    """See that the next morning's asks come in private, under their own keys, and that both heard why."""
    await scene.stage.wind_to("08:00", days=1)
    assert asked(scene) == [number + 1 for number in before]
    assert [count(phone, GONE) for phone in (scene.ana, scene.ben)] == [1, 1]


@row(
    GROUP,
    fault="the bot was removed from the group, or the group deleted, and nothing told it",
    does="says what was to be said there in private, under the same key, and gives the group up",
    seen="everything, once; and once, in private, that the group can't be used any more",
    without=put("bot.services.delivering.note_unwritable", _nothing),
)
async def group_deleted(scene: Scene) -> None:
    ana, _ = await at_home(scene)
    before = asked(scene)
    ana.group.delete()
    await in_private_once(scene, before)


@row(
    GROUP,
    fault="the bot may not write there any more",
    does="the same; whoever wants the group back brings it with `/here`",
    seen="the same",
    without=_know_no_refusal,
)
async def no_right_to_write(scene: Scene) -> None:
    ana, _ = await at_home(scene)
    before = asked(scene)
    ana.group.bots_may_write = False
    await in_private_once(scene, before)


@row(
    GROUP,
    fault="Telegram refuses a message for a reason that we don't know",
    does="logs it as an error, and does the same",
    seen="the same",
    without=put("bot.chat.delivery.Delivery._note_rejected", _rejected),
)
async def unknown_refusal(scene: Scene) -> None:
    ana, _ = await at_home(scene)
    before = asked(scene)
    refusal = ApiError(400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN")
    scene.stage.server.faults.on_call(refusal, method="sendMessage", chat_id=ana.group.id)
    await in_private_once(scene, before)


@row(
    GROUP,
    fault="one of the two is not in the group any more, and nothing told it",
    does="sees before the first word of each date that both are there; else the same",
    seen="the same: nothing about either is said where one of them can't read it",
    without=put("bot.services.posting._to_be_seen", _nothing),
)
async def partner_not_there(scene: Scene) -> None:
    ana, _ = await at_home(scene)
    before = asked(scene)
    ana.group.members.remove(scene.ben.person)
    ana.group.statuses[scene.ben.person.id] = "left"
    await in_private_once(scene, before)


@row(
    GROUP,
    fault="the group became a supergroup, and only the answer to a message tells it",
    does="follows to the new chat with all that waits, as when it is told",
    seen="everything, once, in the supergroup",
    without=put("bot.services.delivering.follow_group", _nothing),
)
async def group_moved(scene: Scene) -> None:
    stage, before = scene.stage, asked(scene)
    ana, _ = await at_home(scene)
    await stage.stop_bot()
    new = ana.group.upgrade()
    stage.telegram_bot.queue.forget_all()
    stage.clock.jump_to(stage.moment("08:00", days=1))
    await stage.start_bot()
    there = GroupPhone(stage, scene.ana.person, new)
    assert sum(ASK in text for text in there.heard) == 2
    await there.answer("Write two pages")
    assert "Write two pages" in there.cards[-1].text
    assert asked(scene) == before


async def _drop(uow: UnitOfWork, letter: Letter) -> None:
    """Take no new try."""
    await uow.outbox.settle(letter.id, Status.DROPPED)


@row(
    GROUP,
    fault="the day's card can't be changed any more",
    does="makes a new card, in its turn under the limit of the group, and goes on with that",
    seen="a new card, once",
    without=put("bot.chat.delivery.note_message_gone", _drop),
)
async def card_gone(scene: Scene) -> None:
    ana, ben = await at_home(scene)
    (card,) = ana.cards
    too_old = ApiError(400, "Bad Request: message can't be edited")
    scene.stage.server.faults.on_call(
        too_old, method="editMessageText", when=lambda call: call.params.get("message_id") == card.id
    )
    await ben.tap_own("Undo")
    await ana.tap_own("Undo")
    assert len(ana.cards) == 2
    new = ana.cards[-1]
    assert new.text.count("still open") == 2


@row(
    GROUP,
    fault="Telegram fails to say who is in the group, by an error of its own or an answer that is lost",
    does="asks again while the message is still of use",
    seen="everything, a little later",
    without=put("bot.chat.sending._network", lambda _: Rejected("")),
)
async def members_unknown(scene: Scene) -> None:
    ana, _ = await at_home(scene)
    faults = (ApiError(500, "Internal Server Error"), Cut(), LoseAnswer(), Cut())
    planted = [scene.stage.server.faults.on_call(fault, method="getChatMember", times=1) for fault in faults]
    await scene.stage.wind_to("08:00", days=1)
    assert [rule.struck for rule in planted] == [1] * len(planted)
    assert sum(ASK in text for text in ana.heard) == 2
    assert [count(phone, GONE) for phone in (scene.ana, scene.ben)] == [0, 0]
