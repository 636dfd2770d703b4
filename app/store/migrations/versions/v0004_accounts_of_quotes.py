"""The account that each quote is for."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("quotes") as batch:
        batch.add_column(sa.Column("account", sa.String(), nullable=False, server_default=""))
        batch.create_index(op.f("ix_quotes_connection_account"), ["connection", "account"])
