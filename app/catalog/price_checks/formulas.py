"""Formulas and conditions of price steps, against every product that they are for."""

from collections.abc import Iterator
from typing import Final

from app.catalog.checks.expressions import check_condition, check_number
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import ExpressionInvalid
from app.catalog.expressions.tree import Constant
from app.catalog.names_of_prices import flat_formula, speaking
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import Formula, PerUnit, PriceStep
from app.catalog.product import Product
from app.catalog.release import Release

INVALID: Final = "price_formula_invalid"
ZERO: Final = "price_division_by_zero"
_UNREAD: Final = Constant(True)


def check_formulas(release: Release) -> Iterator[Finding]:
    for n, step in enumerate(release.pricing.steps):
        for place, formula in formulas_of(step):
            # What could not be read was said when it was read.
            if formula.tree != _UNREAD:
                yield from _formula(("steps", n, *place), formula, step, release)


def formulas_of(step: PriceStep) -> Iterator[tuple[Place, Formula]]:
    if step.reach.when is not None:
        yield ("when",), step.reach.when
    if isinstance(step.rule, PerUnit):
        yield ("formula",), step.rule.formula


def _formula(place: Place, formula: Formula, step: PriceStep, release: Release) -> Iterator[Finding]:
    reached = products_of(step, release)
    said: set[tuple[int, str]] = set()
    for key, product in release.products.items():
        if key not in reached:
            continue
        for invalid in _problems(formula, product, place):
            if (invalid.at, invalid.message) not in said:
                said.add((invalid.at, invalid.message))
                yield Finding(place, f"{invalid.detail}\n{_advice(key, reached)}", _code(invalid))


def _problems(formula: Formula, product: Product, place: Place) -> tuple[ExpressionInvalid, ...]:
    tree, problems = flat_formula(formula, product)
    if problems:
        return problems
    check = check_condition if place[-1] == "when" else check_number
    return check(tree, formula.source, speaking(product))


def _advice(key: str, reached: frozenset[str]) -> str:
    if len(reached) == 1:
        return f"(of {key})"
    return f'(of {key}, which the step is for as well: name the products it means under "for")'


def _code(invalid: ExpressionInvalid) -> str:
    return ZERO if invalid.message.startswith("nothing is divided by 0") else INVALID
