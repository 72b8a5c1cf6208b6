"""The tables, with the constraints that make a broken state impossible."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

from bot.domain.commitment import LONGEST
from bot.domain.day import MOST_EXTENSIONS, MOST_NUDGES, State, Step
from bot.domain.group import Takes
from bot.domain.member import CallWay, Standing
from bot.domain.pair import LONGEST_WORDS, InviteState
from bot.domain.question import Topic
from bot.services.letters import Status


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC whatever the database does with zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: a wall time is never an instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every value back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


def _serial() -> "Column[Any]":
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

member = Table(
    "member",
    metadata,
    _serial(),
    Column("account_id", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("language", String(35), nullable=False),
    Column("zone", Text),
    Column("morning", Time, nullable=False),
    Column("evening", Time, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("has_blocked", Boolean, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("days_off", String(7), nullable=False),
    Column("call_opens", Time, nullable=False),
    Column("call_closes", Time, nullable=False),
    Column("away_until", Date),
    Column("chosen_language", String(35)),
    Column("heard_at", Instant),
    Column("call_way", String(8), nullable=False),
    CheckConstraint(_one_of("standing", Standing), name="standing"),
    CheckConstraint(_one_of("call_way", CallWay), name="call_way"),
    CheckConstraint("zone IS NOT NULL OR standing NOT IN ('active', 'on_hold')", name="zone"),
    CheckConstraint("length(days_off) < 7", name="days_off"),
)

pair = Table(
    "pair",
    metadata,
    _serial(),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("words", Text),
    Column("proposed_words", Text),
    Column("proposed_by", ForeignKey("member.id", ondelete="SET NULL"), index=True),
    Column("room", Text),
    Column("here_question", BigInteger),
    CheckConstraint(f"length(words) BETWEEN 1 AND {LONGEST_WORDS}", name="words"),
    CheckConstraint(f"length(proposed_words) BETWEEN 1 AND {LONGEST_WORDS}", name="proposed_words"),
    CheckConstraint("room LIKE 'https://%'", name="room"),
)

phone = Table(
    "phone",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("sealed", Text, nullable=False),
)

block = Table(
    "block",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("blocked_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True),
)

pair_member = Table(
    "pair_member",
    metadata,
    Column("pair_id", ForeignKey("pair.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", Integer, primary_key=True),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("is_open", Boolean, nullable=False),
    UniqueConstraint("pair_id", "member_id"),
    CheckConstraint("seat IN (1, 2)", name="two_seats"),
    Index(
        "uq_pair_member_one_open_pair",
        "member_id",
        unique=True,
        sqlite_where=text("is_open"),
        postgresql_where=text("is_open"),
    ),
)

invite = Table(
    "invite",
    metadata,
    _serial(),
    Column("token", String(64), nullable=False, unique=True),
    Column("inviter_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    CheckConstraint(_one_of("state", InviteState), name="state"),
    Index(
        "uq_invite_one_open",
        "inviter_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

group_chat = Table(
    "group_chat",
    metadata,
    _serial(),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("pair_id", ForeignKey("pair.id", ondelete="CASCADE"), unique=True),
    Column("takes", String(8), nullable=False),
    Column("greeted_at", Instant, nullable=False),
    Column("said_yes", ForeignKey("member.id", ondelete="SET NULL"), index=True),
    Column("said_yes_at", Instant),
    Column("checked_on", Date),
    CheckConstraint(_one_of("takes", Takes), name="takes"),
    CheckConstraint("pair_id IS NULL OR said_yes IS NULL", name="one_way_in"),
    sqlite_autoincrement=True,  # letters name a group by its number
)

group_card = Table(
    "group_card",
    metadata,
    Column("group_id", ForeignKey("group_chat.id", ondelete="CASCADE"), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("shown", String(64), nullable=False),
    Index("ix_group_card_date", "date"),
)

day = Table(
    "day",
    metadata,
    _serial(),
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("pair_id", ForeignKey("pair.id", ondelete="SET NULL"), index=True),
    Column("date", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("morning_at", Instant, nullable=False),
    Column("evening_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("step", String(24), nullable=False),
    Column("due_at", Instant),
    Column("commitment", Text),
    Column("named_by_message", BigInteger),
    Column("planned_tomorrow", Text),
    Column("evening_asked", Boolean, nullable=False),
    Column("spoke_at", Instant),
    Column("nudges", Integer, nullable=False),
    Column("reoffers", Integer, nullable=False),
    Column("card_message", BigInteger),
    Column("done_at", Instant),
    Column("done_count", Integer, nullable=False),
    Column("undo_to", String(16)),
    Column("cheered", Boolean, nullable=False),
    Column("closed_at", Instant),
    Column("version", Integer, nullable=False),
    Column("morning", Time, nullable=False),
    Column("evening", Time, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("planned_for", Date),
    Column("suggested", Text),
    Column("is_carried", Boolean, nullable=False),
    Column("is_excused", Boolean, nullable=False),
    Column("silent_days", Integer, nullable=False),
    Column("silent_since", Instant),
    Column("is_waived", Boolean, nullable=False),
    Column("is_snoozed", Boolean, nullable=False),
    Column("is_together", Boolean, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("is_nudged_in_morning", Boolean, nullable=False),
    UniqueConstraint("member_id", "date"),
    CheckConstraint(_one_of("state", State), name="state"),
    CheckConstraint(_one_of("step", Step), name="step"),
    CheckConstraint(_one_of("undo_to", State), name="undo_to"),
    CheckConstraint(f"length(commitment) BETWEEN 1 AND {LONGEST}", name="commitment"),
    CheckConstraint(f"nudges BETWEEN 0 AND {MOST_NUDGES}", name="nudges"),
    CheckConstraint(f"extensions BETWEEN 0 AND {MOST_EXTENSIONS}", name="extensions"),
    CheckConstraint("(closed_at IS NULL) = (due_at IS NOT NULL)", name="open_days_are_due"),
    CheckConstraint("morning_at < evening_at AND evening_at < ends_at", name="order"),
    CheckConstraint("state NOT IN ('missed', 'done_late', 'off') OR closed_at IS NOT NULL", name="ended"),
    CheckConstraint(
        "commitment IS NOT NULL OR state NOT IN"
        " ('named', 'checking', 'tonight', 'choosing', 'held', 'partly', 'done', 'done_late')",
        name="named",
    ),
    Index(
        "uq_day_one_open",
        "member_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index("ix_day_due", "due_at", sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")),
)

question = Table(
    "question",
    metadata,
    Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
    Column("day_id", ForeignKey("day.id", ondelete="CASCADE"), index=True),
    Column("asked_at", Instant, nullable=False),
    Column("topic", String(16), nullable=False),
    Column("card", BigInteger),
    CheckConstraint(_one_of("topic", Topic), name="topic"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("noted_at", Instant, nullable=False, index=True),
    Column("trouble", Text),
)

outbox = Table(
    "outbox",
    metadata,
    _serial(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("recipient_id", ForeignKey("member.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("day_id", ForeignKey("day.id", ondelete="SET NULL"), index=True),
    Column("pair_id", ForeignKey("pair.id", ondelete="SET NULL"), index=True),
    Column("priority", Integer, nullable=False),
    Column("sound", String(8), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("decided_at", Instant, nullable=False, index=True),
    Column("useful_until", Instant, nullable=False),
    Column("edits_message", BigInteger),
    Column("edits_key", Text),
    Column("status", String(16), nullable=False),
    Column("message_id", BigInteger),
    Column("attempts", Integer, nullable=False),
    CheckConstraint(_one_of("status", Status), name="status"),
    CheckConstraint("edits_message IS NULL OR edits_key IS NULL", name="one_target"),
    Index(
        "ix_outbox_waiting",
        "priority",
        "id",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_outbox_chat_unsettled",
        "chat_id",
        "id",
        sqlite_where=text("status IN ('pending', 'claimed')"),
        postgresql_where=text("status IN ('pending', 'claimed')"),
    ),
    Index(
        "ix_outbox_claimed", "id", sqlite_where=text("status = 'claimed'"), postgresql_where=text("status = 'claimed'")
    ),
    Index("ix_outbox_message", "chat_id", "message_id"),
)

note = Table(
    "note",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
