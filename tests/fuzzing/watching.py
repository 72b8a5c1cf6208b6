"""Who may change what, told from the rows alone: triggers write down whose row each change was.

An update may change what is its sender's own, and of their partner (before it or after) the day and the letters; who
becomes partners comes out of their rest, and their open invites end. It changes nothing of anybody else. This is written without a look at the services, from the product's rules.
"""

import sqlite3
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from bot.db.tables import metadata

UNWATCHED = frozenset({"inbox", "note"})
"""The ids of updates, and the bot's own notes."""
_OWNERS = {
    "member": "{row}.id",
    "pair": "{row}.id",
    "phone": "{row}.member_id",
    "block": "{row}.member_id",
    "pair_member": "{row}.pair_id",
    "invite": "{row}.inviter_id",
    "group_chat": "{row}.chat_id",
    "group_card": "(SELECT chat_id FROM group_chat WHERE id = {row}.group_id)",
    "day": "{row}.member_id",
    "question": "{row}.member_id",
    "outbox": "{row}.recipient_id",
}
_OWN_WORDS = ("commitment", "planned_tomorrow", "date", "morning", "evening")
"""What of a day only its member says."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was written, and whose it is; words: what its member alone may change was changed."""

    table: str
    did: str
    owner: int | None
    touches_words: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """Who belongs to whom."""

    members: dict[int, int]
    """The member behind each account."""
    partners: dict[int, int]
    pairs: dict[int, int]
    """The open pair of each member."""
    all_pairs: dict[int, frozenset[int]]
    """The pairs that each member has ever been in."""
    groups: dict[int, int | None]
    """The pair of each group's chat."""
    waiting: dict[int, int | None]
    """Who has said yes in each group's chat."""
    inviters: dict[str, int]
    """Whose invite each token is."""


@dataclass(slots=True)
class Watch:
    """A look at the database from beside the bot."""

    connection: sqlite3.Connection
    ties: Ties = field(init=False)
    _seen: int = 0

    def __post_init__(self) -> None:
        """Begin to watch."""
        run = self.connection.execute
        run("PRAGMA synchronous = OFF")
        run("CREATE TABLE watched (id INTEGER PRIMARY KEY, tbl TEXT, did TEXT, owner INTEGER, words INTEGER)")
        for name, owner in _OWNERS.items():
            columns = [column.name for column in metadata.tables[name].columns if column.name != "heard_at"]
            for did, row in (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "NEW")):
                when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
                words = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _OWN_WORDS)
                words = f"({words})" if name == "day" and did == "UPDATE" else "0"
                run(
                    f"CREATE TRIGGER watch_{name}_{did} AFTER {did} ON {name}"
                    + (f" WHEN {when}" if did == "UPDATE" else "")
                    + " BEGIN INSERT INTO watched (tbl, did, owner, words) VALUES"
                    f" ('{name}', '{did}', {owner.format(row=row)}, {words}); END"
                )
        self.look()

    def look(self) -> None:
        """Learn who belongs to whom now."""
        rows = self.connection.execute
        pairs: dict[int, int] = {}
        ever: dict[int, set[int]] = {}
        people: dict[int, list[int]] = {}
        for pair, member, is_open in rows("SELECT pair_id, member_id, is_open FROM pair_member"):
            ever.setdefault(member, set()).add(pair)
            if is_open:
                pairs[member] = pair
                people.setdefault(pair, []).append(member)
        partners = {member: other for two in people.values() for member in two for other in two if member != other}
        groups = list(rows("SELECT chat_id, pair_id, said_yes FROM group_chat"))
        self.ties = Ties(
            members=dict(rows("SELECT account_id, id FROM member")),
            partners=partners,
            pairs=pairs,
            all_pairs={member: frozenset(of) for member, of in ever.items()},
            groups={chat: pair for chat, pair, _ in groups},
            waiting={chat: yes for chat, _, yes in groups},
            inviters=dict(rows("SELECT token, inviter_id FROM invite")),
        )

    def skip(self) -> None:
        """Leave out what was changed so far: the clock and the voice may change what they like."""
        (self._seen,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM watched").fetchone()

    def changes(self) -> Sequence[Change]:
        """Return what was changed since the last time."""
        rows = self.connection.execute(
            "SELECT id, tbl, did, owner, words FROM watched WHERE id > ? ORDER BY id", (self._seen,)
        ).fetchall()
        if rows:
            self._seen = rows[-1][0]
        return [Change(table, did, owner, bool(words)) for _, table, did, owner, words in rows]

    def integrity(self) -> str | None:
        """Return what is broken in the database, None when nothing is."""
        broken = self.connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            return f"foreign keys: {broken[:5]}"
        (word,) = self.connection.execute("PRAGMA integrity_check").fetchone()
        self.connection.execute("DELETE FROM watched WHERE id < ?", (self._seen,))
        return None if word == "ok" else str(word)


@dataclass(frozen=True, slots=True)
class Who:
    """Who an update is from, by the update alone, and what else it names."""

    account: int | None
    chat: int | None
    """The group in which it happens."""
    is_event: bool = False
    """Telegram tells what befell a group."""
    new_chat: int | None = None
    words: str = ""
    """All that was typed or tapped."""
    gone: int | None = None
    """Whose leaving of the group it tells."""


def trespasses(before: Ties, after: Ties, who: Who, changes: Iterable[Change]) -> list[Change]:
    """Return the changes that this update had no right to."""
    changes = list(changes)
    if not changes:
        return []
    own = {ties.members[who.account] for ties in (before, after) if who.account in ties.members}
    partners = {ties.partners[member] for ties in (before, after) for member in own if member in ties.partners}
    pairs = {ties.pairs[member] for ties in (before, after) for member in own if member in ties.pairs}
    ever = {pair for ties in (before, after) for member in own for pair in ties.all_pairs.get(member, ())}
    inviters = {inviter for token, inviter in before.inviters.items() if token in who.words}
    chats = {chat for chat in (who.chat, who.new_chat) if chat is not None}
    chats |= {chat for ties in (before, after) for chat, pair in ties.groups.items() if pair in pairs}
    chats |= {chat for chat, member in before.waiting.items() if member in own | partners}
    of_group: set[int] = set()
    if who.is_event:
        homes = {before.groups.get(chat) for chat in chats}
        of_group = {member for member, pair in before.pairs.items() if pair in homes}
    is_deleting = any(change.table == "member" and change.did == "DELETE" and change.owner in own for change in changes)
    rights: dict[str, Container[int | None]] = {
        "member": own | _new(before, after, own),
        "phone": own,
        "block": own,
        "question": own,
        "day": own | partners,
        "invite": own | inviters | _new(before, after, own),
        "outbox": own | partners | inviters | of_group,
        "pair": pairs | (ever if is_deleting else set()),
        "pair_member": pairs | (ever if is_deleting else set()),
        "group_chat": chats,
        "group_card": chats | {None},
    }
    return [
        change
        for change in changes
        if change.owner not in rights[change.table] or (change.touches_words and change.owner not in own)
    ]


def _new(before: Ties, after: Ties, own: set[int]) -> set[int]:
    """Return the partners whom they have since this update alone."""
    return {
        after.partners[member]
        for member in own
        if member in after.partners and before.partners.get(member) != after.partners[member]
    }
