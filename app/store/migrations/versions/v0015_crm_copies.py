"""What the CRM holds of each quote; quotes that were written before are believed to be there."""

import json

import sqlalchemy as sa
from alembic import op

revision = "v0015"
down_revision = "v0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crm_copies",
        sa.Column("quote_id", sa.String(length=32), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("crm_quote", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("conceded", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.String(), nullable=False),
        sa.Column("crm_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("crm_changed_by", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_crm_copies_quote_id_quotes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_crm_copies")),
    )
    op.create_index(op.f("ix_crm_copies_connection_looked_at"), "crm_copies", ["connection", "looked_at"])
    op.create_index(op.f("ix_crm_copies_connection_worst"), "crm_copies", ["connection", "worst"])
    _believe_receipts()


def _believe_receipts() -> None:
    """Beside the lines they were told their validity, and began with the status that the CRM begins with."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT w.key, w.quote_id, w.connection, w.receipt, q.valid_until FROM write_backs w "
            "JOIN quotes q ON q.id = w.quote_id WHERE w.receipt IS NOT NULL"
        )
    )
    rows = [
        {
            "quote_id": row.quote_id,
            "connection": row.connection,
            "place": "written",
            "crm_quote": json.loads(row.receipt)["crm_quote"],
            "key": row.key,
            "agreed": json.dumps({"valid_until": str(row.valid_until), "stage": "Draft"}),
            "conceded": "{}",
            "findings": "[]",
            "looked_by": "",
            "crm_changed_by": "",
            "worst": 0,
        }
        for row in found
    ]
    table = sa.table("crm_copies", *(sa.column(name) for name in (rows[0] if rows else ())))
    if rows:
        op.bulk_insert(table, rows)
