"""What the smallest bots keep, and what they say."""

import aiosqlite

KEEP = "INSERT INTO heard VALUES (?, ?)"
ANSWER = "Your one thing today: to write two pages of the report.\nBen's one thing: to run."


async def open_file(file: str) -> aiosqlite.Connection:
    """Open an empty database as safe as the bot's own: what is committed outlasts a power cut."""
    connection = await aiosqlite.connect(file)
    await connection.execute("PRAGMA journal_mode = WAL")
    await connection.execute("PRAGMA synchronous = FULL")
    await connection.execute("CREATE TABLE heard (update_id INTEGER PRIMARY KEY, text TEXT)")
    await connection.commit()
    return connection
