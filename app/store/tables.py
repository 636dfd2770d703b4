"""The tables. A change here needs a migration in ``migrations/versions``; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from app.store.columns import Amount, Json, Moment, Prose

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

quotes = Table(
    "quotes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String, nullable=False),
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("owner_name", Prose, nullable=False),
    Column("opportunity", String, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("customer_tier", Prose, nullable=False),
    Column("release", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("next_line", Integer, nullable=False),
    Column("moved_at", Moment),
    # Of the customer in the CRM; empty for quotes that were started before it was kept.
    Column("account", String, nullable=False, server_default=""),
    Column("header", Json, nullable=False, server_default="{}"),
    Column("edition", Integer, nullable=False, server_default="1"),
    Column("family", String(32), nullable=False, server_default=""),
    Column("follows", String(32)),
    Column("editors", Json, nullable=False, server_default="[]"),
    # The two below repeat what the lines say, so that lists need not load them.
    Column("line_count", Integer, nullable=False),
    Column("total", Amount, nullable=False),
    UniqueConstraint("connection", "number"),
    Index(None, "connection", "opportunity"),
    Index(None, "connection", "account"),
    Index(None, "status", "valid_until"),
    Index(None, "connection", "family"),
)

quote_lines = Table(
    "quote_lines",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("product", String, nullable=False),
    Column("code", Prose, nullable=False),
    Column("name", Prose, nullable=False),
    Column("description", Prose, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("choices", Json, nullable=False),
    Column("decided", Json, nullable=False),
    Column("complete", Boolean, nullable=False),
    # The two below repeat what the whole line costs, for one unit and rounded, for whoever reads the table.
    Column("unit_list", Amount, nullable=False),
    Column("unit_net", Amount, nullable=False),
    Column("steps", Json, nullable=False),
    Column("discount", Json),
    Column("listed", Amount, nullable=False, server_default="0"),
    Column("net", Amount, nullable=False, server_default="0"),
    Column("recurs", String, nullable=False, server_default=""),
    Column("cycles", Amount, nullable=False, server_default="1"),
    Column("details", Json, nullable=False, server_default="{}"),
    Column("place", BigInteger, nullable=False, server_default="0"),
)

line_states = Table(
    "line_states",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    # On which release, since which move: what was before is said in its terms.
    Column("stint", String(16), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("undone", Boolean, nullable=False),
    # That of the quote with the change which put the row here: the order of changes of all lines.
    Column("revision", Integer, nullable=False),
    Column("choices", Json, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("discount", Json),
    Column("details", Json, nullable=False, server_default="{}"),
)

quote_moves = Table(
    "quote_moves",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("undone", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("connection", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

accesses = Table(
    "accesses",
    metadata,
    Column("connection", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    Column("sealed_token", String, nullable=False),
    Column("instance_url", String, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

approval_requests = Table(
    "approval_requests",
    metadata,
    Column("state", String, primary_key=True),
    Column("connection", String, nullable=False),
    Column("sealed_secret", Prose, nullable=False),
    Column("asked_at", Moment, nullable=False, index=True),
)

launches = Table(
    "launches",
    metadata,
    Column("connection", String, primary_key=True),
    Column("fingerprint", LargeBinary, primary_key=True),
    Column("first_seen", Moment, nullable=False, index=True),
)

openings = Table(
    "openings",
    metadata,
    Column("connection", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    Column("opportunity", String, primary_key=True),
    Column("facts", Json, nullable=False),
    Column("entries", Json, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("user_name", Prose, nullable=False, server_default=""),
)

write_backs = Table(
    "write_backs",
    metadata,
    Column("key", String, primary_key=True),
    Column("quote_id", ForeignKey("quotes.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("receipt", Json),
    Column("failure", Json),
    # As whom it runs.
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("user_id", String, nullable=False),
    # The outbox: to be started from ``due_at`` on; empty while the engine has it. Each start has a number.
    Column("waits_for", String, nullable=False),
    Column("start_number", Integer, nullable=False),
    Column("due_at", Moment, index=True),
    Column("handed_over_at", Moment),
    # Of the request that asked for it; empty for what was asked before they were kept.
    Column("correlation", String, nullable=False, server_default=""),
    Column("traceparent", String, nullable=False, server_default=""),
    # Of the quote: what is for the same one goes in its order. Empty in rows of the release before.
    Column("opportunity", String, nullable=False, server_default=""),
    Column("failure_class", String, nullable=False, server_default=""),
    # What an operator made of a failed one: ``skipped``, or ``edited`` by its author from then on.
    Column("resolution", String, nullable=False, server_default=""),
    # From the request to the record in the CRM; empty until it is there.
    Column("took_ms", BigInteger, index=True),
    UniqueConstraint("quote_id", "revision"),
    Index(None, "connection", "user_id", "waits_for"),
    Index(None, "state", "requested_at"),
)

documents = Table(
    "documents",
    metadata,
    Column("write_back", ForeignKey("write_backs.key", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("connection", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("request_hash", String, nullable=False),
    Column("answer", String, nullable=False),
    Column("used_at", Moment, nullable=False, index=True),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("correlation_id", Prose, nullable=False),
    Column("facts", Json, nullable=False),
    # The chain of its connection, from 1 on; empty in entries that an entry of the chain tells of.
    Column("place", BigInteger),
    Column("previous", String(64)),
    Column("hash", String(64)),
    Index(None, "connection", "place", unique=True),
)

worker_beats = Table(
    "worker_beats",
    metadata,
    Column("slot", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("catalog", String, nullable=False),
    Column("version", String, nullable=False),
    Column("form", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("published_by", Prose, nullable=False),
    UniqueConstraint("catalog", "version"),
)

# What can be made again of a release's products, so that no process has to.
compiled_starts = Table(
    "compiled_starts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("release", ForeignKey("releases.fingerprint"), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

# From when on which release counts. The newest moment wins, of equal ones the last entered.
release_entries = Table(
    "release_entries",
    metadata,
    Column("catalog", String, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("release", ForeignKey("releases.fingerprint"), nullable=False),
    Column("effective_from", Moment, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("entered_by", Prose, nullable=False),
    Column("note", Prose, nullable=False),
)
