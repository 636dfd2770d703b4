"""Approvals: people, requests with their needs and decisions, delegations; roles of connections."""

import sqlalchemy as sa
from alembic import op

revision = "v0013"
down_revision = "v0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("connections", sa.Column("roles", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "people",
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("manager", sa.String(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("connection", "user_id", name=op.f("pk_people")),
    )
    _requests()
    _parts()
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("taker", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_connection_ends"), "delegations", ["connection", "ends"])


def _requests() -> None:
    op.create_table(
        "quote_approvals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("org", sa.String(), nullable=False),
        sa.Column("quote_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=32), nullable=False),
        sa.Column("opportunity", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("barred", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("submits", sa.Boolean(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["quote_id"],
            ["quotes.id"],
            name=op.f("fk_quote_approvals_quote_id_quotes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_approvals")),
    )
    for columns, unique in (
        (["due_at"], False),
        (["quote_id", "revision"], True),
        (["connection", "family"], False),
        (["connection", "status", "asked_at"], False),
    ):
        name = op.f(f"ix_quote_approvals_{'_'.join(columns)}")
        op.create_index(name, "quote_approvals", columns, unique=unique)


def _parts() -> None:
    op.create_table(
        "approval_needs",
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _of_approval("approval_needs"),
        sa.PrimaryKeyConstraint("approval", "n", name=op.f("pk_approval_needs")),
    )
    op.create_table(
        "approval_seats",
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        _of_approval("approval_seats"),
        sa.PrimaryKeyConstraint("approval", "user_id", name=op.f("pk_approval_seats")),
    )
    op.create_index(op.f("ix_approval_seats_user_id"), "approval_seats", ["user_id"])
    op.create_table(
        "approval_decisions",
        sa.Column("approval", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("need", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("handed_to", sa.String(), nullable=False),
        _of_approval("approval_decisions"),
        sa.PrimaryKeyConstraint("approval", "n", name=op.f("pk_approval_decisions")),
    )


def _of_approval(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["approval"],
        ["quote_approvals.id"],
        name=op.f(f"fk_{table}_approval_quote_approvals"),
        ondelete="CASCADE",
    )
