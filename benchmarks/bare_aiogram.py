"""The smallest bot that keeps what it hears: one row, one commit, one reply, with aiogram's defaults.

`python -m benchmarks.bare_aiogram URL TOKEN FILE`, where aiogram is installed: it can't be beside our pins.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.bare import ANSWER, KEEP, open_file


async def main(url: str, token: str, file: str) -> None:
    """Answer until the process is told to stop."""
    kept = await open_file(file)
    dispatcher = Dispatcher()

    async def answer(message: Message) -> None:
        await kept.execute(KEEP, (message.chat.id * 100_000 + message.message_id, message.text))
        await kept.commit()
        await message.answer(ANSWER)

    dispatcher.message.register(answer)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        await dispatcher.start_polling(bot)
    finally:
        await kept.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
