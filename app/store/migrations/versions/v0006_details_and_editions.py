"""What is said of lines and quotes beside choices, the order of lines, and editions of an offer."""

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are only added: for anything else SQLite makes a table anew, and lines would go with the quotes.
    with op.batch_alter_table("quotes") as batch:
        batch.add_column(sa.Column("header", sa.Text(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("family", sa.String(length=32), nullable=False, server_default=""))
        batch.add_column(sa.Column("follows", sa.String(length=32), nullable=True))
    quotes = sa.table("quotes", sa.column("id"), sa.column("family"))
    op.execute(sa.update(quotes).values(family=quotes.c.id))
    op.create_index(op.f("ix_quotes_connection_family"), "quotes", ["connection", "family"])
    with op.batch_alter_table("quote_lines") as batch:
        batch.add_column(sa.Column("details", sa.Text(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("place", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("line_states") as batch:
        batch.add_column(sa.Column("details", sa.Text(), nullable=False, server_default="{}"))
