"""The tables of letters: each letter with its way to the mail server, and how far requests were looked at."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from app.store.columns import Moment
from app.store.tables import metadata

approval_letters = Table(
    "approval_letters",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("connection", String, nullable=False),
    Column("approval", ForeignKey("quote_approvals.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", String, nullable=False),
    Column("cause", String, nullable=False),
    Column("moment", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    # When it is tried next; empty once it is sent or given up.
    Column("due_at", Moment, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    # The code of the last failure.
    Column("failure", String, nullable=False),
    # How often its code was typed in.
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Index(None, "approval", "user_id", "moment", "cause", unique=True),
)

# The version of a request for which its letters were written, and when to look again without a change of it.
lettered_approvals = Table(
    "lettered_approvals",
    metadata,
    Column("approval", ForeignKey("quote_approvals.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("again_at", Moment),
)
