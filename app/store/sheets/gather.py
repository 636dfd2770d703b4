"""Rows of a workbook to the content of catalog files."""

from app.catalog.checks import did_you_mean
from app.store.sheets.catalog_sheets import SETTINGS
from app.store.sheets.gather_assembly import Assemblies, articles
from app.store.sheets.gather_products import Products
from app.store.sheets.gathered import Draft, Filling, Gathered
from app.store.sheets.layout import Column
from app.store.sheets.part_rows import gather_parts
from app.store.sheets.read import Book, Cell, SheetInvalid


def gather(book: Book) -> Gathered:
    """Raises SheetInvalid with every cell that does not fit its column or names nothing."""
    filling = Filling()
    csv = {sheet: f"table_{n}.csv" for n, sheet in enumerate(book.tables, start=1)}
    catalog = Draft({"schema": 1}, {(): Cell("Catalog", 1, 1)})
    _settings(book, filling, catalog)
    for row in book.rows["Customer tiers"]:
        filling.into(catalog, ("customer_tiers",), row)
    products = Products(book, filling, csv)
    products.gather()
    Assemblies(book, filling, products.drafts).gather()
    shop = articles(book, filling)
    parts = gather_parts(book, filling)
    if filling.problems:
        raise SheetInvalid(filling.problems)
    drafts = {"catalog.yaml": catalog} | ({"articles.yaml": shop} if shop else {})
    drafts |= parts
    drafts |= {f"products/{key}.yaml": draft for key, draft in products.drafts.items()}
    return Gathered(
        files={name: draft.content for name, draft in drafts.items()},
        cells={name: draft.cells for name, draft in drafts.items()},
        tables={f"products/{csv[sheet]}": texts for sheet, texts in book.tables.items()},
        sheets={f"products/{file}": sheet for sheet, file in csv.items()},
    )


def _settings(book: Book, filling: Filling, catalog: Draft) -> None:
    known = {one.head: one for one in SETTINGS}
    for row in book.rows["Catalog"]:
        head = filling.text(row, "setting")
        column = known.get(head)
        if column is None:
            near = did_you_mean(head[:60], known)
            filling.refuse(row.cell("setting"), f"there is no such setting; {near}")
        elif "value" in row.values:
            path = tuple(column.key.split("."))
            filling.set(catalog, path, row, Column("value", column.help, column.sort))
