"""Rows of a workbook to the content of catalog files, remembering the cell that each part came from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.catalog.checks import did_you_mean
from app.store.catalogs.document import KeyPath
from app.store.catalogs.emit import Rows as TableRows
from app.store.sheets.cells import CellRefused, read_cell, read_value
from app.store.sheets.layout import BY_NAME, SETTINGS
from app.store.sheets.read import Cell, Row, Rows, SheetInvalid

Content: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class _File:
    content: Content
    cells: dict[KeyPath, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """``files``: content by name; ``cells``: by name, the cell of each path of keys."""

    files: Mapping[str, Content]
    cells: Mapping[str, Mapping[KeyPath, Cell]]

    def cell(self, file: str, path: KeyPath) -> Cell | None:
        """Where that part of a file came from, or the nearest part around it."""
        known = self.cells.get(file, {})
        for length in range(len(path), -1, -1):
            if path[:length] in known:
                return known[path[:length]]
        return None


def gather(rows: Rows) -> Gathered:
    """Raises SheetInvalid with every cell that does not fit its column or names nothing."""
    gathering = _Gathering(rows)
    gathering.all()
    if gathering.problems:
        raise SheetInvalid(gathering.problems)
    files = {"catalog.yaml": gathering.catalog}
    files |= {f"products/{key}.yaml": file for key, file in gathering.products.items()}
    return Gathered(
        {name: file.content for name, file in files.items()},
        {name: file.cells for name, file in files.items()},
    )


class _Gathering:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.problems: list[tuple[Cell, str]] = []
        self.catalog = _File({"schema": 1})
        self.products: dict[str, _File] = {}
        self._paths: dict[tuple[str, ...], KeyPath] = {}
        self._kinds: dict[tuple[str, str], str] = {}
        self._columns: dict[tuple[str, str], list[str]] = {}

    def all(self) -> None:
        self._settings()
        for row in self._rows["Customer tiers"]:
            self._into(self.catalog, ("customer_tiers",), row)
        for row in self._rows["Products"]:
            self._product(row)
        steps: tuple[tuple[str, Callable[[_File, str, Row], object]], ...] = (
            ("Quantity tiers", lambda file, product, row: self._into(file, ("quantity_tiers",), row)),
            ("Steps", self._step),
            ("Attributes", self._attribute),
            ("Options", self._option),
            ("Rules", lambda file, product, row: self._into(file, ("rules",), row)),
            ("Tables", self._table),
            ("Rows", self._table_row),
            ("Prices", self._price),
        )
        for sheet, take in steps:
            for row in self._rows[sheet]:
                product = self._named(row, "product", self.products)
                if product:
                    take(self.products[product], product, row)

    def _settings(self) -> None:
        known = {one.head: one for one in SETTINGS}
        for row in self._rows["Catalog"]:
            head = str(row.values.get("setting", "")).strip()
            column = known.get(head)
            if column is None:
                self._refuse(
                    row.cell("setting"), f"there is no such setting; {did_you_mean(head[:60], known)}"
                )
            elif "value" in row.values:
                self._set(self.catalog, tuple(column.key.split(".")), row, "value", sort=column.sort)

    def _product(self, row: Row) -> None:
        key = self._text(row, "key")
        if not key or key in self.products:
            self._refuse(
                row.cell("key"), "is missing; write a key" if not key else "stands there twice; rename one"
            )
            return
        file = self.products[key] = _File({"schema": 1})
        self._fill(file, (), row)
        file.content.setdefault("steps", [])

    def _step(self, file: _File, product: str, row: Row) -> None:
        path = self._into(file, ("steps",), row)
        self._paths[product, "step", self._text(row, "key")] = path
        _at(file.content, path)["attributes"] = []

    def _attribute(self, file: _File, product: str, row: Row) -> None:
        step = self._named(row, "step", self._known(product, "step"))
        if step:
            key = self._text(row, "key")
            self._kinds[product, key] = self._text(row, "kind")
            path = self._into(file, (*self._paths[product, "step", step], "attributes"), row)
            self._paths[product, "attribute", key] = path

    def _option(self, file: _File, product: str, row: Row) -> None:
        attribute = self._named(row, "attribute", self._known(product, "attribute"))
        if attribute:
            path = self._into(file, (*self._paths[product, "attribute", attribute], "options"), row)
            self._paths[product, "option", attribute, self._text(row, "key")] = path

    def _table(self, file: _File, product: str, row: Row) -> None:
        path = self._into(file, ("tables",), row)
        table = _at(file.content, path)
        table["rows"] = TableRows()
        self._paths[product, "table", self._text(row, "key")] = path
        self._columns[product, self._text(row, "key")] = table.get("columns", [])

    def _table_row(self, file: _File, product: str, row: Row) -> None:
        table = self._named(row, "table", self._known(product, "table"))
        if not table:
            return
        path = (*self._paths[product, "table", table], "rows")
        columns = self._columns[product, table]
        members = _at(file.content, path)
        here = (*path, len(members))
        file.cells[here] = row.cell("table")
        heads = [f"cell {n}" for n in range(1, len(columns) + 1)]
        for head in row.values:
            if head.startswith("cell ") and head not in heads:
                self._refuse(row.cell(head), f"the table has {len(columns)} columns only; leave it empty")
        kinds = [self._kinds.get((product, column), "choice") for column in columns]
        members.append(
            [
                self._cell(file, (*here, n), row=row, head=head, kind=kind)
                for n, (head, kind) in enumerate(zip(heads, kinds, strict=True))
            ]
        )

    def _cell(self, file: _File, path: KeyPath, *, row: Row, head: str, kind: str) -> object:
        file.cells[path] = row.cell(head)
        if head not in row.values:
            self._refuse(row.cell(head), "is empty; write a value, several parted by commas, or * for any")
            return "*"
        value = row.values[head]
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else [value]
        try:
            read = ["*" if part == "*" else read_value(part, kind) for part in parts]
        except CellRefused as refused:
            self._refuse(row.cell(head), str(refused))
            return "*"
        return read[0] if len(read) == 1 else read

    def _price(self, file: _File, product: str, row: Row) -> None:
        path: KeyPath | None = ()
        if "attribute" in row.values:
            attribute = self._named(row, "attribute", self._known(product, "attribute"))
            path = self._paths[product, "attribute", attribute] if attribute else None
            if attribute and "option" in row.values:
                option = self._named(row, "option", self._known(product, "option", attribute))
                path = self._paths[product, "option", attribute, option] if option else None
        if path is None:
            return
        file.cells[*path, "prices"] = row.cell("product")
        _at(file.content, path)["prices"] = {}
        for head in row.values:
            if head not in ("product", "attribute", "option"):
                self._set(file, (*path, "prices", head), row, head, sort="number")

    def _known(self, product: str, *of: str) -> list[str]:
        start = (product, *of)
        return [path[-1] for path in self._paths if path[:-1] == start]

    def _named(self, row: Row, head: str, known: Iterable[str]) -> str:
        """The key in a column that says where a row belongs; empty, and told, where there is no such part."""
        said, names = self._text(row, head), list(known)
        if said in names:
            return said
        what = f'there is no {head} "{said[:60]}"' if said else "is empty"
        self._refuse(row.cell(head), f"{what}; {did_you_mean(said[:60], names)}")
        return ""

    def _into(self, file: _File, path: KeyPath, row: Row) -> KeyPath:
        holder = _at(file.content, path[:-1])
        members = holder.setdefault(str(path[-1]), [])
        here = (*path, len(members))
        members.append({})
        self._fill(file, here, row)
        return here

    def _fill(self, file: _File, path: KeyPath, row: Row) -> None:
        file.cells[path] = Cell(row.sheet, row.number, 1)
        for column in BY_NAME[row.sheet].columns:
            if column.key:
                file.cells[*path, column.key] = row.cell(column.head)
                if column.head in row.values:
                    self._set(file, (*path, column.key), row, column.head, sort=column.sort)

    def _set(self, file: _File, path: KeyPath, row: Row, head: str, *, sort: Any) -> None:
        file.cells[path] = row.cell(head)
        try:
            if sort == "value":
                value = read_value(row.values[head], self._text(row, "kind"))
            else:
                value = read_cell(row.values[head], sort)
        except CellRefused as refused:
            self._refuse(row.cell(head), str(refused))
            return
        holder: Any = file.content
        for step in path[:-1]:
            holder = holder.setdefault(step, {}) if isinstance(step, str) else holder[step]
        holder[path[-1]] = value

    def _text(self, row: Row, head: str) -> str:
        return str(read_cell(row.values[head], "text")) if head in row.values else ""

    def _refuse(self, cell: Cell, message: str) -> None:
        self.problems.append((cell, message))


def _at(content: Any, path: KeyPath) -> Any:
    for step in path:
        content = content[step]
    return content
