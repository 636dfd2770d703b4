"""Rows about what products are made of to the content of their files, and of the file of articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.catalog.checks import did_you_mean
from app.store.catalogs.document import KeyPath
from app.store.sheets.gathered import Draft, Filling
from app.store.sheets.read import Book, Row


def articles(book: Book, filling: Filling) -> Draft | None:
    """The file of articles; None for a catalog that has none."""
    draft = Draft({"schema": 1})
    for sheet, key in (("Work centres", "work_centres"), ("Articles", "articles")):
        for row in book.rows[sheet]:
            filling.into(draft, (key,), row)
    return draft if len(draft.content) > 1 else None


@dataclass(slots=True)
class Assemblies:
    """``parts``: where each numbered part went, by product and number."""

    book: Book
    filling: Filling
    drafts: Mapping[str, Draft]
    parts: dict[tuple[str, str], KeyPath] = field(default_factory=dict)

    def gather(self) -> None:
        for row in self.book.rows["Assemblies"]:
            product = self.filling.named(row, "product", self.drafts)
            if product and (product, "") in self.parts:
                self.filling.refuse(row.cell("product"), "has an assembly already; remove one")
            elif product:
                self.drafts[product].content["assembly"] = {}
                self.parts[product, ""] = ("assembly",)
                self.filling.fill(self.drafts[product], ("assembly",), row)
        for row in self.book.rows["Codes"]:
            self.code(row)
        for row in self.book.rows["Parts"]:
            self.part(row)
        for sheet, key in (("Operations", "operations"), ("Cuts", "cuts")):
            for row in self.book.rows[sheet]:
                path = self.of(row, "of", self.filling.text(row, "of"))
                if path is not None:
                    self.filling.into(self.draft(row), (*path, key), row)

    def code(self, row: Row) -> None:
        path = self.of(row, "product", "")
        attribute, value = self.filling.text(row, "attribute"), self.filling.text(row, "value")
        for head, said in (("attribute", attribute), ("value", value)):
            if not said:
                self.filling.refuse(row.cell(head), "is empty; write it")
        if path is not None and attribute and value:
            here = (*path, "codes", attribute, value)
            self.draft(row).put(here, self.filling.text(row, "code"))
            self.draft(row).cells[here] = row.cell("code")

    def part(self, row: Row) -> None:
        number = self.filling.text(row, "part")
        outer, _, _ = number.rpartition(".")
        path = self.of(row, "part", outer)
        if path is None:
            return
        product = self.filling.text(row, "product")
        if not number or (product, number) in self.parts:
            message = f'there is a part "{number}" already; number it anew' if number else "is empty"
            self.filling.refuse(row.cell("part"), message)
            return
        self.parts[product, number] = self.filling.into(self.draft(row), (*path, "parts"), row)

    def of(self, row: Row, head: str, number: str) -> KeyPath | None:
        """The assembly that a row belongs to; None after a refusal."""
        product = self.filling.named(row, "product", self.drafts)
        if not product:
            return None
        found = self.parts.get((product, number))
        if found is None and (product, "") not in self.parts:
            message = f"{product} has no row on the sheet Assemblies; write one"
            self.filling.refuse(row.cell("product"), message)
        elif found is None:
            near = did_you_mean(number[:40], [one for owner, one in self.parts if owner == product and one])
            self.filling.refuse(row.cell(head), f'there is no part "{number[:40]}" above it; {near}')
        return found

    def draft(self, row: Row) -> Draft:
        return self.drafts[self.filling.text(row, "product")]
