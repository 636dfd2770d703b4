"""A package is deployed: all of it, or nothing; only checked, where that is all that was asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.sandbox.database import Database
from app.sandbox.schema import base_tables
from app.sandbox.switches import OF_QUOTES, QUOTES, Switches

from . import archive, kept, xml
from .archive import Archive, BadArchive
from .checks import against_manifest, is_named, problems_of
from .components import Component, found_in
from .fields import FieldInvalid, row_of
from .kinds import BY_NAME, CHILDREN, FIELD, OBJECT
from .links import broken
from .problems import Problem

CREATED: Final = "created"
CHANGED: Final = "changed"
SAME: Final = "same"
DELETED: Final = "deleted"


@dataclass(frozen=True, slots=True)
class Options:
    check_only: bool = False
    rollback: bool = True
    missing_allowed: bool = False
    ignore_warnings: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one component."""

    component: Component
    how: str


@dataclass(slots=True)
class Outcome:
    """`total` counts the components that were to be deployed or deleted."""

    total: int = 0
    done: list[Done] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [one for one in self.problems if not one.warning]


def deploy(database: Database, data: bytes, options: Options) -> Outcome:
    """In the transaction of the caller. What was not to be changed is as it was."""
    outcome = Outcome()
    try:
        package = archive.read(data)
    except BadArchive as why:
        outcome.problems.append(Problem(why.file, "", why.file, why.words))
        return outcome
    named = _named(package, outcome, options)
    gone = list(_to_go(database, package, outcome))
    outcome.total = len(named) + len(gone)
    tables = _tables_then(database, named)
    if not Switches(database).on(QUOTES):
        tables = {name: table for name, table in tables.items() if name not in OF_QUOTES}
    bad = set[tuple[str, str]]()
    for one in named:
        found = list(problems_of(one, tables))
        outcome.problems += found
        bad |= {(one.kind, one.name)} if found else set()
    for problem in broken(kept.all_of(database), named, gone):
        outcome.problems.append(problem)
        bad.add((problem.kind, problem.name))
    if outcome.errors and options.rollback:
        return outcome
    good = [one for one in named if (one.kind, one.name) not in bad]
    leaving = [one for one in gone if (one.kind, one.name) not in bad]
    outcome.done += _stored(database, good, leaving, apply=not options.check_only)
    return outcome


def _named(package: Archive, outcome: Outcome, options: Options) -> list[Component]:
    """Of the zip, those that the manifest names."""
    found, problems = found_in(package.files)
    outcome.problems += problems
    outcome.problems += against_manifest(package, found, missing_allowed=options.missing_allowed)
    return [one for one in found if is_named(package, one)]


def _to_go(database: Database, package: Archive, outcome: Outcome) -> Iterator[Component]:
    for file, gone in package.destroyed.items():
        for kind, name in gone.pairs:
            if kind not in BY_NAME and kind not in CHILDREN:
                words = f"Unknown type name '{kind}' specified in {file}"
                outcome.problems.append(Problem(file, "", kind, words))
            elif (found := kept.find(database, kind, name)) is not None:
                yield found
            else:
                words = f"No {kind} named: {name} found"
                outcome.problems.append(Problem(file, kind, name, words, warning=True))


def _tables_then(database: Database, coming: Iterable[Component]) -> Mapping[str, Any]:
    """Of the org with the package, without what of the package cannot be read: that is told by itself."""
    tables = kept.tables_with(kept.all_of(database), database.day)
    coming = list(coming)
    for one in coming:
        if one.kind == OBJECT and one.name not in tables:
            tables[one.name] = {"fields": {"Name": {}}}
    for one in coming:
        entity, _, name = one.name.partition(".")
        if one.kind == FIELD and entity in tables:
            try:
                tables[entity]["fields"][name] = row_of(one.element(), known=tables.__contains__)
            except (xml.BadXml, FieldInvalid):
                continue
    return tables


def _stored(
    database: Database, good: Iterable[Component], gone: Iterable[Component], *, apply: bool
) -> Iterator[Done]:
    for one in good:
        before = kept.find(database, one.kind, one.name)
        own = _is_own(one, base_tables(database.day))
        how = SAME if before == one else CHANGED if before or own else CREATED
        if apply and how is not SAME:
            kept.keep(database, one)
        yield Done(one, how)
    for one in gone:
        if apply:
            kept.forget(database, one.kind, one.name)
        yield Done(one, DELETED)
    if apply:
        kept.adopt(database)


def _is_own(one: Component, tables: Mapping[str, Any]) -> bool:
    """Whether the org has it from the first day, whose tables these are."""
    entity, _, field_name = one.name.partition(".")
    table = tables.get(entity)
    return table is not None and (one.kind == OBJECT or (one.kind == FIELD and field_name in table["fields"]))
