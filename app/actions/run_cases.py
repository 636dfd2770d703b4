"""Run the golden cases of the catalog in a folder, and record new ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from app.actions.watching import OutOfTime, Watch
from app.cases import Case, Mismatch, QuoteCase, record_case, run_case, run_quote
from app.catalog import Product, Release, Value
from app.errors import Missing, Refused
from app.store.catalogs import FolderFiles, Problem, load_release
from app.store.catalogs.cases import WrittenCase, append_case, read_cases


class CasesMissing(Missing):
    code: ClassVar[str] = "cases_missing"


class CaseKnown(Refused):
    code: ClassVar[str] = "case_known"


@dataclass(frozen=True, slots=True)
class RanCase:
    """``failures``: each mismatch with its file and line. ``about``: a product, or ``quote``."""

    case: Case | QuoteCase
    about: str
    at: Problem
    failures: tuple[tuple[Problem, Mismatch], ...]


def run_cases(folder: Path, *, day: date, only: str | None = None) -> tuple[Release, tuple[RanCase, ...]]:
    """Against the release as of ``day``.

    Raises CatalogInvalid where catalog or cases cannot be read, CasesMissing where there are none.
    """
    release = load_release(folder).at(day)
    written = [one for one in read_cases(FolderFiles(folder)) if only in (None, one.about)]
    if not written:
        raise CasesMissing(
            f"There are no cases in {folder}/tests. Write one, or record one with --record KEY."
        )
    return release, tuple(_ran(one, release) for one in written)


def run_within(release: Release, written: Iterable[WrittenCase], *, watch: Watch) -> tuple[RanCase, ...]:
    """Against the release on its day; those for which the ``watch`` had time."""
    waiting = list(written)
    ran: list[RanCase] = []
    try:
        for n, one in enumerate(waiting):
            watch("golden cases", "run", n, len(waiting))
            ran.append(_ran(one, release))
    except OutOfTime:
        pass
    return tuple(ran)


def _ran(one: WrittenCase, release: Release) -> RanCase:
    try:
        found = run_case(one.case, release) if isinstance(one.case, Case) else run_quote(one.case, release)
    except Refused as refused:
        # A product that cannot be sold at all fails its cases, rather than those of the others.
        found = (Mismatch(("choices",), "an answer", refused.detail),)
    failures = tuple((one.located(mismatch.where, ""), mismatch) for mismatch in found)
    return RanCase(one.case, one.about, one.located((), ""), failures)


def record(folder: Path, product: str, *, day: date, key: str, text: str, choices: Mapping[str, str]) -> Path:
    """Writes what comes of the choices now as a case; gives its file. Raises what reading and choosing do."""
    release = load_release(folder).at(day)
    known = release.product(product)
    if any((one.about, one.case.key) == (product, key) for one in read_cases(FolderFiles(folder))):
        raise CaseKnown(f'{product} has a case "{key}" already. Choose another key.')
    values = {name: _value(known, name, text=written) for name, written in choices.items()}
    return append_case(folder, record_case(release, product, key=key, text=text, choices=values))


def _value(product: Product, attribute: str, *, text: str) -> Value:
    """The value that is written so; what the attribute does not have is refused later, in its words."""
    found = product.attribute(attribute)
    known = found.values if found is not None else ()
    return next((value for value in known if _written(value) == text), text)


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
