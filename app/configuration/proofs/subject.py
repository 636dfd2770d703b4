"""A product made ready for proofs: its formula, and literals for the conditions that proofs ask about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.catalog.cells import Cell, admits
from app.catalog.checks import Place
from app.catalog.expressions import Expression
from app.catalog.product import Product, Table
from app.configuration.encoding import Encoded, encoded, planned
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.numbers.scouting import LIMITS, Limits
from app.configuration.proofs.proof import Proof
from app.configuration.variables import States
from app.configuration.wide import Plan

_NOTHING: Final = Plan()


@dataclass(slots=True)
class Subject:
    """``left_out`` are proofs of parts that the engine cannot hold; the rest is proven without them."""

    product: Product
    encoded: Encoded
    left_out: tuple[Proof, ...]
    _known: dict[Expression, Literal] = field(default_factory=dict)
    _places: dict[str, Place] = field(default_factory=dict)

    def literal(self, expression: Expression) -> Literal:
        """True exactly while the expression is. Raises CatalogTooLarge."""
        if expression not in self._known:
            self._known[expression] = self.encoded.conditions.literal(expression)
        return self._known[expression]

    def states(self, key: str) -> States:
        states = self.encoded.variables.of(key)
        if states is None:
            raise KeyError(key)
        return states

    def row(self, table: Table, row: Sequence[Cell]) -> Literal:
        """True exactly while the row matches; what does not apply matches every cell."""
        cells = zip(table.columns, row, strict=True)
        return self.encoded.formula.both([self._cell(self.states(key), cell) for key, cell in cells])

    def _cell(self, states: States, cell: Cell) -> Literal:
        places = [states.place(value) for value in states.values if admits(cell, value)]
        known = [place for place in places if place is not None]
        absent = [len(states.values)] if states.conditional else []
        return self.encoded.variables.one_of(states, [*known, *absent])

    def places(self, keys: Iterable[str]) -> tuple[Place, ...]:
        """Which parts of the catalog these groups of clauses stand for."""
        if not self._places:
            self._places.update(_named(self.product))
        return tuple(self._places.get(key, ("rule", key)) for key in keys)


def subject(product: Product, limits: Limits = LIMITS, beside: Plan = _NOTHING) -> Subject:
    """``beside``: how another product that it is compared with parts the same numbers.

    Leaves out, and names, what outgrows the engine. Raises RuleUnreadable.
    """
    left_out: list[Proof] = []
    while True:
        try:
            plan = (
                planned(product, limits, also=beside.cuts)
                .joined(beside)
                .of(one.key for one in product.attributes if one.numeric)
            )
            return Subject(product, encoded(product, plan=plan), tuple(left_out))
        except CatalogTooLarge as error:
            key = str(error.facts.get("rule", ""))
            place = dict(_named(product)).get(key, ("steps",))
            left_out.append(Proof("catalog_too_large", place, error.detail))
            # Without its condition an attribute would always apply: then nothing that follows is a proof.
            product = _without(product, key) if place[0] in ("rule", "table") else _empty(product)


def _without(product: Product, key: str) -> Product:
    rules = tuple(rule for rule in product.rules if rule.key != key)
    tables = tuple(table for table in product.tables if table.key != key)
    return replace(product, rules=rules, tables=tables)


def _empty(product: Product) -> Product:
    return replace(product, attributes=(), steps=(), rules=(), tables=())


def _named(product: Product) -> Iterator[tuple[str, Place]]:
    for rule in product.rules:
        yield rule.key, ("rule", rule.key)
    for table in product.tables:
        yield table.key, ("table", table.key)
    for attribute in product.attributes:
        yield f"{attribute.key}.when", ("attribute", attribute.key, "when")
        yield f"{attribute.key}.preset", ("attribute", attribute.key, "preset")
