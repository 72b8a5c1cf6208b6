"""Builds everything, connects it, starts and stops it. All wiring is on this screen."""

import asyncio
import secrets
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.chat.announcing import announce
from bot.chat.answering import Answers
from bot.chat.dealing import Dealer
from bot.chat.delivery import Delivery
from bot.chat.intake import Intake
from bot.chat.limits import Limits
from bot.chat.waiting import STORAGE_PAUSE, Backoff
from bot.config import Settings
from bot.db.storage import Storage
from bot.db.unit_of_work import Committed
from bot.services.housekeeping import tidy
from bot.services.ports import Alarm, Clock, StorageTrouble, UnitOfWork
from bot.services.tick import tick

TOKEN_BITS = 128

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class App:
    """The whole bot. `run` it until it is cancelled."""

    bot: Bot
    storage: Storage
    intake: Intake
    delivery: Delivery
    answers: Answers
    clock: Clock
    alarm: Alarm

    async def run(self) -> None:
        """Listen, keep the time and speak, until cancelled. Raises `InvalidToken` when Telegram refuses the token."""
        try:
            await self._meet_telegram()
            await self.delivery.take_back_claims()
            async with asyncio.TaskGroup() as group:
                group.create_task(self.intake.run())
                group.create_task(self.delivery.run())
                group.create_task(self.alarm.run(self._ring, self._tidy))
                group.create_task(announce(self.bot, self.open_uow, self.storage.open_reader))
        except ExceptionGroup as errors:
            refused = errors.subgroup(InvalidToken)
            if refused is None:
                raise
            raise InvalidToken("Telegram refuses the token") from errors
        finally:
            await self.answers.stop()
            await self.bot.shutdown()
            await self.storage.close()

    def is_quiet(self) -> bool:
        """Tell whether nothing is in hand: everything heard, nothing waiting to be said, nothing under way."""
        return self.intake.is_quiet() and self.delivery.is_quiet() and self.answers.is_quiet()

    def open_uow(self) -> UnitOfWork:
        """Return a transaction whose commit is heard by the voice and the clock."""
        return self.storage.open_uow(self._on_commit)

    def _on_commit(self, committed: Committed) -> None:
        """Hand over what a transaction left for the voice and the clock."""
        self.delivery.hand_over(committed.claimed, has_waiting=committed.has_waiting)
        if committed.earliest_due is not None:
            self.alarm.set(committed.earliest_due)

    async def _meet_telegram(self) -> None:
        """Learn who the bot is; wait for a Telegram that can't be reached."""
        backoff = Backoff()
        while True:
            try:
                await self.bot.initialize()
                await self.bot.delete_webhook()  # while one is set, nothing can be polled
            except InvalidToken:
                raise
            except TelegramError as error:
                seconds = backoff.after(error)
                log.warning("start.telegram_unreachable", why=str(error), again_in=seconds)
                await asyncio.sleep(seconds)
            else:
                log.info("start.ready", bot=self.bot.username)
                return

    async def _ring(self) -> None:
        """What the clock does: only after everything was heard, all that is due."""
        await self.intake.caught_up()
        try:
            await self.intake.note_alive()
            await tick(self.open_uow, self.clock.now())
            async with self.storage.open_reader() as uow:
                self.alarm.set(await uow.days.next_due_at())
        except StorageTrouble:
            log.warning("tick.storage_trouble")
            await asyncio.sleep(STORAGE_PAUSE)
            self.alarm.set(self.clock.now())

    async def _tidy(self) -> None:
        await tidy(self.open_uow, self.clock.now())


def bot_for(settings: Settings) -> Bot:
    """Return the client for the Bot API that the settings name; it connects when it is initialized."""
    return Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=settings.sender_slots + 16, pool_timeout=10.0),
    )


def build(settings: Settings, *, clock: Clock, alarm: Alarm, limits: Limits | None = None) -> App:
    """Return the bot, ready to run on a database that is migrated."""
    bot = bot_for(settings)
    storage = Storage(settings.database_url)
    answers = Answers(bot)

    def open_uow() -> UnitOfWork:
        return app.open_uow()

    def may_speak() -> bool:
        return intake.has_caught_up()

    delivery = Delivery(
        bot=bot,
        open_uow=open_uow,
        open_reader=storage.open_reader,
        clock=clock,
        limits=limits or Limits(),
        slots=settings.sender_slots,
        may_speak=may_speak,
    )
    dealer = Dealer(
        bot=bot,
        open_uow=open_uow,
        clock=clock,
        answers=answers,
        zone=settings.default_timezone,
        new_token=lambda: secrets.token_urlsafe(TOKEN_BITS // 8),
    )
    intake = Intake(bot=bot, dealer=dealer, open_uow=open_uow, clock=clock, on_caught_up=delivery.wake)
    app = App(
        bot=bot,
        storage=storage,
        intake=intake,
        delivery=delivery,
        answers=answers,
        clock=clock,
        alarm=alarm,
    )
    return app
