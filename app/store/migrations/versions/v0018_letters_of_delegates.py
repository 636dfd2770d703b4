"""Letters to delegates and about decisions by letter; the clock as it was last believed."""

import sqlalchemy as sa
from alembic import op

revision = "v0018"
down_revision = "v0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delegations", sa.Column("lettered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lettered_approvals", sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    # All that wait are looked at once more: who decides for somebody by the catalog may have got no letter.
    op.execute("UPDATE lettered_approvals SET version = 0")
    op.add_column(
        "approval_decisions", sa.Column("way", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    op.execute(
        "UPDATE approval_decisions SET way = 'by letter' WHERE EXISTS (SELECT 1 FROM approval_letters"
        " WHERE approval_letters.approval = approval_decisions.approval"
        " AND approval_letters.user_id = approval_decisions.user_id"
        " AND approval_letters.used_at = approval_decisions.at)"
    )
    op.drop_index(op.f("ix_approval_letters_approval_user_id_moment"), "approval_letters")
    op.create_index(
        op.f("ix_approval_letters_approval_user_id_moment_cause"),
        "approval_letters",
        ["approval", "user_id", "moment", "cause"],
        unique=True,
    )
    op.create_table(
        "believed_clock",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_believed_clock")),
    )
