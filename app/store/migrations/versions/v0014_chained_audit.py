"""The audit in chains of hashes; to which request a write-back belongs, and how long it took."""

import sqlalchemy as sa
from alembic import op

revision = "v0014"
down_revision = "v0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns alone, and all of them may be left out: the release before goes on writing beside this one.
    op.add_column("audit_entries", sa.Column("place", sa.BigInteger(), nullable=True))
    op.add_column("audit_entries", sa.Column("previous", sa.String(length=64), nullable=True))
    op.add_column("audit_entries", sa.Column("hash", sa.String(length=64), nullable=True))
    op.create_index(
        op.f("ix_audit_entries_connection_place"), "audit_entries", ["connection", "place"], unique=True
    )
    op.add_column("write_backs", sa.Column("correlation", sa.String(), nullable=False, server_default=""))
    op.add_column("write_backs", sa.Column("traceparent", sa.String(), nullable=False, server_default=""))
    op.add_column("write_backs", sa.Column("took_ms", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_write_backs_took_ms"), "write_backs", ["took_ms"])
    op.create_index(op.f("ix_write_backs_state_requested_at"), "write_backs", ["state", "requested_at"])
