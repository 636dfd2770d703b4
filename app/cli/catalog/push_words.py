"""How a push is told: for people as lines, for programs as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from app.actions.goods.notices import ADVICE, Note
from app.actions.goods.planning import NewEntry, Plan
from app.actions.push_goods import Prepared, Pushed, Wanted
from app.crm.goods import MOST_AT_ONCE, Calls, NewGood


def push_text(
    found: Prepared, done: Sequence[Pushed], wanted: Wanted, calls: Calls, *, most: int
) -> Iterator[str]:
    """At most so many rows of a kind."""
    plan = found.plan
    if not done:
        yield from _rows(plan, most=most)
    yield from _notes(plan.notes, most=most)
    for one in done:
        yield from _done(one)
    if done:
        yield f"Read in {calls.read} API calls, written in {calls.written}."
    else:
        yield _outlook(found, wanted, calls)


def _outlook(found: Prepared, wanted: Wanted, calls: Calls) -> str:
    plan = found.plan
    where = f"{wanted.connection.name} (org {wanted.connection.org})"
    if not plan.adds:
        return (
            f"All {found.articles:,} articles of {wanted.release.key} have their entries in {where}. "
            f"Nothing is to be added. {calls.read} API calls, none that writes."
        )
    return (
        f"Would be added to {where}: {_counted(plan)}. Nothing is written yet; --apply does it. "
        f"{calls.read} API calls so far, {_writing_calls(plan)} that write would follow."
    )


def _writing_calls(plan: Plan) -> int:
    return bool(plan.book) + sum(
        -(-len(rows) // MOST_AT_ONCE) for rows in (plan.goods, plan.standard, plan.own)
    )


def _counted(plan: Plan) -> str:
    counts = {
        f"the price book {plan.book}": int(bool(plan.book)),
        f"{len(plan.goods):,} products": len(plan.goods),
        f"{len(plan.standard):,} standard prices": len(plan.standard),
        f"{len(plan.own):,} prices": len(plan.own),
    }
    return ", ".join(words for words, n in counts.items() if n)


def _rows(plan: Plan, *, most: int) -> Iterator[str]:
    if plan.book:
        yield f"price book  {plan.book}"
    yield from _some([_good_line(good) for good in plan.goods], "products", most)
    for book, entries in groupby((*plan.standard, *plan.own), key=lambda entry: entry.book):
        yield from _some([_entry_line(entry) for entry in entries], f"prices in {book}", most)


def _good_line(good: NewGood) -> str:
    return "  ".join(["product", good.code, good.name, *([good.family] if good.family else [])])


def _entry_line(entry: NewEntry) -> str:
    return f"price  {entry.book}  {entry.code}  {entry.amount:f} {entry.currency}".rstrip()


def _some(lines: Sequence[str], what: str, most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"  and {len(lines) - most:,} more {what}; --all shows them"


def _notes(notes: Sequence[Note], *, most: int) -> Iterator[str]:
    for notice, advice in ADVICE.items():
        named = [f"  {_note_line(note)}" for note in notes if note.notice is notice]
        if named:
            yield f"{notice}: {len(named):,}. {advice}"
            yield from _some(named, "of them", most)


def _note_line(note: Note) -> str:
    return "  ".join(part for part in (note.code, note.words) if part)


def _done(done: Pushed) -> Iterator[str]:
    for one in done.declined:
        beside = f" {one.with_it:,} others of its batch did not come because of it." if one.with_it else ""
        yield f"declined: {one.kind} {one.code}: {one.words}{beside}"
    if done.waiting:
        yield f"{done.waiting:,} prices wait for their articles."
    counts = ", ".join(f"{n:,} × {kind}" for kind, n in done.added.items() if n)
    yield f"Added: {counts or 'nothing'}."
    if done.declined or done.waiting:
        yield "Mend what the org says, and run the same command again: it goes on from here."


def push_data(found: Prepared, done: Sequence[Pushed], wanted: Wanted, calls: Calls) -> dict[str, Any]:
    plan = found.plan
    return {
        "connection": wanted.connection.name,
        "org": wanted.connection.org,
        "catalog": wanted.release.key,
        "release": wanted.release.fingerprint,
        "articles": found.articles,
        "currencies": list(found.currencies),
        "applied": bool(done),
        "price_book": plan.book or None,
        "products": [asdict(good) for good in plan.goods],
        "prices": [_entry_data(entry) for entry in (*plan.standard, *plan.own)],
        "notes": [{**asdict(note), "advice": note.advice} for note in plan.notes],
        "added": dict(sum((Counter(one.added) for one in done), Counter())),
        "declined": [asdict(declined) for one in done for declined in one.declined],
        "waiting": sum(one.waiting for one in done),
        "calls": asdict(calls),
    }


def _entry_data(entry: NewEntry) -> dict[str, Any]:
    return {"code": entry.code, "book": entry.book, "currency": entry.currency, "amount": f"{entry.amount:f}"}
