"""Which rules, tables and conditions make something impossible: a minimal set of them.

A solver with a selector for each group of clauses names those that a failed search used. They make a small
product of their own, in which they are taken away one by one, as long as the search still fails (deletion).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.catalog.expressions import names
from app.catalog.product import Attribute, Product
from app.configuration.encoding import encoded
from app.configuration.formula import Group, Literal
from app.configuration.proofs.claim import Claim
from app.configuration.proofs.proof import Progress, silent
from app.configuration.proofs.subject import Subject
from app.configuration.solver import Undecided

_MOST_EXPLAINED: Final = 300


class Blame:
    """``unexplained`` counts what came after so many explanations that further ones help nobody."""

    def __init__(self, subject: Subject, told: Progress = silent) -> None:
        self._subject = subject
        self._told = told
        self._selected = _Selected(subject)
        self._explained = 0
        self.unexplained = 0

    def of(self, claim: Claim, without: Iterable[str] = ()) -> tuple[str, ...] | None:
        """Keys of a minimal set of groups with which the claim cannot be, not using those ``without``.

        None if it can be. In the order of the product; empty where it is not explained. Raises Undecided.
        """
        self._told("reasons", self._explained, _MOST_EXPLAINED)
        left_out = frozenset(without)
        asked = [key for key in self._selected.keys if key not in left_out]
        core = self._selected.core(claim.literals(self._subject), asked)
        if core is None:
            return None
        if self._explained >= _MOST_EXPLAINED:
            self.unexplained += 1
            return ()
        self._explained += 1
        # The claim speaks of stretches, which have to stay what they are.
        product, plan = _about(self._subject.product, core, claim), self._subject.encoded.plan
        small = Subject(product, encoded(product, plan=plan), ())
        literals = claim.literals(small)
        return tuple(_smallest(_Selected(small), literals, core))

    def found(self, claim: Claim, without: Iterable[str] = ()) -> tuple[str, ...]:
        """As ``of``, and empty where the search outlasts its bound."""
        try:
            return self.of(claim, without) or ()
        except Undecided:
            return ()


class _Selected:
    """A product whose groups can be left out one by one."""

    def __init__(self, subject: Subject) -> None:
        formula = subject.encoded.formula
        self._selectors = {
            group.key: formula.variables + n for n, group in enumerate(formula.groups, start=1)
        }
        self._solver = subject.encoded.solver([*formula.definitions, *self._guarded(formula.groups)])

    @property
    def keys(self) -> Iterable[str]:
        return self._selectors

    def core(self, literals: Sequence[Literal], groups: Sequence[str]) -> list[str] | None:
        """Some of the groups with which the literals cannot hold; None if they can with all of them."""
        if self._solver.solve([*literals, *(self._selectors[key] for key in groups)]):
            return None
        core = self._solver.core()
        return [key for key in groups if self._selectors[key] in core]

    def _guarded(self, groups: Iterable[Group]) -> Iterable[Sequence[Literal]]:
        for group in groups:
            yield from ((-self._selectors[group.key], *clause) for clause in group.clauses)


def _smallest(selected: _Selected, literals: Sequence[Literal], members: list[str]) -> list[str]:
    waiting, needed = list(members), list[str]()
    while waiting:
        candidate = waiting.pop()
        core = selected.core(literals, [*waiting, *needed])
        if core is None:
            needed.append(candidate)
        else:
            waiting = [member for member in waiting if member in core]
    return [member for member in members if member in needed]


def _about(product: Product, core: Sequence[str], claim: Claim) -> Product:
    """The product without rules and tables outside the core, nor attributes that nothing left speaks of."""
    kept = frozenset(core)
    rules = tuple(rule for rule in product.rules if rule.key in kept)
    tables = tuple(table for table in product.tables if table.key in kept)
    wanted = {key for rule in rules for key in names(rule.expression)} | claim.about
    wanted |= {key for table in tables for key in table.columns}
    wanted |= {key for table in tables if table.when is not None for key in names(table.when)}
    wanted |= {one.key for one in product.attributes if kept & {f"{one.key}.when", f"{one.key}.preset"}}
    attributes = _with_conditions(product.attributes, wanted)
    return replace(product, attributes=attributes, steps=(), rules=rules, tables=tables)


def _with_conditions(attributes: Iterable[Attribute], wanted: Iterable[str]) -> tuple[Attribute, ...]:
    """The wanted ones, those that their conditions read, and so on."""
    known: dict[str, Attribute] = {attribute.key: attribute for attribute in attributes}
    waiting, found = [key for key in wanted if key in known], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            when = known[key].when
            waiting.extend(names(when) if when is not None else ())
    return tuple(attribute for key, attribute in known.items() if key in found)
