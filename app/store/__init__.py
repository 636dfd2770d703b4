"""The store: tables, transactions, and two functions an aggregate that turn rows into values and back.

A verb opens a transaction on the ``Database`` and hands it to the modules here, one for each kind of
thing: ``quotes``, ``editions``, ``deeds``, ``line_states``, ``states_of_many``, ``steps``, ``changes``,
``moves``, ``write_backs``, ``outbox``, ``attempts``, ``roads``, ``errands``, ``favourites``, ``accesses``,
``launches``, ``connections``, ``brands``, ``installations``, ``openings``, ``documents``, ``idempotency``,
``approval_requests``, ``audit``, ``worker_beats``, ``clock``, ``releases``, ``seals``, ``starts``,
``stored_quotes``. SQL is written nowhere else. Holds no rules of the business and no vendor's types;
catalogs' files are read by ``store.catalogs``.
"""

from app.store.audit_entry import AuditEntry
from app.store.audit_proof import AuditBroken
from app.store.brands import BrandContent
from app.store.changes import KeptChange, QuoteChanged
from app.store.connections import ConnectionMissing, ConnectionRow
from app.store.database import Database, Transaction
from app.store.deeds import KeptDeed
from app.store.engines import flow_engine
from app.store.errands import ErrandMissing
from app.store.failures import DatabaseFull, DatabaseReadOnly, DatabaseUnavailable
from app.store.held import HeldReleases
from app.store.idempotency import IdempotencyConflict
from app.store.installations import Mark, Site
from app.store.migrating import check_migrated, migrate
from app.store.openings import OpeningMissing, OpeningRow
from app.store.outbox import Start
from app.store.quotes import QuoteSummary
from app.store.releases import ReleaseAltered, ReleaseEntry, ReleaseMissing, ReleaseRow
from app.store.seals import SealAltered
from app.store.slots import Slot, WorkerRunning, claim_slot
from app.store.starts import StoredStarts, pack_start
from app.store.stored_release import opened_release, read_release, stored_release
from app.store.tickets import TicketInvalid
from app.store.vault import Vault
from app.store.write_backs import Requester, WriteBackMissing

__all__ = [
    "AuditBroken",
    "AuditEntry",
    "BrandContent",
    "ConnectionMissing",
    "ConnectionRow",
    "Database",
    "DatabaseFull",
    "DatabaseReadOnly",
    "DatabaseUnavailable",
    "ErrandMissing",
    "HeldReleases",
    "IdempotencyConflict",
    "KeptChange",
    "KeptDeed",
    "Mark",
    "OpeningMissing",
    "OpeningRow",
    "QuoteChanged",
    "QuoteSummary",
    "ReleaseAltered",
    "ReleaseEntry",
    "ReleaseMissing",
    "ReleaseRow",
    "Requester",
    "SealAltered",
    "Site",
    "Slot",
    "Start",
    "StoredStarts",
    "TicketInvalid",
    "Transaction",
    "Vault",
    "WorkerRunning",
    "WriteBackMissing",
    "check_migrated",
    "claim_slot",
    "flow_engine",
    "migrate",
    "opened_release",
    "pack_start",
    "read_release",
    "stored_release",
]
