"""How a catalog prices, in a workbook: one part of ``pricing.yaml`` a row, as it is written there.

A price step has too many forms for columns of its own. So a cell holds the text of one step, price book or
table of rates; tiers and prices that stand in files of their own are written into it.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.catalog.checks import did_you_mean
from app.store.catalogs.document import read_document
from app.store.catalogs.emit import emit
from app.store.catalogs.files import Files, KeptFiles
from app.store.catalogs.prices import NAME, pricing_content, read_pricing
from app.store.catalogs.problems import CatalogInvalid
from app.store.sheets.gathered import Draft, Filling
from app.store.sheets.lines import Lines, SheetInexpressible
from app.store.sheets.pricing_sheet import LISTS, PARTS, PRICING
from app.store.sheets.read import Book, Cell, Row

_LONGEST: Final = 32_000


def pricing_lines(files: Files, *, language: str) -> Lines:
    """Of a catalog that is sound. Raises SheetInexpressible."""
    written = read_pricing(files, [], language=language)
    if written is None:
        return
    content = pricing_content(written.pricing)
    for part, one in _parts(content):
        text = emit(one).rstrip("\n")
        if len(text) > _LONGEST:
            said = f"{NAME}: a {part} is longer than a cell can be: {text[:60]}..."
            raise SheetInexpressible(f"{said} Keep the catalog as files.")
        yield PRICING.name, {"part": part, "written": text}


def gather_pricing(book: Book, filling: Filling) -> Draft | None:
    """None for a workbook that says nothing of prices."""
    draft = Draft({"schema": 1}, {(): Cell(PRICING.name, 1, 1)})
    for row in book.rows.get(PRICING.name, ()):
        part = filling.text(row, "part")
        if part not in PARTS:
            filling.refuse(row.cell("part"), f'there is no part "{part[:60]}"; {did_you_mean(part, PARTS)}')
            continue
        _put(draft, part, row, _read(row, filling))
    return draft if len(draft.content) > 1 else None


def _parts(content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in PARTS:
        if part in LISTS:
            yield from ((part, one) for one in content.get(LISTS[part], ()))
        elif part in content:
            yield part, content[part]


def _put(draft: Draft, part: str, row: Row, found: object) -> None:
    if found is None:
        return
    if part in LISTS:
        members = draft.content.setdefault(LISTS[part], [])
        draft.cells[LISTS[part], len(members)] = row.cell("written")
        members.append(found)
    else:
        draft.cells[(part,)] = row.cell("written")
        draft.content[part] = found


def _read(row: Row, filling: Filling) -> object:
    """What a cell says; None after a refusal."""
    text = filling.text(row, "written")
    try:
        return read_document(KeptFiles("", {"cell": text.encode()}), "cell").data
    except CatalogInvalid as invalid:
        filling.refuse(row.cell("written"), invalid.problems[0].message)
        return None
