"""Questions that the tests of the chat ask the stage, and ways to make Telegram refuse."""

import asyncio
from collections.abc import Callable

from bot.db.storage import Storage
from bot.services.letters import Letter
from playground.stage import Phone, Stage
from playground.telegram import Call, Hang


def count(phone: Phone, part: str) -> int:
    """How many messages the chat shows with this in their text."""
    return sum(part in text for text in phone.heard)


def tries(stage: Stage, part: str, method: str = "sendMessage") -> int:
    """How often Telegram was asked to say something."""
    return sum(call.method == method and part in str(call.params.get("text")) for call in stage.server.calls)


def calls_to(stage: Stage, phone: Phone) -> list[Call]:
    return [call for call in stage.server.calls if call.params.get("chat_id") == phone.person.id]


def says(part: str) -> Callable[[Call], bool]:
    """Tell a call that says something with `part` in it."""
    return lambda call: part in str(call.params.get("text"))


def hold_back(stage: Stage, part: str) -> tuple[asyncio.Event, asyncio.Event]:
    """Let the first message with `part` hang at Telegram; return its arrival there, and what lets it go."""
    hang = Hang()
    stage.server.faults.on_call(hang, method="sendMessage", when=says(part), times=1)
    return hang.arrived, hang.until


async def soon(event: asyncio.Event) -> None:
    """Wait for something that must happen within moments."""
    async with asyncio.timeout(10):
        await event.wait()


async def letters(stage: Stage, phone: Phone) -> list[Letter]:
    """All letters to one person, in the order in which they were written."""
    storage = Storage(stage.settings.database_url)
    found = []
    async with storage.open_reader() as uow:
        number = 0
        misses = 0
        while misses < 50:
            number += 1
            letter = await uow.outbox.get(number)
            misses = misses + 1 if letter is None else 0
            if letter is not None and letter.chat_id == phone.person.id:
                found.append(letter)
    await storage.close()
    return found
