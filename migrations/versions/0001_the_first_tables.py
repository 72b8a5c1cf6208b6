"""The first tables

Revision: 0001, after
A version never imports from bot: it must mean the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_noted_at"), ["noted_at"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("morning", sa.Time(), nullable=False),
        sa.Column("evening", sa.Time(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("has_blocked", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("standing IN ('visitor', 'active', 'resting')", name=op.f("ck_member_standing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("account_id", name=op.f("uq_member_account_id")),
    )
    op.create_table(
        "note",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_note")),
    )
    op.create_table(
        "pair",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
    )
    op.create_table(
        "day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("morning_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evening_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=True),
        sa.Column("named_by_message", sa.BigInteger(), nullable=True),
        sa.Column("planned_tomorrow", sa.Text(), nullable=True),
        sa.Column("evening_asked", sa.Boolean(), nullable=False),
        sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.Column("reoffers", sa.Integer(), nullable=False),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("undo_to", sa.String(length=16), nullable=True),
        sa.Column("cheered", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "commitment IS NOT NULL OR state NOT IN ('named', 'checking', 'tonight', 'choosing', 'held', 'partly', 'done', 'done_late')",
            name=op.f("ck_day_named"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'asked', 'named', 'checking', 'unnamed', 'tonight', 'choosing', 'held', 'nudged', 'calling', 'unmet', 'partly', 'done', 'saved', 'missed', 'done_late', 'off')",
            name=op.f("ck_day_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('missed', 'done_late', 'off') OR closed_at IS NOT NULL", name=op.f("ck_day_ended")
        ),
        sa.CheckConstraint(
            "step IN ('morning_ask', 'morning_reminder', 'evening_ask', 'evening_reminder', 'evening_check', 'nudge', 'end')",
            name=op.f("ck_day_step"),
        ),
        sa.CheckConstraint(
            "undo_to IN ('planned', 'asked', 'named', 'checking', 'unnamed', 'tonight', 'choosing', 'held', 'nudged', 'calling', 'unmet', 'partly', 'done', 'saved', 'missed', 'done_late', 'off')",
            name=op.f("ck_day_undo_to"),
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (due_at IS NOT NULL)", name=op.f("ck_day_open_days_are_due")),
        sa.CheckConstraint("length(commitment) BETWEEN 1 AND 280", name=op.f("ck_day_commitment")),
        sa.CheckConstraint("morning_at < evening_at AND evening_at < ends_at", name=op.f("ck_day_order")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_day_member_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_day_pair_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day")),
        sa.UniqueConstraint("member_id", "date", name=op.f("uq_day_member_id_date")),
    )
    with op.batch_alter_table("day", schema=None) as batch_op:
        batch_op.create_index(
            "ix_day_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_day_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index(
            "uq_day_one_open",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "invite",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("inviter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'void', 'expired')", name=op.f("ck_invite_state")
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["member.id"], name=op.f("fk_invite_inviter_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("token", name=op.f("uq_invite_token")),
    )
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_inviter_id"), ["inviter_id"], unique=False)
        batch_op.create_index(
            "uq_invite_one_open",
            ["inviter_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "pair_member",
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seat IN (1, 2)", name=op.f("ck_pair_member_two_seats")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_pair_member_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_member_pair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pair_id", "seat", name=op.f("pk_pair_member")),
        sa.UniqueConstraint("pair_id", "member_id", name=op.f("uq_pair_member_pair_id_member_id")),
    )
    with op.batch_alter_table("pair_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_member_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_pair_member_one_open_pair",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("is_open"),
            postgresql_where=sa.text("is_open"),
        )

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("sound", sa.String(length=8), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edits_message", sa.BigInteger(), nullable=True),
        sa.Column("edits_key", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'claimed', 'sent', 'dropped', 'folded', 'blocked', 'rejected', 'uncertain')",
            name=op.f("ck_outbox_status"),
        ),
        sa.CheckConstraint("edits_message IS NULL OR edits_key IS NULL", name=op.f("ck_outbox_one_target")),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name=op.f("fk_outbox_day_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_outbox_pair_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["member.id"], name=op.f("fk_outbox_recipient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_chat_unsettled",
            ["chat_id", "id"],
            unique=False,
            sqlite_where=sa.text("status IN ('pending', 'claimed')"),
            postgresql_where=sa.text("status IN ('pending', 'claimed')"),
        )
        batch_op.create_index(
            "ix_outbox_claimed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_day_id"), ["day_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_decided_at"), ["decided_at"], unique=False)
        batch_op.create_index("ix_outbox_message", ["chat_id", "message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["priority", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "question",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name=op.f("fk_question_day_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_question_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_day_id"), ["day_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_day_id"))

    op.drop_table("question")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_pair_id"))
        batch_op.drop_index("ix_outbox_message")
        batch_op.drop_index(batch_op.f("ix_outbox_decided_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_day_id"))
        batch_op.drop_index(
            "ix_outbox_claimed",
            sqlite_where=sa.text("status = 'claimed'"),
            postgresql_where=sa.text("status = 'claimed'"),
        )
        batch_op.drop_index(
            "ix_outbox_chat_unsettled",
            sqlite_where=sa.text("status IN ('pending', 'claimed')"),
            postgresql_where=sa.text("status IN ('pending', 'claimed')"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("pair_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pair_member_one_open_pair", sqlite_where=sa.text("is_open"), postgresql_where=sa.text("is_open")
        )
        batch_op.drop_index(batch_op.f("ix_pair_member_member_id"))

    op.drop_table("pair_member")
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invite_one_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_invite_inviter_id"))

    op.drop_table("invite")
    with op.batch_alter_table("day", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_day_one_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_day_pair_id"))
        batch_op.drop_index(
            "ix_day_due", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )

    op.drop_table("day")
    op.drop_table("pair")
    op.drop_table("note")
    op.drop_table("member")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_noted_at"))

    op.drop_table("inbox")
