"""Quotes: stored with a revision, so that nobody overwrites what somebody else saved first.

Lines come back in the order in which they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select
from sqlalchemy import insert as insert_rows
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money
from app.quoting import ON_OPPORTUNITY, OPEN, Editor, Line, Quote, QuoteId, QuoteMissing, Status
from app.store import changes
from app.store.changes import QuoteChanged
from app.store.connection_tables import connections
from app.store.database import Transaction
from app.store.quote_rows import editors_value, line_row, line_value, quote_row, quote_value
from app.store.tables import counters, openings, quote_lines, quotes

_AS_SHOWN: Final = (quote_lines.c.place, quote_lines.c.n)


_WRITTEN: Final = tuple(status.value for status in ON_OPPORTUNITY)

_MOVE: Final = (
    update_rows(quote_lines)
    .where(quote_lines.c.quote_id == bindparam("quote"), quote_lines.c.n == bindparam("line"))
    .values(place=bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class QuoteSummary:
    """A quote as a list shows it, without its lines. ``superseded_by``: number of a newer edition."""

    id: QuoteId
    number: str
    owner: UserId
    owner_name: str
    org: OrgId
    opportunity: str
    currency: str
    revision: int
    status: Status
    valid_until: date
    created_at: datetime
    changed_at: datetime
    line_count: int
    total: Money
    edition: int
    family: QuoteId
    follows: QuoteId | None
    superseded_by: str = ""
    editors: tuple[Editor, ...] = ()


def insert(tx: Transaction, quote: Quote) -> None:
    tx.execute(insert_rows(quotes), [quote_row(quote)])
    _add_lines(tx, quote, quote.lines)


def load(tx: Transaction, quote_id: QuoteId, *, connection: ConnectionName) -> Quote:
    """Raises QuoteMissing. In a writing transaction the quote is kept from other writers until its end."""
    found = select(quotes).where(quotes.c.id == quote_id, quotes.c.connection == connection)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise QuoteMissing("There is no such quote on this opportunity.")
    quote = tx.recent.find(quote_id, revision=row["revision"], changed_at=row["changed_at"])
    if quote is None:
        lines = select(quote_lines).where(quote_lines.c.quote_id == quote_id).order_by(*_AS_SHOWN)
        quote = quote_value(row, tx.execute(lines).mappings().all())
    tx.seen[quote_id] = quote
    return quote


def update(tx: Transaction, quote: Quote, *, expected: int) -> None:
    """Stores the quote if the stored revision is still ``expected``, or if what was changed since does not
    meet what this changes in the quote as it was loaded. Raises QuoteChanged otherwise.

    A stored quote has a higher revision than the one before: ValueError for one that has not.
    """
    if quote.revision <= expected:
        raise ValueError("A changed quote needs the next revision.")
    before = tx.seen.get(quote.id)
    if before is not None and expected < before.revision < quote.revision:
        changes.check_disjoint(tx, before, quote, expected=expected)
        expected = before.revision
    changed = tx.execute(
        update_rows(quotes)
        .where(
            quotes.c.id == quote.id,
            quotes.c.connection == quote.connection,
            quotes.c.revision == expected,
        )
        .values(quote_row(quote))
    )
    if changed.rowcount != 1:
        raise QuoteChanged(facts={"expected": expected})
    known = before if before is not None and before.revision == expected else None
    _write_lines(tx, quote, known)
    if known is not None:
        changes.note(tx, known, quote)
    tx.seen[quote.id] = quote


def of_opportunity(
    tx: Transaction, *, connection: ConnectionName, opportunity: str
) -> tuple[QuoteSummary, ...]:
    """Newest first."""
    names = set(QuoteSummary.__slots__) - {"total", "status", "superseded_by", "editors"}
    rows = tx.execute(
        select(quotes)
        .where(quotes.c.connection == connection, quotes.c.opportunity == opportunity)
        .order_by(quotes.c.created_at.desc(), quotes.c.number.desc())
    ).mappings()
    return tuple(
        QuoteSummary(
            **{name: row[name] for name in names},
            status=Status(row["status"]),
            total=Money(row["total"], row["currency"]),
            editors=editors_value(row["editors"]),
        )
        for row in rows
    )


def releases_of(tx: Transaction, found: Iterable[QuoteId]) -> dict[QuoteId, str]:
    """The fingerprint of the release that each is on."""
    rows = tx.execute(select(quotes.c.id, quotes.c.release).where(quotes.c.id.in_(list(found))))
    return {QuoteId(row.id): row.release for row in rows}


def open_of_catalog(
    tx: Transaction, catalog: str, *, most: int
) -> tuple[tuple[tuple[QuoteId, ConnectionName], ...], int]:
    """Quotes that can still be changed on what is sold from that catalog, the last changed first, at most so
    many; and how many there are.
    """
    still = (
        quotes.c.connection == connections.c.name,
        connections.c.catalog == catalog,
        quotes.c.status.in_([status.value for status in OPEN]),
    )
    count = tx.execute(select(func.count()).select_from(quotes).join(connections, and_(*still))).scalar_one()
    found = select(quotes.c.id, quotes.c.connection).join(connections, and_(*still))
    rows = tx.execute(found.order_by(quotes.c.changed_at.desc(), quotes.c.id).limit(most))
    return tuple((row.id, row.connection) for row in rows), count


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """A product of a line that can still be changed, and the release and day that it is looked at on."""

    release: str
    day: date
    product: str


def worked_on(tx: Transaction, *, most: int) -> tuple[WorkedOn, ...]:
    """Of quotes that can still be changed, so many lines of those changed last."""
    moment = func.coalesce(quotes.c.moved_at, quotes.c.created_at, type_=quotes.c.created_at.type)
    found = (
        select(quotes.c.release, moment.label("moment"), quote_lines.c.product)
        .join(quote_lines, quote_lines.c.quote_id == quotes.c.id)
        .where(quotes.c.status.in_([status.value for status in OPEN]))
        .order_by(quotes.c.changed_at.desc(), quotes.c.id, quote_lines.c.n)
        .limit(most)
    )
    rows = tx.execute(found)
    return tuple(dict.fromkeys(WorkedOn(row.release, row.moment.date(), row.product) for row in rows))


def last_written_line(
    tx: Transaction, quote: Quote, *, product: str, reader: UserId
) -> tuple[str, Line] | None:
    """Of the quotes written last, the first line with that product, and the number of its quote.

    Quotes on the same opportunity count first, which whoever may read the opportunity may read. Then those of
    the same account: the reader's own, and what was written to an opportunity before the CRM last showed it
    to the reader. What the reader cannot have seen is no example.
    """
    here = quotes.c.opportunity == quote.opportunity
    seen = or_(quotes.c.owner == reader, openings.c.read_at >= quotes.c.changed_at)
    row = tx.execute(
        select(quote_lines, quotes.c.number, quotes.c.currency)
        .join(quotes, quotes.c.id == quote_lines.c.quote_id)
        .outerjoin(openings, _opened_by(reader))
        .where(
            quotes.c.connection == quote.connection,
            quotes.c.org == quote.org,
            quotes.c.status.in_(_WRITTEN),
            quote_lines.c.product == product,
            or_(here, and_(quotes.c.account == quote.account, quotes.c.account != "", seen)),
        )
        .order_by(here.desc(), quotes.c.changed_at.desc(), quotes.c.number.desc(), quote_lines.c.n)
        .limit(1)
    )
    found = row.mappings().first()
    return None if found is None else (found["number"], line_value(found, found["currency"]))


def _opened_by(reader: UserId) -> ColumnElement[bool]:
    return and_(
        openings.c.connection == quotes.c.connection,
        openings.c.user_id == reader,
        openings.c.opportunity == quotes.c.opportunity,
    )


def codes_on(tx: Transaction, *, connection: ConnectionName, opportunity: str) -> tuple[str, ...]:
    """The article codes on the opportunity's quotes that may still be written to the CRM."""
    found = (
        select(quote_lines.c.code)
        .distinct()
        .join(quotes, quote_lines.c.quote_id == quotes.c.id)
        .where(
            quotes.c.connection == connection,
            quotes.c.opportunity == opportunity,
            quotes.c.status.not_in(_WRITTEN),
        )
        .order_by(quote_lines.c.code)
    )
    return tuple(tx.execute(found).scalars())


def next_number(tx: Transaction, *, connection: ConnectionName) -> str:
    """``Q-00001`` and up, each given once in a connection."""
    tx.add_if_absent(counters, {"connection": connection, "name": "quote", "last": 0})
    counted = (
        update_rows(counters)
        .where(counters.c.connection == connection, counters.c.name == "quote")
        .values(last=counters.c.last + 1)
        .returning(counters.c.last)
    )
    return f"Q-{tx.execute(counted).scalar_one():05d}"


def _write_lines(tx: Transaction, quote: Quote, before: Quote | None) -> None:
    """Removes and writes only what differs from ``before``; everything when that is not known."""
    known = {line.n: line for line in before.lines} if before is not None else {}
    differing = [line for line in quote.lines if known.get(line.n) != line]
    moved = [line for line in differing if line.n in known and _is_elsewhere(known[line.n], line)]
    if moved:
        tx.execute(_MOVE, [{"quote": quote.id, "line": line.n, "to": line.place} for line in moved])
    elsewhere = {line.n for line in moved}
    changed = [line for line in differing if line.n not in elsewhere]
    kept = {line.n for line in quote.lines} & set(known) - {line.n for line in changed}
    stale = delete(quote_lines).where(quote_lines.c.quote_id == quote.id)
    if before is not None:
        stale = stale.where(quote_lines.c.n.in_(set(known) - kept))
    if before is None or set(known) - kept:
        tx.execute(stale)
    _add_lines(tx, quote, changed)


def _is_elsewhere(before: Line, after: Line) -> bool:
    """Whether only its place is another one."""
    return replace(before, place=after.place) == after


def _add_lines(tx: Transaction, quote: Quote, lines: Iterable[Line]) -> None:
    rows = [line_row(quote, line) for line in lines]
    if rows:
        tx.execute(insert_rows(quote_lines), rows)
