"""What was installed in CRM orgs."""

import sqlalchemy as sa
from alembic import op

revision = "v0021"
down_revision = "v0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("org", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org", "connection", name=op.f("pk_installations")),
    )
    op.create_table(
        "installed_components",
        sa.Column("org", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ours", sa.String(length=64), nullable=False),
        sa.Column("held", sa.String(length=64), nullable=False),
        sa.Column("sent", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("org", "connection", "kind", "name", name=op.f("pk_installed_components")),
    )
