"""The rules, tables and conditions of a product, as what can be broken."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalog.checks import Place
from app.catalog.expressions import names
from app.catalog.product import Attribute, Product
from app.configuration.evaluation import speaks_of
from app.configuration.formula import CatalogTooLarge
from app.configuration.proofs.claim import Claim, has_state, is_false, matches_nothing, misapplies
from app.configuration.proofs.questions import MOST_ROWS
from app.configuration.proofs.subject import Subject


@dataclass(frozen=True, slots=True)
class Part:
    """``broken`` is None where the part is too large to be asked about."""

    key: str
    place: Place
    about: frozenset[str]
    broken: Claim | None


def parts(subject: Subject) -> Iterator[Part]:
    product = subject.product
    for attribute in product.attributes:
        if attribute.when is not None:
            claim = misapplies(attribute.key, attribute.when)
            place: Place = ("attribute", attribute.key, "when")
            yield Part(f"{attribute.key}.when", place, claim.about, _askable(claim, subject))
        if attribute.preset is not None:
            place = ("attribute", attribute.key, "preset")
            yield Part(
                f"{attribute.key}.preset", place, frozenset({attribute.key}), _other(attribute, subject)
            )
    for rule in product.rules:
        about = names(rule.expression)
        yield Part(rule.key, ("rule", rule.key), about, _askable(is_false(rule.expression), subject))
    for table in product.tables:
        nothing = matches_nothing(table) if len(table.rows) <= MOST_ROWS else None
        yield Part(table.key, ("table", table.key), speaks_of(table), nothing)


def _other(attribute: Attribute, subject: Subject) -> Claim:
    """That the attribute applies, with another value than its preset."""
    states = subject.states(attribute.key)
    preset = states.place(attribute.preset)
    return has_state(attribute.key, *(place for place in range(len(states.values)) if place != preset))


def _askable(claim: Claim, subject: Subject) -> Claim | None:
    try:
        claim.literals(subject)
    except CatalogTooLarge:
        return None
    return claim


def same_parts(before: Product, after: Product) -> frozenset[str]:
    """Keys of parts that say the same in both: with equal attributes they cannot be broken by one alone."""
    same = {one.key for one in after.attributes if before.attribute(one.key) == one}
    rules = {rule.key: rule.expression for rule in before.rules}
    tables = {table.key: (table.columns, table.rows, table.when) for table in before.tables}
    return frozenset(
        [
            rule.key
            for rule in after.rules
            if rules.get(rule.key) == rule.expression and names(rule.expression) <= same
        ]
        + [
            t.key
            for t in after.tables
            if tables.get(t.key) == (t.columns, t.rows, t.when) and speaks_of(t) <= same
        ]
    )
