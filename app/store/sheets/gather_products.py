"""Rows about products to the content of their files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from app.store.catalogs.document import KeyPath
from app.store.catalogs.emit import Rows as TableRows
from app.store.sheets.cells import CellRefused, read_member, typed
from app.store.sheets.gathered import Draft, Filling
from app.store.sheets.layout import Column
from app.store.sheets.read import Book, Row

Place: TypeAlias = tuple[str, str]
"""A product, and the component within it, empty for its top."""

_HOLDERS: Final[Mapping[str, str]] = {
    "need": "needs",
    "attribute": "attributes",
    "set": "sets",
    "component": "components",
}


@dataclass(slots=True)
class Products:
    """``paths``: of each part by its key, for each place and kind of part; ``kinds`` of attributes."""

    book: Book
    filling: Filling
    files: dict[str, str]
    drafts: dict[str, Draft] = field(default_factory=dict)
    bodies: dict[Place, KeyPath] = field(default_factory=dict)
    paths: dict[tuple[str, ...], dict[str, KeyPath]] = field(default_factory=dict)
    kinds: dict[tuple[str, ...], str] = field(default_factory=dict)
    columns: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def gather(self) -> None:
        for row in self.book.rows["Products"]:
            self.product(row)
        self.nested()
        steps: tuple[tuple[str, Callable[[Draft, Place, Row], object]], ...] = (
            ("Needs", self.need),
            ("Attributes", self.attribute),
            (
                "Options",
                lambda draft, place, row: self.member(draft, place, row, of="attribute", key="options"),
            ),
            ("Sets", self.set),
            ("Members", lambda draft, place, row: self.member(draft, place, row, of="set", key="members")),
            ("Rules", lambda draft, place, row: self.into_body(draft, place, row, "rules")),
            ("Tables", self.table),
            ("Rows", self.table_row),
            ("Prices", self.price),
        )
        for row in self.book.rows["Quantity tiers"]:
            product = self.filling.named(row, "product", self.drafts)
            if product:
                self.filling.into(self.drafts[product], ("quantity_tiers",), row)
        for sheet, take in steps:
            for row in self.book.rows[sheet]:
                self.placed(row, take)

    def nested(self) -> None:
        """Steps and components, the outer ones first."""
        waiting = [row for sheet in ("Steps", "Components") for row in self.book.rows[sheet]]
        for row in sorted(waiting, key=self.depth):
            self.placed(row, self.step if row.sheet == "Steps" else self.component)

    def depth(self, row: Row) -> int:
        within = self.filling.text(row, "within")
        return within.count(".") + bool(within)

    def placed(self, row: Row, take: Callable[[Draft, Place, Row], object]) -> None:
        product = self.filling.named(row, "product", self.drafts)
        if not product:
            return
        within = self.filling.text(row, "within")
        if (product, within) not in self.bodies:
            known = [one for owner, one in self.bodies if owner == product and one]
            self.filling.named(row, "within", known)
            return
        take(self.drafts[product], (product, within), row)

    def product(self, row: Row) -> None:
        key = self.filling.text(row, "key")
        if not key or key in self.drafts:
            message = "is missing; write a key" if not key else "stands there twice; rename one"
            self.filling.refuse(row.cell("key"), message)
            return
        draft = self.drafts[key] = Draft({"schema": 1})
        self.bodies[key, ""] = ()
        self.filling.fill(draft, (), row)
        draft.content.setdefault("steps", [])

    def into_body(self, draft: Draft, place: Place, row: Row, key: str) -> KeyPath:
        return self.filling.into(draft, (*self.bodies[place], key), row)

    def step(self, draft: Draft, place: Place, row: Row) -> None:
        path = self.into_body(draft, place, row, "steps")
        self.known(place, "step")[self.filling.text(row, "key")] = path
        draft.at(path)["attributes"] = []

    def holder(self, place: Place, row: Row) -> KeyPath | None:
        """The step that a row names; within a component, the component itself if it names none."""
        if place[1] and not self.filling.text(row, "step"):
            return self.bodies[place]
        step = self.filling.named(row, "step", self.known(place, "step"))
        return self.known(place, "step")[step] if step else None

    def part(self, draft: Draft, place: Place, row: Row, what: str) -> KeyPath | None:
        holder = self.holder(place, row)
        if holder is None:
            return None
        path = self.filling.into(draft, (*holder, _HOLDERS[what]), row)
        self.known(place, what)[self.filling.text(row, "key")] = path
        return path

    def attribute(self, draft: Draft, place: Place, row: Row) -> None:
        self.kinds[*place, self.filling.text(row, "key")] = self.filling.text(row, "kind")
        self.part(draft, place, row, "attribute")

    def need(self, draft: Draft, place: Place, row: Row) -> None:
        """Its options stand beside those of attributes."""
        key = self.filling.text(row, "key")
        self.kinds[*place, key] = self.filling.text(row, "kind")
        path = self.part(draft, place, row, "need")
        if path is not None:
            self.known(place, "attribute")[key] = path

    def set(self, draft: Draft, place: Place, row: Row) -> None:
        path = self.part(draft, place, row, "set")
        if path is not None:
            draft.at(path)["members"] = []

    def component(self, draft: Draft, place: Place, row: Row) -> None:
        path = self.part(draft, place, row, "component")
        if path is not None:
            within = _joined(place[1], self.filling.text(row, "key"))
            self.bodies[place[0], within] = path
            self.kinds[place[0], within, "count"] = "integer"

    def member(self, draft: Draft, place: Place, row: Row, *, of: str, key: str) -> None:
        owner = self.filling.named(row, of, self.known(place, of))
        if owner:
            path = self.filling.into(draft, (*self.known(place, of)[owner], key), row)
            member = self.filling.text(row, "key")
            self.known(place, key, owner)[member] = path
            if of == "set":
                self.kinds[*place, f"{owner}.{member}"] = "boolean"

    def table(self, draft: Draft, place: Place, row: Row) -> None:
        path = self.into_body(draft, place, row, "tables")
        table, sheet = draft.at(path), self.filling.text(row, "sheet")
        if sheet:
            table["file"] = self.files[sheet]
            draft.cells[*path, "file"] = row.cell("sheet")
            return
        table["rows"] = TableRows()
        key = self.filling.text(row, "key")
        self.known(place, "table")[key] = path
        self.columns[*place, key] = table.get("columns", [])

    def table_row(self, draft: Draft, place: Place, row: Row) -> None:
        table = self.filling.named(row, "table", self.known(place, "table"))
        if not table:
            return
        path = (*self.known(place, "table")[table], "rows")
        columns = self.columns[*place, table]
        members = draft.at(path)
        here = (*path, len(members))
        draft.cells[here] = row.cell("table")
        heads = [f"cell {n}" for n in range(1, len(columns) + 1)]
        for head in row.values:
            if head.startswith("cell ") and head not in heads:
                message = f"the table has {len(columns)} columns only; leave it empty"
                self.filling.refuse(row.cell(head), message)
        members.append(
            [
                self.cell(draft, (*here, n), row=row, head=head, kind=self.kind(place, column))
                for n, (head, column) in enumerate(zip(heads, columns, strict=True))
            ]
        )

    def kind(self, place: Place, column: str) -> str:
        """Of an attribute there, or further out."""
        product, within = place
        inside, _, last = column.rpartition(".")
        while True:
            for known in ((product, within, column), (product, _joined(within, inside), last)):
                if known in self.kinds:
                    return self.kinds[known]
            if not within:
                return "choice"
            within = within.rpartition(".")[0]

    def cell(self, draft: Draft, path: KeyPath, *, row: Row, head: str, kind: str) -> object:
        draft.cells[path] = row.cell(head)
        if head not in row.values:
            message = "is empty; write a value, several parted by commas, or * for any"
            self.filling.refuse(row.cell(head), message)
            return "*"
        try:
            read = [read_member(part.strip(), kind) for part in typed(row.values[head]).split(",")]
        except CellRefused as refused:
            self.filling.refuse(row.cell(head), str(refused))
            return "*"
        return read[0] if len(read) == 1 else read

    def price(self, draft: Draft, place: Place, row: Row) -> None:
        path = self.priced(place, row)
        if path is None:
            return
        draft.cells[*path, "prices"] = row.cell("product")
        draft.at(path)["prices"] = {}
        for head in row.values:
            if head.isupper():
                column = Column(head, "", "amount")
                self.filling.set(draft, (*path, "prices", head), row, column)

    def priced(self, place: Place, row: Row) -> KeyPath | None:
        """The part whose price a row says; None after a name that there is not."""
        parts = (("attribute", "option", "options"), ("set", "member", "members"), ("component", "", ""))
        for what, inner, key in parts:
            if what in row.values or (inner and inner in row.values):
                owner = self.filling.named(row, what, self.known(place, what))
                if not owner or not (inner and inner in row.values):
                    return self.known(place, what)[owner] if owner else None
                member = self.filling.named(row, inner, self.known(place, key, owner))
                return self.known(place, key, owner)[member] if member else None
        return ()

    def known(self, place: Place, *of: str) -> dict[str, KeyPath]:
        """Where parts of one kind stand, by key: of a place, or of an attribute or set there."""
        return self.paths.setdefault((*place, *of), {})


def _joined(within: str, key: str) -> str:
    return f"{within}.{key}" if within and key else within or key
