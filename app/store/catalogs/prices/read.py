"""``pricing.yaml`` and the files that it names, to how a catalog prices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.catalog import Finding
from app.catalog.pricing import Pricing
from app.store.catalogs.document import Document, KeyPath, read_closely
from app.store.catalogs.files import Files
from app.store.catalogs.form import read_form
from app.store.catalogs.prices.build import PricingBuilder
from app.store.catalogs.prices.rows import Rows, in_files, read_rows
from app.store.catalogs.prices.schemas import PricingSchema
from app.store.catalogs.problems import CatalogInvalid, Problem

NAME: Final = "pricing.yaml"
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenPricing:
    """``pricing`` with where it is written. ``rows``: files that stand in for a part, by the path of it.

    ``unread``: parts whose files could not be read.
    """

    document: Document
    pricing: Pricing
    rows: Mapping[KeyPath, Rows] = field(default_factory=dict)
    unread: tuple[KeyPath, ...] = ()

    def findings(self, found: Iterable[Finding]) -> Iterator[Problem]:
        """Each at its line; those on a part that could not be read are only an echo of that."""
        for one in found:
            if not any(one.place[: len(path)] == path for path in self.unread):
                yield self.located(one.place, one.message, one.code)

    def located(self, path: KeyPath, message: str, code: str = "") -> Problem:
        """What is said about a part of it, at its line; of a tier that stands in a file of its own, there."""
        for length in range(len(path), 0, -1):
            rows = self.rows.get(path[:length])
            if rows is not None:
                return rows.located(path[length:], message, code)
        return self.document.problem(self._written(path), message, code)

    def _written(self, path: KeyPath) -> KeyPath:
        """A name within a list stands where the list has it."""
        found: Any = self.document.data
        for n, step in enumerate(path):
            if found == step:
                return path[:n]
            if isinstance(found, list) and isinstance(step, str):
                return (*path[:n], found.index(step)) if step in found else path[:n]
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return path
        return path


def read_pricing(files: Files, problems: list[Problem], *, language: str) -> WrittenPricing | None:
    """None for a catalog without, and after problems that were noted of a file that cannot be read."""
    if NAME not in files.names():
        return None
    try:
        document = read_closely(files, NAME)
    except CatalogInvalid as invalid:
        problems.extend(invalid.problems)
        return None
    form = read_form(PricingSchema(), document)
    problems.extend(form.problems)
    if form.content is None:
        return None
    rows = dict(read_rows(files, form.content, problems))
    unread = tuple(path for path in in_files(form.content) if path not in rows)
    builder = PricingBuilder(document, rows, language)
    pricing = builder.pricing(form.content)
    problems.extend(builder.problems)
    return WrittenPricing(document, pricing, rows, unread)
