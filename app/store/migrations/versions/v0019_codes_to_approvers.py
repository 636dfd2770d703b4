"""Codes to approvers, by which a browser becomes known as theirs."""

import sqlalchemy as sa
from alembic import op

revision = "v0019"
down_revision = "v0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "approval_letters", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
