"""Many lines from pasted text, a file, or as JSON: looked at, then all of them or none, or the good ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from app.actions.adding import Adding
from app.actions.arranging import Arranged, keep_step
from app.actions.call import Call, audited
from app.actions.choices import read_choices
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_for, release_of
from app.catalog import Product, Release
from app.errors import AppError, Refused
from app.quoting import Quote
from app.quoting.line_export import exported, template
from app.quoting.line_heads import heads_of
from app.quoting.line_tables import Fault, Table
from app.quoting.line_wishes import LineWish, wish_of
from app.services import Services
from app.store import QuoteChanged, audit, quotes
from app.store.line_sheets import read_file, read_text, write_lines

MOST_FAULTS: Final = 500


_MEMBERS: Final = (
    "product",
    "quantity",
    "choices",
    "discount",
    "group",
    "note",
    "standing",
    "instead_of",
)


class Take(StrEnum):
    """What is done with the rows: only looked at; all added, or none if one is wrong; the good ones added."""

    CHECK = "check"
    ALL = "all"
    GOOD = "good"


class RowsRefused(Refused):
    code: ClassVar[str] = "rows_refused"


@dataclass(frozen=True, slots=True)
class LinesRead:
    """``rows``: how many asked for lines; ``wishes`` of those that could be read."""

    file: str
    rows: int
    wishes: tuple[LineWish, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinesImport:
    """``done.after`` is the quote with the lines; stored unless they were only looked at."""

    take: Take
    file: str
    rows: int
    done: Arranged
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    @property
    def wrong_rows(self) -> int:
        return len({fault.row for fault in self.faults})


@dataclass(frozen=True, slots=True)
class GivenText:
    text: str


@dataclass(frozen=True, slots=True)
class GivenFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class GivenLines:
    """As JSON gives them: ``product``, ``quantity``, ``choices``, ``discount``, ``group``, ``note``,
    ``standing``, ``instead_of`` (which of them, from 1).
    """

    lines: Sequence[Mapping[str, object]]


Given = GivenText | GivenFile | GivenLines


def import_lines(
    services: Services,
    call: Call,
    quote_id: str,
    given: Given,
    *,
    take: Take,
    expected: int | None = None,
) -> LinesImport:
    """Raises QuoteMissing, TableUnreadable and its kinds, RowsRefused with a report of each row,
    StatusForbids, QuoteChanged.
    """
    adding = Adding(services, call)
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        revision = expected_revision(quote, expected)
        release = release_of(services, tx, quote)
        read = _read(given, release)
        adding.faults.extend(read.faults)
        configured = adding.configured(tx, quote, read.wishes)
    known = list(adding.faults)
    after = adding.added(quote, release, configured)
    if take is Take.CHECK:
        return _told(take, read, Arranged(quote, after, _said(quote, after)), adding)
    if adding.faults and (take is Take.ALL or len(after.lines) == len(quote.lines)):
        raise _refused(read, adding.faults)
    with services.database.transaction() as tx:
        now = editable_quote(tx, call, quote_id)
        if now is not quote and now != quote:
            if (now.release, now.moved_at) != (quote.release, quote.moved_at):
                raise QuoteChanged(facts={"expected": expected, "revision": now.revision})
            adding.faults[:] = known
            after = adding.added(now, release, configured)
        said = _said(now, after)
        keep_step(tx, now, after, said=said)
        quotes.update(tx, after, expected=min(revision, now.revision))
        added, wrong = len(after.lines) - len(now.lines), len(adding.faults)
        audit.write(tx, audited(call, "import_lines", quote.id, added=added, refused=wrong, take=take.value))
    return _told(take, read, Arranged(now, after, said), adding)


def lines_template(services: Services, call: Call) -> bytes:
    """A workbook to be filled in, of all that the connection sells now."""
    with services.database.reading() as tx:
        release = release_for(services, tx, call.actor.connection, at=call.at)
    return write_lines(template(release))


def lines_sheet(services: Services, call: Call, quote_id: str) -> tuple[str, bytes]:
    """The name and content of a workbook from which the same lines can be read again. Raises QuoteMissing."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
    return f"{quote.number}-lines.xlsx", write_lines(exported(quote, release))


def _read(given: Given, release: Release) -> LinesRead:
    if isinstance(given, GivenText):
        return _of_table(read_text(given.text), release)
    if isinstance(given, GivenFile):
        return _of_table(read_file(given.name, given.content), release)
    return _of_json(given.lines, release)


def _of_table(table: Table, release: Release) -> LinesRead:
    sold = release.sold
    heads = heads_of(table, sold)
    faults = [*table.faults, *heads.faults]
    rows = () if heads.faults else table.rows[heads.first :]
    broken = {fault.row for fault in table.faults}
    products = _by_name(sold)
    wishes: list[LineWish] = []
    for row in rows:
        found = None if row.number in broken else wish_of(row, heads, products)
        if isinstance(found, LineWish):
            wishes.append(found)
        else:
            faults.extend(found or ())
    return LinesRead(table.file, len(rows), tuple(wishes), tuple(faults), (*table.notes, *heads.notes))


def _by_name(products: Iterable[Product]) -> Mapping[str, Product]:
    found: dict[str, Product] = {}
    for product in products:
        for name in (product.key, product.code, product.code.casefold()):
            found.setdefault(name, product)
    return found


def _of_json(lines: Sequence[Mapping[str, object]], release: Release) -> LinesRead:
    products = _by_name(release.sold)
    wishes: list[LineWish] = []
    faults: list[Fault] = []
    for row, one in enumerate(lines, start=1):
        product = products.get(str(one.get("product", "")))
        if product is None:
            faults.append(Fault(row, "", "product", "product_unknown", "is no product that is sold."))
            continue
        wrong = next((name for name in one if name not in _MEMBERS), None)
        if wrong is not None:
            text = f"has a member that is none of {', '.join(_MEMBERS)}."
            faults.append(Fault(row, "", wrong[:60], "member_unknown", text))
            continue
        try:
            wishes.append(_json_wish(row, product, one))
        except AppError as refused:
            faults.append(Fault(row, "", "choices", refused.code, refused.detail))
    return LinesRead("lines", len(lines), tuple(wishes), tuple(faults))


def _json_wish(row: int, product: Product, one: Mapping[str, object]) -> LineWish:
    """Raises ChoiceUnknown."""
    choices, discount = one.get("choices", {}), one.get("discount")
    instead_of = one.get("instead_of")
    return LineWish(
        row=row,
        product=product,
        quantity=one.get("quantity", 1),
        choices=read_choices(choices if isinstance(choices, Mapping) else {}, product),
        discount=discount if isinstance(discount, Mapping) else None,
        group=str(one.get("group", "")),
        note=str(one.get("note", "")),
        standing=str(one.get("standing", "offered")),
        instead_of="" if instead_of is None else str(instead_of),
        label=str(row),
    )


def _said(before: Quote, after: Quote) -> str:
    count = len(after.lines) - len(before.lines)
    return "1 line added" if count == 1 else f"{count} lines added"


def _refused(read: LinesRead, faults: Sequence[Fault]) -> RowsRefused:
    rows = len({fault.row for fault in faults})
    return RowsRefused(
        f"{read.file}: {rows} of {read.rows} rows cannot be added, so none was. Correct them, or add only "
        "the good rows.",
        facts={"file": read.file, "rows": read.rows, "faults": faults_json(faults)},
    )


def faults_json(faults: Iterable[Fault]) -> list[dict[str, object]]:
    ordered = sorted(faults, key=lambda fault: fault.row)[:MOST_FAULTS]
    return [
        {"row": one.row, "cell": one.cell, "column": one.column, "code": one.code, "text": one.text}
        for one in ordered
    ]


def _told(take: Take, read: LinesRead, done: Arranged, adding: Adding) -> LinesImport:
    faults = tuple(sorted(adding.faults, key=lambda fault: fault.row))
    return LinesImport(take, read.file, read.rows, done, faults, read.notes)
