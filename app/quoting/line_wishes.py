"""A row of a table of lines to what it asks for: a product, how many, which choices, under which terms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from app.catalog import Attribute, OptionSet, Product, Value
from app.catalog.near import did_you_mean
from app.quoting.details import DetailsInvalid, Term
from app.quoting.line_heads import COLUMNS, Heads
from app.quoting.line_tables import Fault, TableRow
from app.quoting.line_values import ValueUnreadable, read_members, read_text_value

QUANTITY: Final = "quantity"
_WHOLE: Final = re.compile(r"[0-9]{1,12}")
_DISCOUNTS: Final = {
    "discount percent": "percent",
    "discount amount": "amount",
    "target price": "target",
    "target amount": "line",
}
_MOST_CHOICES: Final = 1_000


@dataclass(frozen=True, slots=True)
class LineWish:
    """``row`` is where it was asked for, ``places`` its cells by their column. ``label`` is what other rows
    call it by, ``instead_of`` such a label. ``discount`` and ``quantity`` are raw, for whoever adds the line.
    """

    row: int
    product: Product
    quantity: object = 1
    choices: Mapping[str, Value | None] = field(default_factory=dict)
    discount: Mapping[str, object] | None = None
    group: str = ""
    note: str = ""
    standing: str = "offered"
    instead_of: str = ""
    label: str = ""
    term: Term | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def fault(self, column: str, code: str, text: str) -> Fault:
        return Fault(self.row, self.places.get(column, ""), column, code, text)


Found: TypeAlias = LineWish | tuple[Fault, ...]


def wish_of(row: TableRow, heads: Heads, products: Mapping[str, Product]) -> Found:
    """``products`` by key and by article code. A wish, or all that is wrong with the row."""
    name = heads.cell(row, "product")
    product = products.get(name) or products.get(name.casefold())
    if product is None:
        near = did_you_mean(name[:60], products) if name else "name one"
        text = f"is no product that is sold: {near}"
        return (Fault(row.number, heads.place(row, "product"), "product", "product_unknown", text),)
    return _Reading(row, heads, product).wish()


@dataclass(slots=True)
class _Reading:
    row: TableRow
    heads: Heads
    product: Product
    faults: list[Fault] = field(default_factory=list)

    def wish(self) -> Found:
        choices = dict(self.choices())
        quantity, discount, term = self.quantity(), self.discount(), self.term()
        if self.faults:
            return tuple(self.faults)
        said = {head: self.heads.cell(self.row, head) for head in ("group", "note", "line", "alternative to")}
        standing = self.heads.cell(self.row, "standing").casefold()
        return LineWish(
            term=term,
            row=self.row.number,
            product=self.product,
            quantity=quantity,
            choices=choices,
            discount=discount,
            group=said["group"],
            note=said["note"],
            standing=standing or ("alternative" if said["alternative to"] else "offered"),
            instead_of=said["alternative to"],
            label=said["line"],
            places={head: self.heads.place(self.row, head) for head in self.heads.known},
        )

    def quantity(self) -> object:
        text = self.heads.cell(self.row, QUANTITY)
        if not text:
            return 1
        if not _WHOLE.fullmatch(text):
            said = f"is a whole number from 1 to {self.product.maximum_quantity}, written with digits alone."
            self.note(QUANTITY, "quantity_invalid", said)
            return 1
        return int(text)

    def discount(self) -> Mapping[str, object] | None:
        """A discount of nothing is none."""
        given = {
            kind: text
            for head, kind in _DISCOUNTS.items()
            if (text := self.heads.cell(self.row, head)) not in ("", "0")
        }
        if len(given) > 1:
            self.note("discount percent", "discount_invalid", "One of percent, amount and targets at most.")
        return {**given, "reason": self.heads.cell(self.row, "reason")} if given else None

    def term(self) -> Term | None:
        start, end = (self.day(head) for head in ("from", "until"))
        if start is None and end is None:
            return None
        try:
            if start is not None and end is not None:
                return Term(start, end)
            self.note("until", "details_invalid", "needs both days, or none.")
        except DetailsInvalid as wrong:
            self.note("until", wrong.code, wrong.detail)
        return None

    def day(self, head: str) -> date | None:
        text = self.heads.cell(self.row, head)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.note(head, "details_invalid", "is a day as 2027-01-31.")
            return None

    def choices(self) -> Iterator[tuple[str, Value | None]]:
        for index, head in self.heads.columns.items():
            text = self.row.cells[index] if index < len(self.row.cells) else ""
            if head not in COLUMNS and text:
                yield from self.chosen(head, text, at=head)
        parts = [part for part in re.split(r"[;\n]", self.heads.cell(self.row, "choices")) if part.strip()]
        if len(parts) > _MOST_CHOICES:
            self.note("choices", "choice_unknown", f"At most {_MOST_CHOICES} choices can be made at once.")
            return
        for part in parts:
            name, equals, text = part.partition("=")
            if equals:
                yield from self.chosen(name.strip(), text.strip(), at="choices")
            else:
                said = "is written as band = n78; sectors = 3."
                self.note("choices", "choice_unknown", said)

    def chosen(self, name: str, text: str, *, at: str) -> Iterator[tuple[str, Value | None]]:
        found = _named(self.product, name)
        try:
            if found is None:
                near = did_you_mean(name[:60], [attribute.key for attribute in self.product.attributes])
                raise ValueUnreadable(f"{self.product.name} has nothing named {name[:60]}: {near}")
            if isinstance(found, Attribute):
                yield found.key, read_text_value(found, text)
            else:
                yield from read_members(found, self.product, text)
        except ValueUnreadable as wrong:
            self.note(at, "choice_unknown", str(wrong))

    def note(self, head: str, code: str, text: str) -> None:
        self.faults.append(Fault(self.row.number, self.heads.place(self.row, head), head, code, text))


def _named(product: Product, name: str) -> Attribute | OptionSet | None:
    """By key, else by name; what has the same name several times is known by its key alone."""
    by_key = product.attribute(name) or next((one for one in product.sets if one.key == name), None)
    if by_key is not None:
        return by_key
    wanted = name.casefold()
    named: list[Attribute | OptionSet] = [one for one in product.attributes if one.name.casefold() == wanted]
    named += [one for one in product.sets if one.name.casefold() == wanted]
    return named[0] if len(named) == 1 else None
