"""The call

Revision: 0003, after 0002
Days learn what a whole ladder needs: snoozes, calls that last longer, a call for both, and the partner's nudge in the
morning. Pairs get words and a room of their own, members a way to be called and a sealed phone number; blocks keep
somebody unwanted away.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OLD_STEPS = [
    "return",
    "morning_ask",
    "morning_reminder",
    "evening_ask",
    "evening_reminder",
    "evening_check",
    "nudge",
    "end",
]
_NEW_STEPS = [*_OLD_STEPS[:3], "nudge_offer", *_OLD_STEPS[3:7], "follow_up", "end"]
_OLD_TOPICS = ["change", "tomorrow", "away", "where", "morning", "evening", "call_hours"]
_NEW_TOPICS = [*_OLD_TOPICS, "room", "words", "cheer", "delete"]
_NEW_DAY_FLAGS = ("is_waived", "is_snoozed", "is_together", "is_nudged_in_morning")


def _one_of(column: str, values: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _number() -> "sa.BigInteger":
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("member", recreate="always") as table:
        table.add_column(sa.Column("call_way", sa.String(length=8), nullable=False, server_default="profile"))
    with op.batch_alter_table("member", recreate="always") as table:
        table.alter_column("call_way", server_default=None)
        table.create_check_constraint(op.f("ck_member_call_way"), _one_of("call_way", ["profile", "phone", "room"]))

    with op.batch_alter_table("pair", recreate="always") as table:
        table.add_column(sa.Column("words", sa.Text(), nullable=True))
        table.add_column(sa.Column("proposed_words", sa.Text(), nullable=True))
        table.add_column(sa.Column("proposed_by", _number(), nullable=True))
        table.add_column(sa.Column("room", sa.Text(), nullable=True))
        table.create_check_constraint(op.f("ck_pair_words"), "length(words) BETWEEN 1 AND 200")
        table.create_check_constraint(op.f("ck_pair_proposed_words"), "length(proposed_words) BETWEEN 1 AND 200")
        table.create_check_constraint(op.f("ck_pair_room"), "room LIKE 'https://%'")
        table.create_foreign_key(op.f("fk_pair_proposed_by"), "member", ["proposed_by"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_pair_proposed_by"), ["proposed_by"])

    op.create_table(
        "phone",
        sa.Column("member_id", _number(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_phone_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_phone")),
    )
    op.create_table(
        "block",
        sa.Column("member_id", _number(), nullable=False),
        sa.Column("blocked_id", _number(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_block_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blocked_id"], ["member.id"], name=op.f("fk_block_blocked_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "blocked_id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_blocked_id"), "block", ["blocked_id"])

    with op.batch_alter_table("day", recreate="always") as table:
        table.drop_constraint(op.f("ck_day_step"), type_="check")
        for name in _NEW_DAY_FLAGS:
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("day", recreate="always") as table:
        for name in (*_NEW_DAY_FLAGS, "extensions"):
            table.alter_column(name, server_default=None)
        table.create_check_constraint(op.f("ck_day_step"), _one_of("step", _NEW_STEPS))
        table.create_check_constraint(op.f("ck_day_nudges"), "nudges BETWEEN 0 AND 3")
        table.create_check_constraint(op.f("ck_day_extensions"), "extensions BETWEEN 0 AND 2")

    _check_topics(_NEW_TOPICS)


def downgrade() -> None:
    op.execute("DELETE FROM question WHERE topic IN ('room', 'words', 'cheer', 'delete')")
    _check_topics(_OLD_TOPICS)

    op.execute("UPDATE day SET step = 'evening_ask', due_at = evening_at WHERE step = 'nudge_offer'")
    op.execute("UPDATE day SET step = 'end', due_at = ends_at WHERE step = 'follow_up'")
    with op.batch_alter_table("day", recreate="always") as table:
        for name in ("ck_day_step", "ck_day_nudges", "ck_day_extensions"):
            table.drop_constraint(op.f(name), type_="check")
        for name in (*_NEW_DAY_FLAGS, "extensions"):
            table.drop_column(name)
    with op.batch_alter_table("day", recreate="always") as table:
        table.create_check_constraint(op.f("ck_day_step"), _one_of("step", _OLD_STEPS))

    op.drop_table("block")
    op.drop_table("phone")
    with op.batch_alter_table("pair", recreate="always") as table:
        table.drop_index(op.f("ix_pair_proposed_by"))
        table.drop_constraint(op.f("fk_pair_proposed_by"), type_="foreignkey")
        for name in ("ck_pair_words", "ck_pair_proposed_words", "ck_pair_room"):
            table.drop_constraint(op.f(name), type_="check")
        for column in ("words", "proposed_words", "proposed_by", "room"):
            table.drop_column(column)
    with op.batch_alter_table("member", recreate="always") as table:
        table.drop_constraint(op.f("ck_member_call_way"), type_="check")
        table.drop_column("call_way")


def _check_topics(topics: list[str]) -> None:
    with op.batch_alter_table("question", recreate="always") as table:
        table.drop_constraint(op.f("ck_question_topic"), type_="check")
    with op.batch_alter_table("question", recreate="always") as table:
        table.create_check_constraint(op.f("ck_question_topic"), _one_of("topic", topics))
