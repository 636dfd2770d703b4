"""Catalog files to rows of the template."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from app.catalog.cells import Unread
from app.store.catalogs.article_rows import read_rows
from app.store.catalogs.document import read_document
from app.store.catalogs.files import Files, FolderFiles
from app.store.catalogs.sheets import read_sheet
from app.store.sheets.catalog_sheets import BY_NAME, SETTINGS
from app.store.sheets.export_assembly import assembly_lines
from app.store.sheets.lines import Line, Lines, SheetInexpressible, line, shown, typed
from app.store.sheets.part_rows import part_lines
from app.store.sheets.product_sheets import MOST_CELLS

_PARTS: Final = ("needs", "attributes", "sets", "components", "steps", "rules", "tables")

Texts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class CatalogRows:
    """``lines`` by sheet; ``tables``: the rows of tables that have a sheet of their own, the heads first."""

    lines: Mapping[str, list[Line]]
    tables: Mapping[str, Texts]


def catalog_rows(folder: Path) -> CatalogRows:
    """Of files that make a catalog. Raises CatalogInvalid, SheetInexpressible."""
    files = FolderFiles(folder)
    found: dict[str, list[Line]] = {name: [] for name in BY_NAME}
    export = _Export(files)
    for sheet, row in export.all():
        found[sheet].append(row)
    return CatalogRows(found, export.tables)


@dataclass(slots=True)
class _Export:
    files: Files
    tables: dict[str, Texts] = field(default_factory=dict)

    def all(self) -> Lines:
        header: Any = read_document(self.files, "catalog.yaml").data
        yield from _settings(header)
        for tier in header.get("customer_tiers") or ():
            yield "Customer tiers", line("Customer tiers", tier)
        for name in self.files.names():
            path = PurePosixPath(name)
            if path.parts[:-1] == ("products",) and path.suffix == ".yaml":
                product: Any = read_document(self.files, name).data
                yield from self.product(product)
        yield from self.articles()
        yield from part_lines(self.files, language=header.get("language") or "en")

    def articles(self) -> Lines:
        for name in ("articles.yaml", "articles.csv"):
            if name in self.files.names():
                read = read_rows if name.endswith(".csv") else read_document
                content: Any = read(self.files, name).data
                for one in content.get("articles") or ():
                    yield "Articles", line("Articles", one)
                for one in content.get("work_centres") or ():
                    yield "Work centres", line("Work centres", one)

    def product(self, product: Any) -> Lines:
        own: dict[str, object] = {"product": product["key"]}
        elsewhere = ("schema", "prices", "quantity_tiers", "assembly", *_PARTS)
        yield "Products", line("Products", product, elsewhere=elsewhere)
        yield from _prices(own, product)
        for tier in product.get("quantity_tiers") or ():
            yield "Quantity tiers", own | line("Quantity tiers", tier)
        yield from self.body(own, product)
        yield from assembly_lines(own, product)

    def body(self, own: dict[str, object], body: Any) -> Lines:
        """``own``: the product, and the component that all this stands within."""
        yield from self.parts(own, body)
        for step in body.get("steps") or ():
            yield "Steps", own | line("Steps", step, elsewhere=_PARTS)
            yield from self.parts(own | {"step": step["key"]}, step)
        here = {head: value for head, value in own.items() if head != "step"}
        for rule in body.get("rules") or ():
            yield "Rules", here | line("Rules", rule)
        for table in body.get("tables") or ():
            yield from self.table(here, table)

    def parts(self, own: dict[str, object], holder: Any) -> Lines:
        here = {head: value for head, value in own.items() if head != "step"}
        for one in holder.get("needs") or ():
            yield "Needs", own | line("Needs", one, elsewhere=("options",))
            yield from _priced(here | {"attribute": one["key"]}, one, "Options", "options", "option")
        for one in holder.get("attributes") or ():
            yield "Attributes", own | line("Attributes", one, elsewhere=("options", "prices"))
            yield from _priced(here | {"attribute": one["key"]}, one, "Options", "options", "option")
        for one in holder.get("sets") or ():
            yield "Sets", own | line("Sets", one, elsewhere=("members",))
            yield from _priced(here | {"set": one["key"]}, one, "Members", "members", "member")
        for one in holder.get("components") or ():
            yield "Components", own | line("Components", one, elsewhere=("prices", *_PARTS))
            yield from _prices(here | {"component": one["key"]}, one)
            within = ".".join(str(name) for name in (here.get("within"), one["key"]) if name)
            yield from self.body({"product": own["product"], "within": within}, one)

    def table(self, own: dict[str, object], table: Any) -> Lines:
        short = line("Tables", table, elsewhere=("rows", "file", "sheet"))
        if "file" in table or len(table["columns"]) > MOST_CELLS or any("." in c for c in table["columns"]):
            sheet = f"Table {len(self.tables) + 1}"
            self.tables[sheet] = self.texts(table)
            yield "Tables", {**own, **short, "columns": None, "sheet": sheet}
            return
        yield "Tables", own | short
        for row in table["rows"]:
            cells = {f"cell {n}": shown(cell, "list") for n, cell in enumerate(row, start=1)}
            yield "Rows", {**own, "table": table["key"], **cells}

    def texts(self, table: Any) -> Texts:
        if "file" not in table:
            return [table["columns"], *([_any_of(cell) for cell in row] for row in table["rows"])]
        name = f"products/{table['file']}"
        found = read_sheet(self.files, name, table.get("columns") or (), sheet=table.get("sheet", ""))
        rows = ([_written(cell) for cell in row] for row in found.rows)
        return [list(found.columns), *rows]


def _settings(header: Any) -> Lines:
    keys = {column.key for column in SETTINGS} | {"schema", "customer_tiers"}
    flat = {**header, **{f"seller.{key}": value for key, value in header["seller"].items()}}
    strange = [key for key in flat if key not in keys and key != "seller"]
    if strange:
        raise SheetInexpressible(
            f'catalog.yaml: a sheet has no place for "{strange[0]}". Keep the catalog as files.'
        )
    for column in SETTINGS:
        yield "Catalog", {"setting": column.head, "value": shown(flat.get(column.key), column.sort)}


def _priced(own: dict[str, object], part: Any, sheet: str, key: str, head: str) -> Lines:
    """The prices of a part, and its options or members with theirs."""
    yield from _prices(own, part)
    for one in part.get(key) or ():
        yield sheet, own | line(sheet, one, elsewhere=("prices",))
        yield from _prices(own | {head: one["key"]}, one)


def _prices(own: dict[str, object], part: Any) -> Lines:
    # Rows of a component without an amount are free, where another product would have its price.
    if part.get("prices") or ("component" in own and "prices" in part):
        yield "Prices", own | line("Prices", {"prices": part["prices"]})


def _any_of(cell: Any) -> str:
    return "|".join(map(typed, cell)) if isinstance(cell, list) else typed(cell)


def _written(cell: Iterable[object] | None) -> str:
    """A cell of a file, which holds its text."""
    members: Iterator[object] = iter(cell or ())
    return next((one.text for one in members if isinstance(one, Unread)), "*")
