"""What Telegram shows of the bot itself: its commands and descriptions, set per language and only when they changed."""

import asyncio
import hashlib
import json

import structlog
from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.services.ports import StorageTrouble, UnitOfWorkFactory
from bot.texts import about
from bot.texts.language import SOURCE_LANGUAGE, language_for, shipped_languages

ANNOUNCED = "announced"
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 600.0

log = structlog.get_logger(__name__)


async def announce(bot: Bot, open_uow: UnitOfWorkFactory) -> None:
    """Set commands and descriptions, however long Telegram makes that take; nothing else waits for it."""
    pause = FIRST_PAUSE
    for tag in shipped_languages():
        while True:
            try:
                await _announce_in(bot, open_uow, tag)
                break
            except (TelegramError, StorageTrouble) as error:
                wait = error.retry_after if isinstance(error, RetryAfter) else 0
                told = wait if isinstance(wait, int) else wait.total_seconds()
                log.warning("announce.later", language=tag, why=str(error))
                await asyncio.sleep(max(pause, told))
                pause = min(pause * 2, LONGEST_PAUSE)


async def _announce_in(bot: Bot, open_uow: UnitOfWorkFactory, tag: str) -> None:
    t = language_for(tag)
    commands = [BotCommand(name, about.command_description(t, name)) for name in about.COMMANDS]
    page = [about.description(t), about.short_description(t)]
    said = json.dumps([[command.to_dict() for command in commands], page], sort_keys=True)
    mark = hashlib.sha256(said.encode()).hexdigest()
    name = f"{ANNOUNCED}:{tag}"
    async with open_uow() as uow:
        if await uow.notes.get(name) == mark:
            return
    code = None if tag == SOURCE_LANGUAGE else tag[:2]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_description(page[0], language_code=code)
    await bot.set_my_short_description(page[1], language_code=code)
    async with open_uow() as uow:
        await uow.notes.put(name, mark)
        await uow.commit()
