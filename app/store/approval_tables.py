"""The tables of approvals: people of the CRM, requests with their needs and decisions, delegations."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from app.store.columns import Json, Moment, Prose
from app.store.tables import metadata

people = Table(
    "people",
    metadata,
    Column("connection", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    Column("name", Prose, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("manager", String, nullable=False),
    Column("username", Prose, nullable=False),
    Column("email", Prose, nullable=False, server_default=""),
    # Their profile, role and permission sets, as far as they were read; what the connection makes of them.
    Column("groups", Json, nullable=False),
    Column("roles", Json, nullable=False),
    Column("read_at", Moment, nullable=False),
)

quote_approvals = Table(
    "quote_approvals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), nullable=False),
    Column("number", String, nullable=False),
    # That of the quote while the request is open.
    Column("revision", Integer, nullable=False),
    Column("family", String(32), nullable=False),
    Column("opportunity", String, nullable=False),
    Column("author", String, nullable=False),
    Column("author_name", Prose, nullable=False),
    Column("barred", Json, nullable=False),
    Column("status", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("comment", Prose, nullable=False),
    Column("submits", Boolean, nullable=False),
    Column("calendar", Json, nullable=False),
    # Counts stored changes: of two who decide at once, one is told.
    Column("version", Integer, nullable=False),
    Column("ended_at", Moment),
    # When time does something to it; empty where nothing is to come.
    Column("due_at", Moment, index=True),
    Index(None, "quote_id", "revision", unique=True),
    Index(None, "connection", "family"),
    Index(None, "connection", "status", "asked_at"),
)

approval_needs = Table(
    "approval_needs",
    metadata,
    Column("approval", ForeignKey("quote_approvals.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("rule", String, nullable=False),
    Column("state", String, nullable=False),
    Column("content", Json, nullable=False),
)

# Whom an open need waits for, so that nobody's list is made by reading all requests.
approval_seats = Table(
    "approval_seats",
    metadata,
    Column("approval", ForeignKey("quote_approvals.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", String, primary_key=True),
    Index(None, "user_id"),
)

approval_decisions = Table(
    "approval_decisions",
    metadata,
    Column("approval", ForeignKey("quote_approvals.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("verb", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("user_name", Prose, nullable=False),
    Column("need", Integer),
    Column("comment", Prose, nullable=False),
    # Whose agreement it is: that of whoever is decided for.
    Column("seat", String, nullable=False),
    # SHA-256 of the facts that it was taken on.
    Column("facts", String(64), nullable=False),
    Column("handed_to", String, nullable=False),
    # How it came, other than by the panel or the API: by letter.
    Column("way", String, nullable=False, server_default=""),
)

delegations = Table(
    "delegations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("connection", String, nullable=False),
    Column("giver", String, nullable=False),
    Column("taker", String, nullable=False),
    Column("starts", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    # When the requests that it is about were looked at for letters to its taker.
    Column("lettered_at", Moment),
    Index(None, "connection", "ends"),
)
