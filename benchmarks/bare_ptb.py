"""The smallest bot that keeps what it hears: one row, one commit, one reply, with python-telegram-bot's defaults.

`python -m benchmarks.bare_ptb URL TOKEN FILE`
"""

import sys
from typing import TYPE_CHECKING

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from benchmarks.bare import ANSWER, KEEP, open_file

if TYPE_CHECKING:
    from aiosqlite import Connection


def main(url: str, token: str, file: str) -> None:
    """Answer until the process is told to stop."""
    kept: list[Connection] = []

    async def open_first(_: object) -> None:
        kept.append(await open_file(file))

    async def close_last(_: object) -> None:
        await kept.pop().close()

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await kept[0].execute(KEEP, (update.update_id, update.message.text))
            await kept[0].commit()
            await update.message.reply_text(ANSWER)

    built = Application.builder().token(token).base_url(f"{url}/bot").post_init(open_first).post_shutdown(close_last)
    application = built.build()
    application.add_handler(MessageHandler(filters.ALL, answer))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
