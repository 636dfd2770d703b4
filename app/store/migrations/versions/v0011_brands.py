"""Brands of connections, and what was chosen for the document of a quote."""

import sqlalchemy as sa
from alembic import op

revision = "v0011"
down_revision = "v0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brands",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_brands")),
    )
    op.create_table(
        "brand_uses",
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["brands.digest"], name=op.f("fk_brand_uses_digest_brands")),
        sa.PrimaryKeyConstraint("connection", name=op.f("pk_brand_uses")),
    )
    op.create_table(
        "document_choices",
        sa.Column("quote_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_document_choices_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_document_choices")),
    )
