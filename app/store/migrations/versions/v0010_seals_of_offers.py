"""What was offered with its hash, and the hashes of the documents that say so."""

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_seals",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("quote_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_offer_seals_quote_id_quotes")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_offer_seals")),
        sa.UniqueConstraint("quote_id", "revision", name=op.f("uq_offer_seals_quote_id_revision")),
    )
    op.create_index(op.f("ix_offer_seals_code"), "offer_seals", ["code"])
    op.create_table(
        "document_prints",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal"], ["offer_seals.digest"], name=op.f("fk_document_prints_seal_offer_seals")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_document_prints")),
    )
    for table in ("offer_seals", "document_prints"):
        _forbid_changes(table)


def _forbid_changes(table: str) -> None:
    words = "what was offered is never changed"
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_stay()"
    )
