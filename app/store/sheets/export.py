"""Catalog files to rows of the template."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from app.errors import Refused
from app.store.catalogs.document import read_document
from app.store.catalogs.files import FolderFiles
from app.store.sheets.layout import BY_NAME, SETTINGS

Line: TypeAlias = Mapping[str, object]
"""Values by head."""


class SheetInexpressible(Refused):
    code: ClassVar[str] = "sheet_inexpressible"


def catalog_rows(folder: Path) -> Mapping[str, list[Line]]:
    """Lines by sheet, of files that make a catalog. Raises CatalogInvalid, SheetInexpressible."""
    found: dict[str, list[Line]] = {name: [] for name in BY_NAME}
    files = FolderFiles(folder)
    header: Any = read_document(files, "catalog.yaml").data
    found["Catalog"] = list(_settings(header))
    found["Customer tiers"] = [_line("Customer tiers", tier) for tier in header.get("customer_tiers") or ()]
    for file in sorted((folder / "products").glob("*.yaml")):
        product: Any = read_document(files, f"products/{file.name}").data
        for sheet, line in _product(product):
            found[sheet].append(line)
    return found


def _settings(header: Any) -> Iterator[Line]:
    for column in SETTINGS:
        value: Any = header
        for step in column.key.split("."):
            value = (value or {}).get(step)
        yield {"setting": column.head, "value": _shown(value, column.sort)}


def _check_expressible(product: Any) -> None:
    """Raises SheetInexpressible for what would be lost."""
    sentences = [*(product.get("rules") or ()), *(product.get("tables") or ())]
    beyond = {
        "a parts list": product.get("assembly"),
        "units of facts": product.get("units"),
        "needs": any(step.get("needs") for step in product["steps"]),
        "questions": _asks(product["steps"]),
        "sets or components": any(step.get("sets") or step.get("components") for step in product["steps"]),
        "tables in files": any(table.get("file") for table in product.get("tables") or ()),
        "sentences in several languages": any(isinstance(one["text"], dict) for one in sentences),
    }
    found = [name for name, there in beyond.items() if there]
    if found:
        raise SheetInexpressible(
            f"{product['key']} has {' and '.join(found)}; a sheet cannot hold that. Keep it as a file."
        )


def _asks(steps: Any) -> bool:
    """Whether a text stands there to ask with."""
    return any("question" in one for step in steps for one in step.get("attributes") or ())


def _product(product: Any) -> Iterator[tuple[str, Line]]:
    key = product["key"]
    _check_expressible(product)
    own: dict[str, object] = {"product": key}
    yield "Products", _line("Products", product)
    yield from _prices(own, product)
    for tier in product.get("quantity_tiers") or ():
        yield "Quantity tiers", own | _line("Quantity tiers", tier)
    for step in product["steps"]:
        yield "Steps", own | _line("Steps", step)
        for attribute in step.get("attributes") or ():
            yield from _attribute(own, step["key"], attribute)
    for rule in product.get("rules") or ():
        yield "Rules", own | _line("Rules", rule)
    for table in product.get("tables") or ():
        yield "Tables", own | _line("Tables", table)
        for row in table["rows"]:
            cells = {f"cell {n}": _shown(cell, "list") for n, cell in enumerate(row, start=1)}
            yield "Rows", {**own, "table": table["key"], **cells}


def _attribute(own: dict[str, object], step: str, attribute: Any) -> Iterator[tuple[str, Line]]:
    yield "Attributes", {**own, "step": step, **_line("Attributes", attribute)}
    here = own | {"attribute": attribute["key"]}
    yield from _prices(here, attribute)
    for option in attribute.get("options") or ():
        yield "Options", here | _line("Options", option)
        yield from _prices(here | {"option": option["key"]}, option)


def _prices(own: dict[str, object], part: Any) -> Iterator[tuple[str, Line]]:
    if part.get("prices"):
        yield (
            "Prices",
            own | {currency: _shown(amount, "number") for currency, amount in part["prices"].items()},
        )


def _line(sheet: str, part: Any) -> dict[str, object]:
    return {
        column.head: _shown(part[column.key], column.sort)
        for column in BY_NAME[sheet].columns
        if column.key and part.get(column.key) is not None
    }


def _shown(value: Any, sort: str) -> object:
    """As a person would type it, always as text, so that no sheet rounds it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "; ".join(f"{name} = {number}" for name, number in value.items())
    if isinstance(value, list):
        return ("\n" if sort == "lines" else ", ").join(str(_shown(one, "text")) for one in value)
    return value if isinstance(value, int) else str(value)
