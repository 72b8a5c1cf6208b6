"""Answers to taps: after the commit, once, at best effort. Until then the button shows a progress bar."""

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


class Answers:
    """Gives answers side by side with everything else, and sees to it that none is left behind."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: set[asyncio.Task[None]] = set()

    def give(self, answer: Answer | None) -> None:
        """Begin to answer a tap; None: there was none."""
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

    async def _give(self, answer: Answer) -> None:
        try:
            await self._bot.answer_callback_query(
                answer.callback_id, text=answer.text, show_alert=answer.text is not None and len(answer.text) > TOAST
            )
        except TelegramError as error:
            log.info("answer.not_given", why=str(error))
