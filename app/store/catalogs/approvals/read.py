"""``approvals.yaml`` to the policy of a catalog."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.catalog import Finding
from app.catalog.approvals import ApprovalPolicy
from app.store.catalogs.approvals.build import PolicyBuilder
from app.store.catalogs.approvals.schemas import PolicySchema
from app.store.catalogs.document import Document, KeyPath, read_closely
from app.store.catalogs.files import Files
from app.store.catalogs.form import read_form
from app.store.catalogs.problems import CatalogInvalid, Problem

NAME: Final = "approvals.yaml"


@dataclass(frozen=True, slots=True)
class WrittenPolicy:
    """``policy`` with where it is written."""

    document: Document
    policy: ApprovalPolicy

    def findings(self, found: Iterable[Finding]) -> Iterator[Problem]:
        for one in found:
            yield self.located(one.place, one.message, one.code)

    def located(self, path: KeyPath, message: str, code: str = "") -> Problem:
        """What is said about a part of it, at its line."""
        return self.document.problem(self._written(path), message, code)

    def _written(self, path: KeyPath) -> KeyPath:
        """A name within a list stands where the list has it."""
        found: Any = self.document.data
        for n, step in enumerate(path):
            if isinstance(found, list) and isinstance(step, str):
                return (*path[:n], found.index(step)) if step in found else path[:n]
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return path
        return path


def read_policy(files: Files, problems: list[Problem], *, language: str) -> WrittenPolicy | None:
    """None for a catalog without, and after problems that were noted of a file that cannot be read."""
    if NAME not in files.names():
        return None
    try:
        document = read_closely(files, NAME)
    except CatalogInvalid as invalid:
        problems.extend(invalid.problems)
        return None
    form = read_form(PolicySchema(), document)
    problems.extend(form.problems)
    if form.content is None:
        return None
    builder = PolicyBuilder(document, language)
    policy = builder.policy(form.content)
    problems.extend(builder.problems)
    return WrittenPolicy(document, policy)
