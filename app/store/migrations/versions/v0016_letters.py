"""Letters to approvers, with one-time links; addresses of people."""

import sqlalchemy as sa
from alembic import op

revision = "v0016"
down_revision = "v0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("email", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "approval_letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval"],
            ["quote_approvals.id"],
            name=op.f("fk_approval_letters_approval_quote_approvals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_letters")),
    )
    op.create_index(op.f("ix_approval_letters_due_at"), "approval_letters", ["due_at"])
    op.create_index(
        op.f("ix_approval_letters_approval_user_id_moment"),
        "approval_letters",
        ["approval", "user_id", "moment"],
        unique=True,
    )
    op.create_table(
        "lettered_approvals",
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval"],
            ["quote_approvals.id"],
            name=op.f("fk_lettered_approvals_approval_quote_approvals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("approval", name=op.f("pk_lettered_approvals")),
    )
