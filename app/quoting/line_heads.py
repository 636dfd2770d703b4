"""The columns of a table of lines: which head means what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.catalog import Product
from app.catalog.near import did_you_mean
from app.quoting.line_tables import Fault, Table, TableRow, letters

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "line": ("no", "no.", "n", "position", "pos"),
    "product": ("product code", "product key", "code", "article", "article code", "sku", "item"),
    "quantity": ("qty", "count", "pieces"),
    "discount percent": ("discount %", "discount", "percent"),
    "discount amount": ("amount off",),
    "target price": ("target", "target unit price"),
    "target amount": ("target line amount", "line price"),
    "reason": ("discount reason",),
    "group": (),
    "standing": (),
    "alternative to": ("instead of",),
    "from": ("start", "term start"),
    "until": ("end", "term end"),
    "note": ("remark", "comment"),
    "choices": ("configuration",),
}
"""By the head as the template has it: what else is understood."""

_MEANS: Final = {other: head for head, others in COLUMNS.items() for other in (head, *others)}
_HEADLESS: Final = ("product", "quantity")


@dataclass(frozen=True, slots=True)
class Heads:
    """``first`` is the index of the first row of lines; ``columns`` by their index: a head of ``COLUMNS``, or
    as it stands there, which then names an attribute or a set.
    """

    first: int
    columns: Mapping[int, str]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    known: Mapping[str, int] = field(default_factory=dict)

    def cell(self, row: TableRow, head: str) -> str:
        at = self.known.get(head)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def place(self, row: TableRow, head: str) -> str:
        at = self.known.get(head)
        return "" if at is None else f"{letters(at + 1)}{row.number}"


def heads_of(table: Table, products: Iterable[Product]) -> Heads:
    """A table without heads has a product and maybe a quantity in each row."""
    if not table.rows:
        return _heads(
            0, {}, (Fault(1, "", "", "table_empty", "There is nothing in it. Paste or upload lines."),)
        )
    sold = tuple(products)
    row = table.rows[0]
    said = {index: " ".join(cell.split()) for index, cell in enumerate(row.cells) if cell.strip()}
    meant = {index: _MEANS.get(cell.casefold(), cell) for index, cell in said.items()}
    if "product" in meant.values():
        return _heads(1, meant, tuple(_head_faults(row, meant, sold)))
    if len(row.cells) <= len(_HEADLESS) and _is_product(row.cells[0], sold):
        note = "The table has no heads: product and quantity were expected."
        return _heads(0, dict(enumerate(_HEADLESS)), (), (note,))
    text = "There is no column named product. Name the columns in the first row, as the template does."
    return _heads(1, {}, (Fault(row.number, f"A{row.number}", "", "column_missing", text),))


def _heads(
    first: int, columns: Mapping[int, str], faults: tuple[Fault, ...], notes: tuple[str, ...] = ()
) -> Heads:
    return Heads(first, columns, faults, notes, {head: index for index, head in columns.items()})


def _head_faults(row: TableRow, meant: Mapping[int, str], products: tuple[Product, ...]) -> Iterable[Fault]:
    known = {*COLUMNS, *(name.casefold() for product in products for name in names_of(product))}
    seen: set[str] = set()
    for index, head in meant.items():
        place = f"{letters(index + 1)}{row.number}"
        if head.casefold() in seen:
            yield Fault(
                row.number, place, head, "column_twice", "stands there twice. Remove one of the columns."
            )
        seen.add(head.casefold())
        if head.casefold() not in known:
            near = did_you_mean(head[:60].casefold(), known)
            yield Fault(
                row.number,
                place,
                head[:60],
                "column_unknown",
                f"is no column and no attribute of a product: {near}",
            )


def names_of(product: Product) -> Iterable[str]:
    """Keys and names of what can be chosen."""
    for attribute in product.attributes:
        yield attribute.key
        yield attribute.name
    for one in product.sets:
        yield one.key
        yield one.name


def _is_product(text: str, products: Iterable[Product]) -> bool:
    return any(text in (product.key, product.code) for product in products)
