"""What a day left behind: what the phones show, what was sent, and what the database holds, fit to be compared."""

import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.stage import Phone, Stage
from playground.telegram import Call, Message

Row = dict[str, Any]
Tables = dict[str, list[Row]]
MessageId = tuple[int, int]
"""A chat and a message's number in it."""
UNSETTLED = ("pending", "claimed")
SENDS, EDITS, ANSWERS = "sendMessage", "editMessageText", "answerCallbackQuery"
NOTES = "note"
"""The table of what the bot notes about itself: when it was alive, which kills change."""
NOT_MODIFIED = "message is not modified"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """A day's end. Two days in which the same was done have equal ones, but for what was said once more.

    Message numbers stand for what the message says, and the one thing that is drawn by lot, an invite's token, is
    left out. All else is the same to the letter: every moment in the database is life's time.
    """

    shown: Mapping[str, Counter[str]]
    """By person: what their chat shows, without copies that the bot does not know of.

    In no order: a reply that has to be repeated after a start takes its turn among what was decided before it.
    """
    tables: Mapping[str, Sequence[str]]
    """Every row of every table."""
    sent: Mapping[str, Counter[str]]
    """By method: what Telegram took from the bot, each as often as it was taken."""
    copies: int
    """How many messages are in the chats that the bot does not know to have sent."""
    unsettled: Sequence[str]
    """Letters of which nothing has become."""


def look_back(stage: Stage, phones: Sequence[Phone]) -> Aftermath:
    """Return what the day on this stage has left, after the bot was stopped."""
    tables = read_tables(stage)
    copies = unknown_messages(phones, tables)
    tokens = [row["token"] for row in tables["invite"]]
    says = {(phone.person.id, message.id): message.text for phone in phones for message in phone.messages}
    return Aftermath(
        shown={phone.person.first_name: _shown(phone, copies, tokens) for phone in phones},
        tables={
            name: sorted(_without(tokens, _line(row)) for row in _with_words(name, tables, says))
            for name in tables
            if name != NOTES
        },
        sent={method: _sent(stage, method, tokens) for method in (SENDS, EDITS, ANSWERS)},
        copies=len(copies),
        unsettled=[row["key"] for row in tables["outbox"] if row["status"] in UNSETTLED],
    )


def read_tables(stage: Stage) -> Tables:
    """Return all rows while no bot runs, read from a copy of the files: the next one finds them as they were left."""
    file = Path(stage.settings.database_url.partition("///")[2])
    with tempfile.TemporaryDirectory() as folder:
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, folder)
        connection = sqlite3.connect(Path(folder) / file.name)
        connection.row_factory = sqlite3.Row
        names = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608
        connection.close()
    return tables


def said(call: Call) -> bool:
    """Tell whether a call says something in a chat."""
    return call.method in (SENDS, EDITS)


def unknown_messages(phones: Sequence[Phone], tables: Tables) -> set[MessageId]:
    """Return the messages of the bot that it does not know to have sent: it was killed before it could note them."""
    noted = {(row["chat_id"], row["message_id"]) for row in tables["outbox"]}
    there = {(phone.person.id, message.id) for phone in phones for message in phone.messages if message.is_from_bot}
    return there - noted


def _shown(phone: Phone, copies: set[MessageId], tokens: Sequence[str]) -> Counter[str]:
    known = [message for message in phone.messages if (phone.person.id, message.id) not in copies]
    return Counter(_without(tokens, _look(message)) for message in known)


def _look(message: Message) -> str:
    buttons = [[(button.text, button.callback_data, button.url) for button in row] for row in message.buttons]
    return _line(
        {"from": message.sender.first_name, "html": message.html, "buttons": buttons, "silent": message.is_silent}
    )


def _sent(stage: Stage, method: str, tokens: Sequence[str]) -> Counter[str]:
    calls = [call for call in stage.server.calls if call.method == method]
    taken = [call.params for call in calls if call.ok or NOT_MODIFIED in str(call.answer)]
    words = ("chat_id", "text", "reply_markup")
    return Counter(_without(tokens, _line({word: params.get(word) for word in words})) for params in taken)


def _with_words(table: str, tables: Tables, says: Mapping[MessageId, str]) -> Iterator[Row]:
    """Yield a table's rows with the words of messages in the place of their numbers."""
    accounts = {row["id"]: row["account_id"] for row in tables["member"]}
    for row in tables[table]:
        match table:
            case "outbox":
                chat, columns = row["chat_id"], ("message_id", "edits_message")
            case "day":
                chat, columns = accounts[row["member_id"]], ("named_by_message", "card_message")
            case _:
                yield row
                continue
        yield row | {column: says.get((chat, row[column]), row[column]) for column in columns}


def _without(tokens: Sequence[str], line: str) -> str:
    for token in tokens:
        line = line.replace(token, "<token>")
    return line


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
