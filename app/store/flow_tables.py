"""The tables of what durable flows do: errands beside write-backs, attempts at either, roads to the CRMs."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from app.store.columns import Json, Moment, Prose
from app.store.tables import metadata

errands = Table(
    "errands",
    metadata,
    Column("key", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("requested_at", Moment, nullable=False),
    # What its kind needs to know, and what came of it.
    Column("payload", Json, nullable=False),
    Column("result", Json),
    Column("failure", Json),
    Column("failure_class", String, nullable=False, server_default=""),
    # As whom it runs.
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("opportunity", String, nullable=False),
    # The outbox, as in ``write_backs``.
    Column("waits_for", String, nullable=False),
    Column("start_number", Integer, nullable=False),
    Column("due_at", Moment, index=True),
    Column("handed_over_at", Moment),
    Column("correlation", String, nullable=False),
    # What became of a failed one: ``skipped`` by an operator, or ``overtaken`` by a later one of its kind.
    Column("resolution", String, nullable=False, server_default=""),
    Index(None, "connection", "user_id", "waits_for"),
    Index(None, "connection", "opportunity"),
    Index(None, "state", "requested_at"),
)

# Of write-backs and errands alike.
flow_attempts = Table(
    "flow_attempts",
    metadata,
    Column("key", String, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("began_at", Moment, nullable=False),
    Column("took_ms", BigInteger),
    # ``running``, ``interrupted`` by the death of its process, or how it ended.
    Column("outcome", String, nullable=False),
    Column("code", String, nullable=False, server_default=""),
    Column("detail", Prose, nullable=False, server_default=""),
    Column("correlation", String, nullable=False, server_default=""),
    Column("calls", Integer, nullable=False, server_default="0"),
    Index(None, "began_at"),
)

roads = Table(
    "roads",
    metadata,
    Column("connection", String, primary_key=True),
    Column("strikes", Integer, nullable=False),
    Column("rests", Integer, nullable=False),
    Column("closed_until", Moment),
    Column("trial", String, nullable=False),
    Column("trial_until", Moment),
    Column("code", String, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Calls of the org on that day, as it told last; -1 if it never did.
    Column("calls_used", BigInteger, nullable=False, server_default="-1"),
    Column("calls_allowed", BigInteger, nullable=False, server_default="-1"),
    Column("told_at", Moment),
)

# The clock as the workers last believed it: one that jumped away from there is not believed at once.
believed_clock = Table(
    "believed_clock",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("at", Moment, nullable=False),
)
