"""Field mappings of connections; empty for the one that ships."""

import sqlalchemy as sa
from alembic import op

revision = "v0020"
down_revision = "v0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connections", sa.Column("mapping", sa.Text(), nullable=False, server_default=""))
