"""Compiled starts of products beside their releases, and what moves of quotes can be taken back to."""

from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
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
    op.create_table(
        "quote_moves",
        sa.Column("quote_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_quote_moves_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("quote_id", "place", name=op.f("pk_quote_moves")),
    )
    with op.batch_alter_table("line_states") as batch:
        batch.add_column(sa.Column("stint", sa.String(length=16), nullable=False, server_default=""))
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    _fill_stints()
    with op.batch_alter_table("line_states") as batch:
        batch.alter_column("stint", server_default=None)
        batch.alter_column("revision", server_default=None)
        batch.drop_constraint(op.f("pk_line_states"), type_="primary")
        batch.create_primary_key(op.f("pk_line_states"), ["quote_id", "n", "stint", "place"])


def _fill_stints() -> None:
    """All states that are there belong to the release that their quote is on."""
    quotes = sa.table(
        "quotes", sa.column("id"), sa.column("release"), sa.column("moved_at", sa.DateTime(timezone=True))
    )
    states = sa.table("line_states", sa.column("quote_id"), sa.column("stint"))
    known = sa.select(quotes).where(quotes.c.id.in_(sa.select(states.c.quote_id)))
    for row in op.get_bind().execute(known).all():
        stint = _stint(row.release, row.moved_at)
        op.execute(sa.update(states).where(states.c.quote_id == row.id).values(stint=stint))


def _stint(release: str, moved_at: datetime | None) -> str:
    """As ``line_states.stint_of`` writes it."""
    moment = ""
    if moved_at is not None:
        # SQLite keeps moments in UTC, without saying so.
        aware = moved_at.replace(tzinfo=UTC) if moved_at.tzinfo is None else moved_at.astimezone(UTC)
        moment = aware.isoformat()
    return sha256(f"{release}@{moment}".encode()).hexdigest()[:16]
