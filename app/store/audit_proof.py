"""Proving that nobody changed the audit: each chain is followed from its first entry to its head.

What was written without a chain, by a release before there were chains, is *adopted*: an entry of the chain
says how many they are and holds a hash over all of them.
"""

from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, RowMapping, Select, func, select, text

from app.actor import ConnectionName, OrgId, UserId
from app.errors import AppError
from app.store.audit import entry_of, link_of
from app.store.audit import write as write_entry
from app.store.audit_entry import AuditEntry, Link, digest, linked, told
from app.store.database import Transaction
from app.store.tables import audit_entries

ADOPTED: Final = "audit_adopted"
_ROWS_AT_ONCE: Final = 500
_COLUMNS: Final = audit_entries.c


class AuditBroken(AppError):
    """Somebody changed what is never changed; ``facts`` say where."""

    code: ClassVar[str] = "audit_broken"


@dataclass(frozen=True, slots=True)
class Chain:
    """A proven one. ``connection`` is empty for what was done to the installation; ``adopted`` entries are
    older than it; ``head`` is the hash to be kept elsewhere: with it a removed end is found too.
    """

    connection: str
    entries: int
    adopted: int
    head: str


@dataclass(slots=True)
class _Walk:
    last: Link | None = None
    adopted: int = 0
    adopted_until: int = 0


def prove(tx: Transaction, *, kept: Collection[str] = ()) -> Iterator[Chain]:
    """Every chain, in the order of connections. ``kept``: heads from earlier that have to be in them.

    Needs the memory of one row, however many there are. Raises AuditBroken at the first broken place.
    """
    missing = set(kept)
    for name in tx.execute(select(_COLUMNS.connection).distinct().order_by(_COLUMNS.connection)).scalars():
        yield _proven(tx, name, missing)
    if missing:
        raise AuditBroken(
            f"No entry has the hash {min(missing)}, which was the head of a chain once: the entries at the "
            "end were removed, or the chain was written anew.",
            facts={"head": min(missing)},
        )


def entries(tx: Transaction, *, connection: str | None = None) -> Iterator[dict[str, object]]:
    """All that the audit says, in JSON's values, in the order in which it was written."""
    found = select(audit_entries).order_by(_COLUMNS.id)
    if connection is not None:
        found = found.where(_COLUMNS.connection == connection)
    for row in _streamed(tx.connection, found):
        link = {name: row[name] for name in ("id", "place", "previous", "hash")}
        yield {**told(entry_of(row)), **link}


def adopt(tx: Transaction) -> None:
    """An entry for each connection in whose name something was written without a chain since the last one.
    Nobody else writes meanwhile."""
    if tx.connection.dialect.name != "sqlite":
        tx.execute(text("LOCK TABLE audit_entries IN SHARE ROW EXCLUSIVE MODE"))
    alone = _COLUMNS.place.is_(None)
    names = select(_COLUMNS.connection).where(alone).distinct().order_by(_COLUMNS.connection)
    for name in tx.execute(names).scalars().all():
        after = _adopted_until(tx, name)
        newest = select(func.max(_COLUMNS.id)).where(alone, _COLUMNS.connection == name)
        until = tx.execute(newest).scalar_one()
        if until > after:
            write_entry(tx, _adoption(tx.connection, name, after=after, until=until))


def _proven(tx: Transaction, name: str, missing: set[str]) -> Chain:
    walk = _Walk()
    of_chain = _COLUMNS.connection == name, _COLUMNS.place.is_not(None)
    found = select(audit_entries).where(*of_chain).order_by(_COLUMNS.place)
    # Closed here, also where a broken place ends the walk: the rest is still with the server.
    with closing(_streamed(tx.connection, found)) as rows:
        for row in rows:
            _check(row, walk)
            missing.discard(row["hash"])
            if row["verb"] == ADOPTED:
                _check_adopted(tx.connection, row, walk)
    outside = select(func.count()).where(
        _COLUMNS.connection == name, _COLUMNS.place.is_(None), _COLUMNS.id > walk.adopted_until
    )
    if count := tx.execute(outside).scalar_one():
        raise AuditBroken(
            f"{count} entries of {_named(name)} are in no chain. If a release from before the chains still "
            "runs, or ran until now, run `quotewright migrate` when it has ended; otherwise somebody else "
            "wrote them.",
            facts={"connection": name, "outside": count},
        )
    last = walk.last
    return Chain(name, 0 if last is None else last.place, walk.adopted, "" if last is None else last.hash)


def _check(row: RowMapping, walk: _Walk) -> None:
    entry, link = entry_of(row), link_of(row)
    should = linked(entry, after=walk.last)
    if link is None or link != should:
        raise AuditBroken(
            f"The chain of {_named(entry.connection)} is broken at its place {should.place}: "
            f"{_what(link, should)}.",
            facts={"connection": entry.connection, "place": should.place, "id": row["id"]},
        )
    walk.last = link


def _what(link: Link | None, should: Link) -> str:
    if link is None or link.place != should.place:
        return "an entry was removed there"
    if link.previous != should.previous:
        return "the entry does not follow the one before it"
    return "the entry was changed"


def _check_adopted(connection: Connection, row: RowMapping, walk: _Walk) -> None:
    facts: dict[str, Any] = row["facts"]
    after, until = facts["after"], facts["until"]
    count, found = _digest_of(connection, row["connection"], after=after, until=until)
    if (count, found) != (facts["count"], facts["digest"]) or after != walk.adopted_until:
        raise AuditBroken(
            f"Of the {facts['count']} entries of {_named(row['connection'])} from before its chain, with ids "
            f"up to {until}, one was changed, removed or added.",
            facts={"connection": row["connection"], "place": row["place"], "until": until},
        )
    walk.adopted += count
    walk.adopted_until = until


def _adoption(connection: Connection, name: str, *, after: int, until: int) -> AuditEntry:
    """Its moment is that of the last one which it tells of."""
    count, found = _digest_of(connection, name, after=after, until=until)
    last = connection.execute(select(audit_entries).where(_COLUMNS.id == until)).mappings().one()
    return AuditEntry(
        at=last["at"],
        connection=ConnectionName(name),
        org=OrgId(last["org"]),
        user=UserId("migrate"),
        verb=ADOPTED,
        subject=_subject(name),
        correlation_id="migrate",
        facts={"after": after, "until": until, "count": count, "digest": found},
    )


def _adopted_until(tx: Transaction, name: str) -> int:
    """The last id that an earlier adoption tells of; 0 without one."""
    found = select(_COLUMNS.facts).where(_COLUMNS.subject == _subject(name), _COLUMNS.verb == ADOPTED)
    return max((facts["until"] for facts in tx.execute(found).scalars()), default=0)


def _subject(name: str) -> str:
    return f"audit/{name}"


def _digest_of(connection: Connection, name: str, *, after: int, until: int) -> tuple[int, str]:
    """How many entries without a chain have these ids, and a hash over them."""
    alone = _COLUMNS.place.is_(None), _COLUMNS.connection == name, _COLUMNS.id > after, _COLUMNS.id <= until
    count, running = 0, ""
    for row in _streamed(connection, select(audit_entries).where(*alone).order_by(_COLUMNS.id)):
        count += 1
        running = digest(entry_of(row), place=row["id"], previous=running)
    return count, running


def _streamed(connection: Connection, found: Select[Any]) -> Generator[RowMapping, None, None]:
    with connection.execute(found, execution_options={"yield_per": _ROWS_AT_ONCE}) as result:
        yield from result.mappings()


def _named(connection: str) -> str:
    return f"the connection {connection}" if connection else "the installation"
