"""How a catalog prices and who has to agree, in a workbook: one part of the file a row, as written there.

What stands in files of their own, tiers and prices, is written into the part.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.catalog.checks import did_you_mean
from app.store.catalogs.approvals import policy_content, read_policy
from app.store.catalogs.document import read_document
from app.store.catalogs.emit import emit
from app.store.catalogs.files import Files, KeptFiles
from app.store.catalogs.prices import pricing_content, read_pricing
from app.store.catalogs.problems import CatalogInvalid
from app.store.sheets.gathered import Draft, Filling
from app.store.sheets.lines import Lines, SheetInexpressible
from app.store.sheets.part_sheets import APPROVALS, PRICING, PartSheet
from app.store.sheets.read import Book, Cell, Row

_LONGEST: Final = 32_000


def part_lines(files: Files, *, language: str) -> Lines:
    """Of a catalog that is sound. Raises SheetInexpressible."""
    pricing = read_pricing(files, [], language=language)
    if pricing is not None:
        yield from _lines(PRICING, pricing_content(pricing.pricing))
    policy = read_policy(files, [], language=language)
    if policy is not None:
        yield from _lines(APPROVALS, policy_content(policy.policy))


def gather_parts(book: Book, filling: Filling) -> dict[str, Draft]:
    """By the name of the file; one of which the workbook says nothing is left out."""
    found = {held.file: _gathered(book, filling, held) for held in (PRICING, APPROVALS)}
    return {file: draft for file, draft in found.items() if draft is not None}


def _lines(held: PartSheet, content: dict[str, Any]) -> Lines:
    for part, one in _parts(held, content):
        text = emit(one).rstrip("\n")
        if len(text) > _LONGEST:
            said = f"{held.file}: a {part} is longer than a cell can be: {text[:60]}..."
            raise SheetInexpressible(f"{said} Keep the catalog as files.")
        yield held.sheet.name, {"part": part, "written": text}


def _gathered(book: Book, filling: Filling, held: PartSheet) -> Draft | None:
    name = held.sheet.name
    draft = Draft({"schema": 1}, {(): Cell(name, 1, 1)})
    for row in book.rows.get(name, ()):
        part = filling.text(row, "part")
        if part not in held.parts:
            near = did_you_mean(part, held.parts)
            filling.refuse(row.cell("part"), f'there is no part "{part[:60]}"; {near}')
            continue
        _put(draft, held, part, row, _read(row, filling))
    return draft if len(draft.content) > 1 else None


def _parts(held: PartSheet, content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in held.parts:
        if part in held.lists:
            yield from ((part, one) for one in content.get(held.lists[part], ()))
        elif part in content:
            yield part, content[part]


def _put(draft: Draft, held: PartSheet, part: str, row: Row, found: object) -> None:
    if found is None:
        return
    if part in held.lists:
        members = draft.content.setdefault(held.lists[part], [])
        draft.cells[held.lists[part], len(members)] = row.cell("written")
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
