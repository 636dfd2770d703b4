"""Files of golden cases to values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from app.cases import (
    Case,
    Expected,
    LineExpected,
    PriceExpected,
    QuoteCase,
    QuoteExpected,
    QuoteLine,
    Term,
    TermsExpected,
)
from app.cases.mismatch import Where
from app.store.catalogs.cases.schemas import CasesSchema
from app.store.catalogs.document import Document, read_document
from app.store.catalogs.files import Files
from app.store.catalogs.form import read_form
from app.store.catalogs.problems import CatalogInvalid, Problem

MAX_FILES = 1_000


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case, and where it stands. ``about``: its product, ``quote`` of a whole quote."""

    case: Case | QuoteCase
    document: Document
    number: int

    @property
    def about(self) -> str:
        return self.case.product if isinstance(self.case, Case) else "quote"

    def located(self, where: Where, message: str) -> Problem:
        list_of = "cases" if isinstance(self.case, Case) else "quotes"
        return self.document.problem((list_of, self.number, *where), message)


def read_cases(catalog: Files) -> tuple[WrittenCase, ...]:
    """All cases of a catalog, by file and line. Raises CatalogInvalid naming every problem of form."""
    files = _of_tests(catalog, ".yaml")
    problems = [
        Problem(stray, 1, "", f"is not read; name it {PurePosixPath(stray).stem}.yaml")
        for stray in _of_tests(catalog, ".yml")
    ]
    if len(files) > MAX_FILES:
        problems.append(Problem("tests", 1, "", f"{len(files)} files; at most {MAX_FILES} are read"))
        files = []
    found = [case for file in files for case in _read(file, catalog, problems=problems)]
    problems.extend(_repeated(found))
    if problems:
        raise CatalogInvalid(problems)
    return tuple(found)


def _of_tests(catalog: Files, suffix: str) -> list[str]:
    paths = [PurePosixPath(name) for name in catalog.names()]
    return [str(path) for path in paths if path.parts[:-1] == ("tests",) and path.suffix == suffix]


def _read(file: str, catalog: Files, *, problems: list[Problem]) -> Iterator[WrittenCase]:
    try:
        document = read_document(catalog, file)
    except CatalogInvalid as invalid:
        problems.extend(invalid.problems)
        return
    form = read_form(CasesSchema(), document)
    problems.extend(form.problems)
    if form.content is not None and not form.problems:
        for n, content in enumerate(form.content["cases"]):
            yield WrittenCase(_case(form.content["product"], content), document, n)
        for n, content in enumerate(form.content["quotes"]):
            yield WrittenCase(_quote(content), document, n)


def _case(product: str, content: Mapping[str, Any]) -> Case:
    expect = content["expect"]
    refused = expect["refused"]
    lists = {"refused": None if refused is None else tuple(refused), "absent": tuple(expect["absent"])}
    prices = tuple(PriceExpected(_terms(price), _line(price)) for price in expect["prices"])
    expected = Expected(**{**expect, **lists, "prices": prices})
    return Case(content["key"], content["text"], product, content["choices"], expected)


def _quote(content: Mapping[str, Any]) -> QuoteCase:
    lines = tuple(QuoteLine(one["product"], one["choices"], _line(one)) for one in content["lines"])
    terms = _terms(content, discount=content["discount"])
    expect = content["expect"]
    asked = expect.get("approvals")
    approvals = None if asked is None else tuple(asked)
    expected = QuoteExpected(**{**expect, "approvals": approvals})
    return QuoteCase(content["key"], content["text"], terms, lines, expected)


def _terms(content: Mapping[str, Any], *, discount: Decimal | None = None) -> TermsExpected:
    names = ("currency", "customer_tier", "region", "account", "day")
    said = {name: content[name] for name in names}
    return TermsExpected(**said, codes=tuple(content["codes"]), discount=discount)


def _line(content: Mapping[str, Any]) -> LineExpected:
    names = ("quantity", "group", "discount", "list", "net", "steps")
    term = None if content["term"] is None else Term(**content["term"])
    return LineExpected(term=term, **{name: content[name] for name in names})


def _repeated(found: list[WrittenCase]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for one in found:
        name = (one.about, one.case.key)
        if name in seen:
            yield one.located(("key",), f'{one.about} has two cases "{one.case.key}"; rename one')
        seen.add(name)
