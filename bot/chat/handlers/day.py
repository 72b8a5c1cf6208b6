"""One's own day: its thing, and how it went."""

from collections.abc import Callable, Mapping

from bot.chat.buttons import Action
from bot.chat.turn import Handler, Turn
from bot.domain.day import DayId
from bot.domain.events import Done, LeavePartly, NotYet, Partly, Undo, Wait
from bot.services import cards, checkins, commitments, hearing
from bot.services.checkins import MemberEvent


async def hear_text(turn: Turn) -> None:
    """Plain text."""
    await hearing.hear_text(turn.act, turn.means, turn.text, turn.reply_to)


async def hear_edit(turn: Turn) -> None:
    """A text that was edited."""
    await hearing.hear_edit(turn.act, turn.means, turn.text)


async def today(turn: Turn) -> None:
    """`/today`."""
    await cards.show_today(turn.act)


async def done(turn: Turn) -> None:
    """`/done`."""
    await checkins.done(turn.act)


async def cancel(turn: Turn) -> None:
    """`/cancel`."""
    await commitments.cancel(turn.act)


async def change(turn: Turn) -> None:
    """Change it."""
    await commitments.ask_for_change(turn.act, _day(turn))


async def replace(turn: Turn) -> None:
    """Replace."""
    await commitments.replace_offered(turn.act, _day(turn))


async def keep(turn: Turn) -> None:
    """Keep."""
    await commitments.keep(turn.act, _day(turn))


async def save_for_tomorrow(turn: Turn) -> None:
    """Save for tomorrow."""
    await commitments.save_for_tomorrow(turn.act, _day(turn))


async def tomorrow(turn: Turn) -> None:
    """`/tomorrow`, alone or with the thing behind it."""
    await commitments.tomorrow(turn.act, turn.text)


async def one(turn: Turn) -> None:
    """`/one` with the thing behind it."""
    await commitments.hear_thing(turn.act, turn.text, None)


async def carry_over(turn: Turn) -> None:
    """Take what was left open."""
    await commitments.carry_over(turn.act, _day(turn))


def _answer(event: Callable[[Turn], MemberEvent]) -> Handler:
    async def answer(turn: Turn) -> None:
        await checkins.answer_own_day(turn.act, _day(turn), event(turn))

    return answer


def _not_yet(turn: Turn) -> NotYet:
    return NotYet(card=turn.act.own_card)


def _day(turn: Turn) -> DayId:
    return DayId(turn.tapped.number())


COMMANDS: Mapping[str, Handler] = {"today": today, "done": done, "one": one, "tomorrow": tomorrow, "cancel": cancel}
GROUP_COMMANDS: Mapping[str, Handler] = {"done": done, "one": one}
BUTTONS: Mapping[Action, Handler] = {
    Action.CHANGE: change,
    Action.REPLACE: replace,
    Action.KEEP: keep,
    Action.FOR_TOMORROW: save_for_tomorrow,
    Action.CARRY_OVER: carry_over,
    Action.DONE: _answer(lambda _: Done()),
    Action.UNDO: _answer(lambda _: Undo()),
    Action.PARTLY: _answer(lambda _: Partly()),
    Action.LEAVE_PARTLY: _answer(lambda _: LeavePartly()),
    Action.NOT_YET: _answer(_not_yet),
    Action.ON_A_CALL: _answer(_not_yet),
    Action.WAIT: _answer(lambda _: Wait()),
}
