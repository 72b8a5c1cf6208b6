"""Builds everything, connects it, starts and stops it. All wiring is on this screen."""

import asyncio
import gc
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.chat.announcing import announce
from bot.chat.answering import Answers
from bot.chat.dealing import Dealer
from bot.chat.delivery import Delivery
from bot.chat.http import AiohttpRequest
from bot.chat.intake import Intake
from bot.chat.limits import Limits
from bot.chat.patience import Patience
from bot.chat.waiting import STORAGE_PAUSE, Backoff
from bot.clock import uptime
from bot.config import Settings
from bot.db.checking import DatabaseUnusable
from bot.db.copies import back_up_daily, restore_waits
from bot.db.storage import Storage
from bot.db.unit_of_work import Committed
from bot.domain import calendar
from bot.domain.registration import Admission
from bot.places.offline import OfflinePlaces
from bot.services.housekeeping import tidy
from bot.services.means import Means
from bot.services.phones import renew_seals
from bot.services.ports import Alarm, Clock, StorageTrouble, UnitOfWork, Vault
from bot.services.pulse import Walk, keep_pulse
from bot.services.tick import tick
from bot.services.zones import follow_rules
from bot.texts.dates import read_date
from bot.texts.going import confirms_deletion
from bot.texts.partner import first_words
from bot.vault import vault_of

TOKEN_BITS = 128
ANSWER_PATIENCE = 5.0
"""So many seconds Telegram has for an answer; whether it did what it was asked is unknown then."""
FIRST_PULSE_SECONDS, PULSE_SECONDS = 0.5, 20.0
RESTORE_LOOK_SECONDS = 0.5

log = structlog.get_logger(__name__)


class RestoreAsked(Exception):  # noqa: N818  a wish, and no error
    """A copy waits to be put in the place of the database, and everything that used that is closed."""


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
    back_up: Callable[[date], object]
    """Makes the copy of that date; blocks while it does."""
    restore_waits: Callable[[], bool]
    vault: Vault | None = None
    follows_rules: bool = False
    """All open days are planned by the rules of zones that are in use."""
    ticked_at: float | None = None
    """When the clock last did all that was due, in the machine's time."""

    async def run(self) -> None:
        """Listen, keep the time and speak, until cancelled.

        Raises `InvalidToken` when Telegram refuses the token, `RestoreAsked` when a copy of the database waits.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._watch_for_restore())
                await self._meet_telegram()
                await self.delivery.take_back_claims()
                group.create_task(self.intake.run())
                group.create_task(self.delivery.run())
                group.create_task(self.alarm.run(self._ring, self._tidy))
                group.create_task(announce(self.bot, self.open_uow, self.storage.open_reader))
                group.create_task(self._keep_pulse())
        except ExceptionGroup as errors:
            if errors.subgroup(InvalidToken) is not None:
                raise InvalidToken("Telegram refuses the token") from errors
            if errors.subgroup(RestoreAsked) is not None:
                raise RestoreAsked from errors
            raise
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

    def open_uow_for_person(self) -> UnitOfWork:
        """Return the same for somebody who tapped or typed, and waits: the clock gives way to it."""
        return self.storage.open_uow(self._on_commit, for_person=True)

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
            if not self.follows_rules:
                await follow_rules(self.open_uow, calendar.rules_version(), self.clock.now())
                self.follows_rules = True
            await tick(self.open_uow, self.clock.now())
            async with self.storage.open_reader() as uow:
                self.alarm.set(await uow.days.next_due_at())
            self.ticked_at = uptime()
        except StorageTrouble:
            log.warning("tick.storage_trouble")
            await asyncio.sleep(STORAGE_PAUSE)
            self.alarm.set(self.clock.now())

    async def _watch_for_restore(self) -> None:
        while True:
            if self.restore_waits():
                raise RestoreAsked
            await asyncio.sleep(RESTORE_LOOK_SECONDS)

    async def _keep_pulse(self) -> None:
        """Write down now and then which of the three walks have been seen to work, and when."""
        while True:
            stamps = {
                Walk.INTAKE: self.intake.alive_at(),
                Walk.TICK: self.ticked_at,
                Walk.DELIVERY: self.delivery.alive_at(),
            }
            now, machine_now = self.clock.now(), uptime()
            seen = {walk: now - timedelta(seconds=machine_now - at) for walk, at in stamps.items() if at is not None}
            try:
                if seen:
                    await keep_pulse(self.open_uow, seen)
            except StorageTrouble:
                log.warning("pulse.storage_trouble")
            await asyncio.sleep(PULSE_SECONDS if len(seen) == len(Walk) else FIRST_PULSE_SECONDS)

    async def _tidy(self) -> None:
        """What is done every hour: what can't be done now is done in the next."""
        now = self.clock.now()
        try:
            await tidy(self.open_uow, now)
            if self.vault is not None:
                await renew_seals(self.open_uow, self.vault)
            await asyncio.to_thread(self.back_up, now.date())
        except StorageTrouble as error:
            log.warning("chores.storage_trouble", why=str(error))
        except DatabaseUnusable as error:
            log.error("backup.failed", why=str(error))  # noqa: TRY400  the words say it all


def settle_memory() -> None:
    """Leave what is loaded out of the rounds in which Python looks for garbage: each stops everybody for 0.1 s."""
    gc.collect()
    gc.freeze()


def bot_for(settings: Settings) -> Bot:
    """Return the client for the Bot API that the settings name; it connects when it is initialized."""
    proxy = settings.telegram_proxy.get_secret_value() or None
    request = AiohttpRequest(settings.sender_slots + 16, read_timeout=ANSWER_PATIENCE, proxy=proxy)
    return Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request,
        get_updates_request=request,  # polling goes by the same: it is one more connection
    )


def means_of(settings: Settings) -> Means:
    """Return what dealing with people takes beside the chat and the storage."""
    return Means(
        admission=Admission(settings.registration, settings.admin_ids),
        new_token=lambda: secrets.token_urlsafe(TOKEN_BITS // 8),
        places=OfflinePlaces(),
        read_date=read_date,
        vault=vault_of(settings.phone_key.get_secret_value()),
        first_words=first_words,
        confirms_deletion=confirms_deletion,
    )


def build(
    settings: Settings, *, clock: Clock, alarm: Alarm, limits: Limits | None = None, patience: Patience | None = None
) -> App:
    """Return the bot, ready to run on a database that is migrated."""
    bot = bot_for(settings)
    means = means_of(settings)
    storage = Storage(settings.database_url)
    answers = Answers(bot)

    def open_uow() -> UnitOfWork:
        return app.open_uow()

    def open_uow_for_person() -> UnitOfWork:
        return app.open_uow_for_person()

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
        vault=means.vault,
    )
    dealer = Dealer(
        bot=bot,
        open_uow=open_uow_for_person,
        clock=clock,
        answers=answers,
        means=means,
    )
    intake = Intake(
        bot=bot, dealer=dealer, open_uow=open_uow, clock=clock, on_caught_up=delivery.wake, patience=patience
    )

    def back_up(today: date) -> None:
        made = back_up_daily(settings.database_url, settings.backup_folder, today)
        if made is not None:
            log.info("backup.made", file=str(made))

    app = App(
        bot=bot,
        storage=storage,
        intake=intake,
        delivery=delivery,
        answers=answers,
        clock=clock,
        alarm=alarm,
        back_up=back_up,
        restore_waits=lambda: restore_waits(settings.database_url),
        vault=means.vault,
    )
    return app
