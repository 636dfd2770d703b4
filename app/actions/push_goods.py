"""Add to a CRM the articles and prices that a catalog's quotes need there: first say what, then do it.

Nothing that is there is changed. What is not active, or differs, is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from app.actions.goods.adding import Adding, Declined
from app.actions.goods.house import checked_house
from app.actions.goods.listing import Article, articles_of, currencies_of
from app.actions.goods.notices import Note, Notice
from app.actions.goods.planning import Plan, Planning, State, placed
from app.actions.goods.taken import BookMissing, CurrencyUntold, Watch
from app.actor import UserId
from app.catalog import Release
from app.crm import Connection
from app.crm.goods import Book, Calls, Goods, House
from app.errors import Refused
from app.store import AuditEntry, Database, audit


class NoCurrency(Refused):
    code: ClassVar[str] = "currency_unsupported"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A release, for the org of a connection, at the list prices of the moment."""

    release: Release
    connection: Connection
    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be done. ``articles`` and ``currencies``: of how many it speaks, and in which."""

    plan: Plan
    state: State
    articles: int
    currencies: tuple[str, ...]
    calls: Calls


@dataclass(frozen=True, slots=True)
class Pushed:
    """``added``: rows by kind. ``waiting``: prices of articles that were declined."""

    added: Mapping[str, int]
    declined: tuple[Declined, ...]
    waiting: int
    calls: Calls


def prepare_push(crm: Goods, wanted: Wanted, *, watch: Watch) -> Prepared:
    """Reads only. Raises OrgWrong, BookMissing, CurrencyUntold, NoCurrency, and the leaves of
    ``app.crm.errors``.
    """
    house = checked_house(crm, wanted.connection.org)
    currencies, absent = _currencies(house, wanted)
    articles = tuple(articles_of(wanted.release, tuple(currencies), day=wanted.at.date()))
    state = _state(crm, articles, wanted.connection.price_book, watch=watch)
    planning = Planning(house, state, wanted.connection.price_book, currencies)
    plan = planning.plan(articles)
    plan = replace(plan, notes=(*absent, *plan.notes))
    return Prepared(plan, state, len(articles), tuple(currencies), crm.calls)


def _currencies(house: House, wanted: Wanted) -> tuple[Mapping[str, str], tuple[Note, ...]]:
    """Those to be priced in, each with what the CRM calls it, and what is said about the others."""
    offered = currencies_of(wanted.release)
    only = wanted.connection.only_currency
    if not house.currencies and not only:
        raise CurrencyUntold(
            "The org knows one currency and does not say which. Add the connection with --only-currency."
        )
    known = {code: code for code in house.currencies} or {only: ""}
    found = {code: known[code] for code in offered if code in known}
    if not found:
        raise NoCurrency(
            f"The catalog prices in {', '.join(offered)}, the org in {', '.join(known)}. "
            "One of them has to get a currency of the other."
        )
    absent = [code for code in offered if code not in known]
    return found, tuple(Note(Notice.CURRENCY_ABSENT, words=code) for code in absent)


def _state(crm: Goods, articles: Sequence[Article], book: str, *, watch: Watch) -> State:
    standard, own = _books(crm, book)
    goods = crm.goods_coded([article.code for article in articles])
    watch("articles", len(goods))
    books = {standard.id, own.id} if own else {standard.id}
    prices = crm.prices_in(sorted(books), [good.id for good in goods])
    watch("prices", len(prices))
    return State(standard, own, goods, placed(prices))


def _books(crm: Goods, name: str) -> tuple[Book, Book | None]:
    books = crm.books()
    standard = next((book for book in books if book.standard), None)
    if standard is None:
        raise BookMissing(
            "The org shows no standard price book. Use an administrator who may see price books."
        )
    named = sorted((book for book in books if book.name == name), key=lambda book: not book.active)
    return standard, named[0] if named else None


def push_goods(database: Database, crm: Goods, wanted: Wanted, prepared: Prepared, *, watch: Watch) -> Pushed:
    """Adds what was prepared. Raises the leaves of ``app.crm.errors``: what was added until then stays, and
    the same again goes on from there.
    """
    plan, state = prepared.plan, prepared.state
    adding = Adding(crm, watch)
    _note(database, wanted, "push_catalog", _planned(plan))
    try:
        own = state.own.id if state.own else adding.book(plan.book)
        if own:
            adding.add(plan, standard=state.standard.id, own=own)
    finally:
        facts = {"added": dict(adding.added), "declined": len(adding.declined), "calls": crm.calls.written}
        _note(database, wanted, "pushed_catalog", facts)
    return Pushed(dict(adding.added), tuple(adding.declined), adding.waiting, crm.calls)


def put_in_force(database: Database, crm: Goods, wanted: Wanted, prepared: Prepared) -> Pushed:
    """What the plan found inactive. Raises the leaves of ``app.crm.errors``."""
    adding = Adding(crm, _unwatched)
    adding.put_in_force(prepared.plan.inactive)
    facts = {"added": dict(adding.added), "declined": len(adding.declined), "calls": crm.calls.written}
    _note(database, wanted, "put_in_force", facts)
    return Pushed(dict(adding.added), tuple(adding.declined), 0, crm.calls)


def _unwatched(_what: str, _done: int) -> None:
    return None


def _planned(plan: Plan) -> Mapping[str, object]:
    counts = {"book": int(bool(plan.book)), "articles": len(plan.goods)}
    return {"planned": {**counts, "standard_prices": len(plan.standard), "prices": len(plan.own)}}


def _note(database: Database, wanted: Wanted, verb: str, facts: Mapping[str, object]) -> None:
    """Done on the command line, by whoever may run it there."""
    entry = AuditEntry(
        at=wanted.at,
        connection=wanted.connection.name,
        org=wanted.connection.org,
        user=UserId(wanted.user),
        verb=verb,
        subject=wanted.release.key,
        correlation_id="command-line",
        facts={"release": wanted.release.fingerprint, **facts},
    )
    with database.transaction() as tx:
        audit.write(tx, entry)
