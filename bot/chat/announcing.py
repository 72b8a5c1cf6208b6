"""What Telegram shows of the bot itself: its commands and descriptions, set per language and only when they changed."""

import asyncio
import hashlib
import json

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats
from telegram.error import BadRequest, TelegramError

from bot.chat.waiting import STORAGE_PAUSE, Backoff
from bot.services.ports import StorageTrouble, UnitOfWorkFactory
from bot.texts import about
from bot.texts.language import SOURCE_LANGUAGE, language_for, shipped_languages

ANNOUNCED = "announced"
LONGEST_PAUSE = 600.0

log = structlog.get_logger(__name__)


async def announce(bot: Bot, open_uow: UnitOfWorkFactory, open_reader: UnitOfWorkFactory) -> None:
    """Set commands and descriptions, however long Telegram makes that take; nothing else waits for it."""
    for tag in shipped_languages():
        backoff = Backoff(longest=LONGEST_PAUSE)
        while not await _is_announced(bot, open_uow, open_reader, tag, backoff):
            log.warning("announce.later", language=tag)


async def _is_announced(
    bot: Bot, open_uow: UnitOfWorkFactory, open_reader: UnitOfWorkFactory, tag: str, backoff: Backoff
) -> bool:
    """Announce the bot in one language; after trouble that may pass, wait and return False."""
    try:
        await _announce_in(bot, open_uow, open_reader, tag)
    except StorageTrouble:
        await asyncio.sleep(STORAGE_PAUSE)
        return False
    except BadRequest as error:
        log.error("announce.refused", language=tag, why=str(error))  # noqa: TRY400  it is Telegram's word, no fault
    except TelegramError as error:
        await asyncio.sleep(backoff.after(error))
        return False
    return True


async def _announce_in(bot: Bot, open_uow: UnitOfWorkFactory, open_reader: UnitOfWorkFactory, tag: str) -> None:
    t = language_for(tag)
    commands = [BotCommand(name, about.command_description(t, name)) for name in about.COMMANDS]
    in_groups = [command for command in commands if command.command in about.IN_GROUPS]
    page = [about.description(t), about.short_description(t)]
    menus = [[command.to_dict() for command in menu] for menu in (commands, in_groups)]
    said = json.dumps([*menus, page], sort_keys=True)
    mark = hashlib.sha256(said.encode()).hexdigest()
    name = f"{ANNOUNCED}:{tag}"
    async with open_reader() as uow:
        if await uow.notes.get(name) == mark:
            return
    code = None if tag == SOURCE_LANGUAGE else tag[:2]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_commands(in_groups, scope=BotCommandScopeAllGroupChats(), language_code=code)
    await bot.set_my_description(page[0], language_code=code)
    await bot.set_my_short_description(page[1], language_code=code)
    async with open_uow() as uow:
        await uow.notes.put(name, mark)
        await uow.commit()
