"""Where, when, and silence

Revision: 0002, after 0001
Members get a zone that may be unknown, days off, call hours, a time away, a language; days get their own wall times and
their beginning, what is offered in the morning, and the row of silent days; a question can be about more than a day.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OLD_STATES = [
    "planned",
    "asked",
    "named",
    "checking",
    "unnamed",
    "tonight",
    "choosing",
    "held",
    "nudged",
    "calling",
    "unmet",
    "partly",
    "done",
    "saved",
    "missed",
    "done_late",
    "off",
]
_NEW_STATES = [*_OLD_STATES[:10], "skipped", *_OLD_STATES[10:]]
_OLD_STEPS = ["morning_ask", "morning_reminder", "evening_ask", "evening_reminder", "evening_check", "nudge", "end"]
_NEW_STEPS = ["return", *_OLD_STEPS]
_OLD_STANDINGS = ["visitor", "active", "resting"]
_NEW_STANDINGS = ["visitor", "joining", "active", "on_hold", "resting"]
_TOPICS = ["change", "tomorrow", "away", "where", "morning", "evening", "call_hours"]


def _one_of(column: str, values: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    with op.batch_alter_table("member", recreate="always") as table:
        table.alter_column("zone", existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column("days_off", sa.String(length=7), nullable=True))
        table.add_column(sa.Column("call_opens", sa.Time(), nullable=True))
        table.add_column(sa.Column("call_closes", sa.Time(), nullable=True))
        table.add_column(sa.Column("away_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("chosen_language", sa.String(length=35), nullable=True))
        table.add_column(sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f("ck_member_standing"), type_="check")
    op.execute(
        "UPDATE member SET days_off = '', call_opens = '07:00:00.000000', call_closes = '22:30:00.000000',"
        " zone = CASE standing WHEN 'visitor' THEN NULL ELSE zone END"
    )
    with op.batch_alter_table("member", recreate="always") as table:
        for column in ("days_off", "call_opens", "call_closes"):
            table.alter_column(column, nullable=False)
        table.create_check_constraint(op.f("ck_member_standing"), _one_of("standing", _NEW_STANDINGS))
        table.create_check_constraint(
            op.f("ck_member_zone"), "zone IS NOT NULL OR standing NOT IN ('active', 'on_hold')"
        )
        table.create_check_constraint(op.f("ck_member_days_off"), "length(days_off) < 7")

    _free_day_words()
    with op.batch_alter_table("day", recreate="always") as table:
        table.add_column(sa.Column("morning", sa.Time(), nullable=True))
        table.add_column(sa.Column("evening", sa.Time(), nullable=True))
        table.add_column(sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("planned_for", sa.Date(), nullable=True))
        table.add_column(sa.Column("suggested", sa.Text(), nullable=True))
        table.add_column(sa.Column("is_carried", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("is_excused", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("silent_days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True))
    _fill_days()
    with op.batch_alter_table("day", recreate="always") as table:
        for column in ("morning", "evening", "begins_at", "is_carried", "is_excused", "silent_days"):
            table.alter_column(column, nullable=False)
        _check_day_words(table, _NEW_STATES, _NEW_STEPS)

    with op.batch_alter_table("question", recreate="always") as table:
        table.alter_column("day_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        table.add_column(sa.Column("topic", sa.String(length=16), nullable=False, server_default="change"))
        table.add_column(sa.Column("card", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("question", recreate="always") as table:
        table.alter_column("topic", server_default=None)
        table.create_check_constraint(op.f("ck_question_topic"), _one_of("topic", _TOPICS))


def downgrade() -> None:
    op.execute("DELETE FROM question WHERE topic <> 'change' OR day_id IS NULL")
    with op.batch_alter_table("question", recreate="always") as table:
        table.drop_constraint(op.f("ck_question_topic"), type_="check")
        table.drop_column("card")
        table.drop_column("topic")
        table.alter_column("day_id", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)

    op.execute("UPDATE day SET state = 'unmet' WHERE state = 'skipped'")
    op.execute("UPDATE day SET undo_to = 'unmet' WHERE undo_to = 'skipped'")
    op.execute("UPDATE day SET step = 'morning_ask', due_at = morning_at WHERE step = 'return'")
    _free_day_words()
    with op.batch_alter_table("day", recreate="always") as table:
        for column in (
            "morning",
            "evening",
            "begins_at",
            "planned_for",
            "suggested",
            "is_carried",
            "is_excused",
            "silent_days",
            "silent_since",
        ):
            table.drop_column(column)
        _check_day_words(table, _OLD_STATES, _OLD_STEPS)

    op.execute("UPDATE member SET standing = 'visitor' WHERE standing = 'joining'")
    op.execute("UPDATE member SET standing = 'resting' WHERE standing = 'on_hold'")
    op.execute("UPDATE member SET zone = 'UTC' WHERE zone IS NULL")
    with op.batch_alter_table("member", recreate="always") as table:
        for name in ("ck_member_standing", "ck_member_zone", "ck_member_days_off"):
            table.drop_constraint(op.f(name), type_="check")
        for column in ("days_off", "call_opens", "call_closes", "away_until", "chosen_language", "heard_at"):
            table.drop_column(column)
        table.alter_column("zone", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("member", recreate="always") as table:
        table.create_check_constraint(op.f("ck_member_standing"), _one_of("standing", _OLD_STANDINGS))


def _free_day_words() -> None:
    """Take away the checks that name all states and steps."""
    with op.batch_alter_table("day", recreate="always") as table:
        for name in ("ck_day_state", "ck_day_step", "ck_day_undo_to"):
            table.drop_constraint(op.f(name), type_="check")


def _check_day_words(table: BatchOperations, states: list[str], steps: list[str]) -> None:
    table.create_check_constraint(op.f("ck_day_state"), _one_of("state", states))
    table.create_check_constraint(op.f("ck_day_step"), _one_of("step", steps))
    table.create_check_constraint(op.f("ck_day_undo_to"), _one_of("undo_to", states))


def _fill_days() -> None:
    """Give each day the wall times of its member, which nobody could change so far, and its beginning at 03:00."""
    connection = op.get_bind()
    day = sa.table(
        "day",
        sa.column("id", sa.BigInteger()),
        sa.column("begins_at", sa.DateTime(timezone=True)),
    )
    op.execute(
        "UPDATE day SET is_carried = false, is_excused = false, silent_days = 0,"
        " morning = (SELECT morning FROM member WHERE member.id = day.member_id),"
        " evening = (SELECT evening FROM member WHERE member.id = day.member_id),"
        " planned_for = CASE WHEN planned_tomorrow IS NULL THEN NULL ELSE date(day.date, '+1 day') END"
    )
    rows = connection.execute(
        sa.text("SELECT day.id, day.date, member.zone FROM day JOIN member ON member.id = day.member_id")
    ).all()
    for day_id, date, zone in rows:
        local = datetime.fromisoformat(f"{date} 03:00").replace(tzinfo=ZoneInfo(zone or "UTC"))
        begins_at = local.astimezone(UTC).replace(tzinfo=None)
        connection.execute(sa.update(day).where(day.c.id == day_id).values(begins_at=begins_at))
