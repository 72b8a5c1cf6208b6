"""Answers to taps, and nods to what is said in a group: after the commit, once, at best effort.

Until a tap is answered its button shows a progress bar. What a nod says, the card says as well, and lastingly.
"""

import asyncio
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import TelegramError

log = structlog.get_logger(__name__)


TOAST = 60
"""Answers longer than this are shown until they are dismissed, others for a moment."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tap is answered with."""

    callback_id: str
    """Telegram's id of the tap."""
    text: str | None = None
    """Plain text of at most 200 characters."""


NOD = "👍"


@dataclass(frozen=True, slots=True)
class Nod:
    """A sign under somebody's message in a group that it was heard: the card that shows it may be far above."""

    chat_id: int
    message_id: int


class Answers:
    """Gives answers side by side with everything else, and sees to it that none is left behind."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: set[asyncio.Task[None]] = set()

    def give(self, answer: Answer | Nod | None) -> None:
        """Begin to answer a tap, or to nod; None: there is nothing to answer."""
        if answer is None:
            return
        task = asyncio.create_task(self._give(answer))  # noqa: TID251  kept in _under_way, awaited in `stop`
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def is_quiet(self) -> bool:
        """Tell whether every answer has been given."""
        return not self._under_way

    async def stop(self) -> None:
        """Give up on what is still under way."""
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _give(self, answer: Answer | Nod) -> None:
        try:
            if isinstance(answer, Nod):
                await self._bot.set_message_reaction(answer.chat_id, answer.message_id, NOD)
                return
            await self._bot.answer_callback_query(
                answer.callback_id, text=answer.text, show_alert=answer.text is not None and len(answer.text) > TOAST
            )
        except TelegramError as error:
            log.info("answer.not_given", why=str(error))
