"""Approval requests: stored whole, changed by one at a time, found by quote, offer, person and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, delete, insert, select, update

from app.actor import ConnectionName, UserId
from app.approvals import (
    LIVE,
    ApprovalRequest,
    Decision,
    RequestChanged,
    RequestId,
    RequestMissing,
    RequestStatus,
    Verb,
    next_step,
)
from app.quoting import QuoteId
from app.store.approval_tables import approval_decisions, approval_needs, approval_seats, quote_approvals
from app.store.database import Transaction
from app.store.need_rows import calendar_row, calendar_value, need_content, need_value
from app.store.tables import quotes

MOST_LISTED: Final = 200
MOST_OF_OFFER: Final = 500

_COLUMNS = quote_approvals.c
_LIVE = tuple(status.value for status in LIVE)
_PLAIN: Final = ("id", "connection", "org", "number", "revision", "family", "opportunity", "author")
_TOLD: Final = ("author_name", "asked_at", "comment", "submits", "version", "ended_at")


def insert_request(tx: Transaction, request: ApprovalRequest) -> None:
    tx.execute(insert(quote_approvals), [_row(request)])
    _store_parts(tx, request, known=0)


def update_request(tx: Transaction, before: ApprovalRequest, after: ApprovalRequest) -> ApprovalRequest:
    """With its next version. Raises RequestChanged if somebody else changed it since it was read."""
    row = {**_row(after), "version": before.version + 1}
    changed = update(quote_approvals).where(_COLUMNS.id == before.id, _COLUMNS.version == before.version)
    if tx.execute(changed.values(row)).rowcount != 1:
        raise RequestChanged("Somebody else decided meanwhile. Look at the request again.")
    tx.execute(delete(approval_needs).where(approval_needs.c.approval == before.id))
    tx.execute(delete(approval_seats).where(approval_seats.c.approval == before.id))
    _store_parts(tx, after, known=len(before.decisions))
    return load(tx, before.id, connection=before.connection)


def load(tx: Transaction, request: RequestId, *, connection: ConnectionName) -> ApprovalRequest:
    """Raises RequestMissing."""
    found = select(quote_approvals).where(_COLUMNS.id == request, _COLUMNS.connection == connection)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise RequestMissing("There is no such request for approval.")
    return _values(tx, [row])[0]


def quote_of(tx: Transaction, request: RequestId, *, connection: ConnectionName) -> QuoteId:
    """The quote that it is about, which whoever changes the request holds first. Raises RequestMissing."""
    found = select(_COLUMNS.quote_id).where(_COLUMNS.id == request, _COLUMNS.connection == connection)
    quote: QuoteId | None = tx.execute(found).scalar()
    if quote is None:
        raise RequestMissing("There is no such request for approval.")
    return quote


def of_quote(tx: Transaction, quote: QuoteId) -> ApprovalRequest | None:
    """The latest one, or ``None`` where nobody was ever asked."""
    found = select(quote_approvals).where(_COLUMNS.quote_id == quote)
    locked = found.with_for_update() if tx.writes else found
    row = tx.execute(locked.order_by(_COLUMNS.revision.desc()).limit(1)).mappings().first()
    return None if row is None else _values(tx, [row])[0]


def of_family(tx: Transaction, family: QuoteId, *, connection: ConnectionName) -> tuple[ApprovalRequest, ...]:
    """All of one offer, over its editions, oldest first; of very many the newest."""
    found = select(quote_approvals).where(_COLUMNS.family == family, _COLUMNS.connection == connection)
    newest = found.order_by(_COLUMNS.asked_at.desc(), _COLUMNS.revision.desc()).limit(MOST_OF_OFFER)
    return tuple(reversed(_values(tx, tx.execute(newest).mappings().all())))


def waiting_for(
    tx: Transaction, users: Iterable[UserId], *, connection: ConnectionName
) -> tuple[ApprovalRequest, ...]:
    """Live ones with a seat of one of these, the one that waits longest first."""
    seated = select(approval_seats.c.approval).where(approval_seats.c.user_id.in_(list(users)))
    found = select(quote_approvals).where(
        _COLUMNS.connection == connection, _COLUMNS.status.in_(_LIVE), _COLUMNS.id.in_(seated)
    )
    rows = tx.execute(found.order_by(_COLUMNS.asked_at, _COLUMNS.id).limit(MOST_LISTED)).mappings().all()
    return _values(tx, rows)


def releases_asked(tx: Transaction, *, connection: ConnectionName) -> tuple[str, ...]:
    """The fingerprints of the releases that quotes with a live request are on."""
    asked = select(quotes.c.release).join(quote_approvals, _COLUMNS.quote_id == quotes.c.id)
    live = asked.where(_COLUMNS.connection == connection, _COLUMNS.status.in_(_LIVE))
    return tuple(tx.execute(live.distinct().order_by(quotes.c.release)).scalars())


def names(tx: Transaction, quote: QuoteId, users: Iterable[UserId]) -> bool:
    """Whether one of these was ever asked about the quote."""
    asked = select(approval_seats.c.user_id).join(
        quote_approvals, approval_seats.c.approval == quote_approvals.c.id
    )
    found = asked.where(_COLUMNS.quote_id == quote, approval_seats.c.user_id.in_(list(users))).limit(1)
    return tx.execute(found).first() is not None


@dataclass(frozen=True, slots=True)
class Due:
    """A request that time does something to, and the quote that it is about."""

    request: RequestId
    quote: QuoteId
    connection: ConnectionName


def due(tx: Transaction, *, at: datetime, most: int) -> tuple[Due, ...]:
    """Live ones that time does something to by now, the longest due first."""
    found = select(_COLUMNS.id, _COLUMNS.quote_id, _COLUMNS.connection).where(
        _COLUMNS.due_at <= at, _COLUMNS.status.in_(_LIVE)
    )
    rows = tx.execute(found.order_by(_COLUMNS.due_at, _COLUMNS.id).limit(most))
    return tuple(Due(row.id, row.quote_id, row.connection) for row in rows)


def _row(request: ApprovalRequest) -> dict[str, Any]:
    step = next_step(request)
    return {
        **{name: getattr(request, name) for name in (*_PLAIN, *_TOLD)},
        "quote_id": request.quote,
        "barred": sorted(request.barred),
        "status": request.status.value,
        "calendar": calendar_row(request.calendar),
        "due_at": None if step is None else step.due,
    }


def _store_parts(tx: Transaction, request: ApprovalRequest, *, known: int) -> None:
    """``known``: so many decisions are stored already, and stay as they are."""
    needs = [
        {
            "approval": request.id,
            "n": one.n,
            "rule": one.need.rule,
            "state": one.state.value,
            "content": need_content(one),
        }
        for one in request.needs
    ]
    users = {user for need in request.needs for seat in need.seats for user in seat.holders}
    seats = [{"approval": request.id, "user_id": user} for user in sorted(users)]
    decisions = [_decision_row(request, one) for one in request.decisions[known:]]
    for table, rows in ((approval_needs, needs), (approval_seats, seats), (approval_decisions, decisions)):
        if rows:
            tx.execute(insert(table), rows)


def _decision_row(request: ApprovalRequest, one: Decision) -> dict[str, Any]:
    return {
        "approval": request.id,
        "n": one.n,
        "at": one.at,
        "verb": one.verb.value,
        "user_id": one.user,
        "user_name": one.user_name,
        "need": one.need,
        "comment": one.comment,
        "seat": one.seat,
        "facts": one.facts,
        "handed_to": one.to,
        "way": one.way,
    }


def _values(tx: Transaction, rows: Iterable[RowMapping]) -> tuple[ApprovalRequest, ...]:
    """With their parts, in two further reads however many they are."""
    found = list(rows)
    ids = [row["id"] for row in found]
    needs, decisions = (
        tx.execute(select(table).where(table.c.approval.in_(ids)).order_by(table.c.n)).mappings().all()
        for table in (approval_needs, approval_decisions)
    )
    return tuple(
        _value(
            row,
            needs=[one for one in needs if one["approval"] == row["id"]],
            decisions=[one for one in decisions if one["approval"] == row["id"]],
        )
        for row in found
    )


def _value(row: RowMapping, *, needs: list[RowMapping], decisions: list[RowMapping]) -> ApprovalRequest:
    same: Mapping[str, Any] = {name: row[name] for name in (*_PLAIN, *_TOLD)}
    return ApprovalRequest(
        **same,
        quote=row["quote_id"],
        barred=frozenset(UserId(user) for user in row["barred"]),
        status=RequestStatus(row["status"]),
        calendar=calendar_value(row["calendar"]),
        needs=tuple(need_value(one["n"], one["rule"], one["state"], one["content"]) for one in needs),
        decisions=tuple(map(_decision_value, decisions)),
    )


def _decision_value(row: RowMapping) -> Decision:
    return Decision(
        n=row["n"],
        at=row["at"],
        verb=Verb(row["verb"]),
        user=row["user_id"],
        user_name=row["user_name"],
        need=row["need"],
        comment=row["comment"],
        seat=row["seat"],
        facts=row["facts"],
        to=row["handed_to"],
        way=row["way"],
    )
