"""The rules, tables and conditions of a product, as what can be broken."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalog.checks import Place
from app.catalog.expressions import names
from app.catalog.product import Product
from app.configuration.formula import CatalogTooLarge
from app.configuration.proofs.claim import Claim, is_false, matches_nothing, misapplies
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
    for rule in product.rules:
        about = names(rule.expression)
        yield Part(rule.key, ("rule", rule.key), about, _askable(is_false(rule.expression), subject))
    for table in product.tables:
        nothing = matches_nothing(table) if len(table.rows) <= MOST_ROWS else None
        yield Part(table.key, ("table", table.key), frozenset(table.columns), nothing)


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
    tables = {table.key: (table.columns, table.rows) for table in before.tables}
    return frozenset(
        [
            rule.key
            for rule in after.rules
            if rules.get(rule.key) == rule.expression and names(rule.expression) <= same
        ]
        + [
            t.key
            for t in after.tables
            if tables.get(t.key) == (t.columns, t.rows) and same.issuperset(t.columns)
        ]
    )
