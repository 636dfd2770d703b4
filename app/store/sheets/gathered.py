"""Content of catalog files that is being put together, remembering the cell that each part came from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.catalog.checks import did_you_mean
from app.store.catalogs.document import KeyPath
from app.store.sheets.catalog_sheets import BY_NAME
from app.store.sheets.cells import CellRefused, read_cell, read_value, typed
from app.store.sheets.layout import Column, Sort
from app.store.sheets.read import Cell, Row

Content: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """One file. ``cells`` by the path of keys."""

    content: Content
    cells: dict[KeyPath, Cell] = field(default_factory=dict)

    def at(self, path: KeyPath) -> Any:
        found: Any = self.content
        for step in path:
            found = found[step]
        return found

    def put(self, path: KeyPath, value: object) -> None:
        """Makes the mappings that lead there."""
        holder: Any = self.content
        for step in path[:-1]:
            holder = holder.setdefault(step, {}) if isinstance(step, str) else holder[step]
        holder[path[-1]] = value


@dataclass(slots=True)
class Filling:
    """What every sheet's reader does with a row. ``problems``: refused cells."""

    problems: list[tuple[Cell, str]] = field(default_factory=list)

    def into(self, draft: Draft, path: KeyPath, row: Row) -> KeyPath:
        """Adds what a row says to the list at the path, and gives the path of the new member."""
        members = draft.at(path[:-1]).setdefault(str(path[-1]), [])
        here = (*path, len(members))
        members.append({})
        self.fill(draft, here, row)
        return here

    def fill(self, draft: Draft, path: KeyPath, row: Row) -> None:
        draft.cells[path] = Cell(row.sheet, row.number, 1)
        sheet = BY_NAME[row.sheet]
        for column in sheet.columns:
            if column.key:
                draft.cells[*path, column.key] = row.cell(column.head)
                if column.head in row.values:
                    self.set(draft, (*path, column.key), row, column)
        for head in row.values:
            for family in sheet.families:
                name = family.named(head)
                if name and not isinstance(draft.at(path).get(family.key), str):
                    self.set(draft, (*path, family.key, name), row, family.column(name))
                elif name:
                    self.refuse(row.cell(head), f"stands beside {family.key}; write one or the other")

    def set(self, draft: Draft, path: KeyPath, row: Row, column: Column) -> None:
        draft.cells[path] = row.cell(column.head)
        value = self.read(row, column.head, column.sort)
        if value is not None:
            draft.put(path, value)

    def read(self, row: Row, head: str, sort: Sort) -> object:
        """None for a cell that was refused."""
        try:
            if sort == "value":
                return read_value(row.values[head], self.text(row, "kind"))
            return read_cell(row.values[head], sort)
        except CellRefused as refused:
            self.refuse(row.cell(head), str(refused))
            return None

    def text(self, row: Row, head: str) -> str:
        return typed(row.values[head]) if head in row.values else ""

    def named(self, row: Row, head: str, known: Collection[str]) -> str:
        """The key in a column that says where a row belongs; empty, and told, where there is no such part."""
        said = self.text(row, head)
        if said in known:
            return said
        what = f'there is no {head} "{said[:60]}"' if said else "is empty"
        self.refuse(row.cell(head), f"{what}; {did_you_mean(said[:60], known)}")
        return ""

    def refuse(self, cell: Cell, message: str) -> None:
        self.problems.append((cell, message))


@dataclass(frozen=True, slots=True)
class Gathered:
    """``files``: content by name; ``cells``: by name, the cell of each path of keys.

    ``tables``: the texts of CSV files by name, ``sheets``: the sheet that each came from.
    """

    files: Mapping[str, Content]
    cells: Mapping[str, Mapping[KeyPath, Cell]]
    tables: Mapping[str, list[list[str]]]
    sheets: Mapping[str, str]

    def cell(self, file: str, path: KeyPath, line: int = 1) -> Cell | None:
        """Where that part of a file came from, or the nearest part around it."""
        if file in self.tables:
            head = [*self.tables[file], []][0]
            column = head.index(str(path[0])) + 1 if path and path[0] in head else 1
            return Cell(self.sheets[file], line, column)
        known = self.cells.get(file, {})
        for length in range(len(path), -1, -1):
            if path[:length] in known:
                return known[path[:length]]
        return None
