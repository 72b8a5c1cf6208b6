"""What Telegram shows of the bot itself."""

import asyncio
from pathlib import Path

from bot.texts.about import COMMANDS
from bot.texts.language import shipped_languages
from playground.opening import open_stage
from playground.stage import Stage
from playground.telegram import bad_request
from tests.conftest import MORNING

SETTING = ("setMyCommands", "setMyCommands", "setMyDescription", "setMyShortDescription")
"""Commands are set for all chats, and for groups."""
LANGUAGES = shipped_languages()


def settings_made(stage: Stage) -> list[str]:
    return [call.method for call in stage.server.calls if call.method in SETTING and call.ok]


async def announced(stage: Stage, count: int) -> None:
    async with asyncio.timeout(10):
        while len(settings_made(stage)) < count or not await _is_noted(stage):  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(0.01)


async def _is_noted(stage: Stage) -> bool:
    assert stage.app is not None
    async with stage.app.storage.open_reader() as uow:
        return await uow.notes.get(f"announced:{LANGUAGES[-1]}") is not None


async def test_commands_and_descriptions_are_set_once(stage: Stage) -> None:
    await announced(stage, len(SETTING) * len(LANGUAGES))
    await stage.stop_bot()
    await stage.start_bot()
    await stage.wind(minutes=1)
    assert sorted(settings_made(stage)) == sorted(SETTING * len(LANGUAGES))
    assert [command.command for command in stage.telegram_bot.commands()] == list(COMMANDS)
    in_groups = stage.telegram_bot.commands(scope={"type": "all_group_chats"})
    assert [command.command for command in in_groups] == ["done", "one", "here"]
    assert "One thing a day" in stage.telegram_bot.description()


async def test_our_own_fault_is_not_repeated(tmp_path: Path) -> None:
    async with open_stage(tmp_path, MORNING, starts_bot=False) as stage:
        error = bad_request("BOT_COMMAND_INVALID")
        refused = stage.server.faults.on_call(error, method="setMyCommands")
        await stage.start_bot()
        await stage.wind(hours=1)
    assert refused.struck == len(LANGUAGES)
