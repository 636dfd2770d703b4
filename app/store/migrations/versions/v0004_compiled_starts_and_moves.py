"""Compiled starts of products beside their releases, and what moves of quotes can be taken back to."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compiled_starts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"], ["releases.fingerprint"], name=op.f("fk_compiled_starts_release_releases")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_compiled_starts")),
    )
