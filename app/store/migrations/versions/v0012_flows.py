"""Attempts, roads and errands of durable flows; whose failure it is, and on which opportunity."""

import sqlalchemy as sa
from alembic import op

revision = "v0012"
down_revision = "v0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns that may be left out, and new tables: the release before goes on writing beside this one.
    for name in ("opportunity", "failure_class", "resolution"):
        op.add_column("write_backs", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE write_backs SET opportunity = "
        "(SELECT q.opportunity FROM quotes q WHERE q.id = write_backs.quote_id)"
    )
    _errands()
    _attempts()
    _roads()


def _errands() -> None:
    op.create_table(
        "errands",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("failure_class", sa.String(), nullable=False, server_default=""),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("start_number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correlation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_errands")),
    )
    op.create_index(op.f("ix_errands_due_at"), "errands", ["due_at"])
    op.create_index(
        op.f("ix_errands_connection_user_id_waits_for"), "errands", ["connection", "user_id", "waits_for"]
    )
    op.create_index(op.f("ix_errands_state_requested_at"), "errands", ["state", "requested_at"])


def _attempts() -> None:
    op.create_table(
        "flow_attempts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("took_ms", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False, server_default=""),
        sa.Column("detail", sa.Text(), nullable=False, server_default=""),
        sa.Column("correlation", sa.String(), nullable=False, server_default=""),
        sa.Column("calls", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("key", "n", name=op.f("pk_flow_attempts")),
    )
    op.create_index(op.f("ix_flow_attempts_began_at"), "flow_attempts", ["began_at"])


def _roads() -> None:
    op.create_table(
        "roads",
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("rests", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trial", sa.String(), nullable=False),
        sa.Column("trial_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls_used", sa.BigInteger(), nullable=False, server_default="-1"),
        sa.Column("calls_allowed", sa.BigInteger(), nullable=False, server_default="-1"),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("connection", name=op.f("pk_roads")),
    )
