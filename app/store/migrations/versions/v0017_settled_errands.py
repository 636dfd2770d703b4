"""What became of errands that failed; those of one opportunity are found."""

import sqlalchemy as sa
from alembic import op

revision = "v0017"
down_revision = "v0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # May be left out: the release before goes on writing beside this one.
    op.add_column("errands", sa.Column("resolution", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_errands_connection_opportunity"), "errands", ["connection", "opportunity"])
