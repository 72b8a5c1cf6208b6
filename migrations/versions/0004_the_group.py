"""The pair's own group

Revision: 0004, after 0003
A group belongs to one pair at most, and a pair has one at most; before that it keeps who said yes there. Each date has
one card in it. Ids are never given twice: letters name a group by its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OF_GROUPS = (
    "group_hello",
    "group_pact",
    "group_paired",
    "here_question",
    "here_kept",
    "group_joined",
    "group_off",
    "group_card",
    "group_gone",
    "group_unreached",
    "group_hint",
)


def _number() -> "sa.BigInteger":
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("pair", recreate="always") as table:
        table.add_column(sa.Column("here_question", sa.BigInteger(), nullable=True))
    op.create_table(
        "group_chat",
        sa.Column("id", _number(), autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", _number(), nullable=True),
        sa.Column("takes", sa.String(length=8), nullable=False),
        sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_yes", _number(), nullable=True),
        sa.Column("said_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chat")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_group_chat_chat_id")),
        sa.UniqueConstraint("pair_id", name=op.f("uq_group_chat_pair_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_group_chat_pair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["said_yes"], ["member.id"], name=op.f("fk_group_chat_said_yes"), ondelete="SET NULL"),
        sa.CheckConstraint("takes IN ('asks', 'news')", name=op.f("ck_group_chat_takes")),
        sa.CheckConstraint("pair_id IS NULL OR said_yes IS NULL", name=op.f("ck_group_chat_one_way_in")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_group_chat_said_yes"), "group_chat", ["said_yes"])
    op.create_table(
        "group_card",
        sa.Column("group_id", _number(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "date", name=op.f("pk_group_card")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group_chat.id"], name=op.f("fk_group_card_group_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_group_card_date"), "group_card", ["date"])


def downgrade() -> None:
    """What waits for a group is said in private, as everything was before; the news of a group are not."""
    listed = ", ".join(repr(kind) for kind in _OF_GROUPS)
    op.execute(f"DELETE FROM outbox WHERE kind IN ({listed})")  # noqa: S608  names of ours
    op.execute(
        "UPDATE outbox SET edits_message = NULL,"
        " chat_id = (SELECT account_id FROM member WHERE member.id = outbox.recipient_id)"
        " WHERE chat_id < 0 AND status IN ('pending', 'claimed')"
    )
    op.drop_table("group_card")
    op.drop_table("group_chat")
    with op.batch_alter_table("pair", recreate="always") as table:
        table.drop_column("here_question")
