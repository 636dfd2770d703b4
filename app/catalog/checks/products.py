"""The checks of one product."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from app.catalog.checks.assemblies import check_assembly
from app.catalog.checks.conditions import check_conditions
from app.catalog.checks.domains import check_attribute
from app.catalog.checks.expressions import check_condition
from app.catalog.checks.finding import Finding, Place
from app.catalog.checks.needs import check_needs
from app.catalog.checks.periods import check_periods
from app.catalog.checks.prices import check_prices
from app.catalog.checks.tables import check_table
from app.catalog.near import did_you_mean
from app.catalog.product import Product

MAX_QUANTITY = 1_000_000


def check_product(product: Product, *, currencies: tuple[str, ...]) -> tuple[Finding, ...]:
    """All findings, in the order of the product."""
    return tuple(_findings(product, currencies))


def _findings(product: Product, currencies: tuple[str, ...]) -> Iterator[Finding]:
    yield from _empty(product)
    yield from _repeated_keys(product)
    yield from check_prices(("prices",), product.prices, currencies)
    for attribute in product.attributes:
        yield from check_attribute(attribute, currencies)
    yield from check_conditions(product)
    yield from _steps(product)
    for rule in product.rules:
        for invalid in check_condition(rule.expression, rule.source, product):
            yield Finding(("rule", rule.key, "expression"), invalid.detail)
    for table in product.tables:
        yield from check_table(table, product)
    yield from check_periods(product)
    yield from _quantities(product)
    yield from check_assembly(product)
    yield from check_needs(product)


def _empty(product: Product) -> Iterator[Finding]:
    if not product.prices:
        yield Finding(
            ("prices",), "the product has no price; write an amount for each currency, 0 if it is free"
        )


def _repeated_keys(product: Product) -> Iterator[Finding]:
    named = (
        ("attribute", [attribute.key for attribute in product.attributes]),
        ("step", [step.key for step in product.steps]),
        ("rule", [rule.key for rule in product.rules]),
        ("table", [table.key for table in product.tables]),
    )
    for kind, keys in named:
        for key in repeated(keys):
            yield Finding((kind, key), f'there are two {kind}s with the key "{key}"; rename one')
    for key in {rule.key for rule in product.rules} & {table.key for table in product.tables}:
        yield Finding(("table", key), f'a rule has the key "{key}" too; rename one')


def repeated(keys: Iterable[str]) -> list[str]:
    """Each key that stood before, once for every repetition."""
    seen: set[str] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add gives None


def _steps(product: Product) -> Iterator[Finding]:
    known = dict.fromkeys(attribute.key for attribute in product.attributes)
    asked = Counter(key for step in product.steps for key in step.attributes)
    for step in product.steps:
        for key in step.attributes:
            if key not in known:
                yield Finding(
                    ("step", step.key), f'there is no attribute "{key}"; {did_you_mean(key, known)}'
                )
    for key in known:
        if asked[key] != 1:
            yield Finding(("attribute", key), f"{key} is asked in {asked[key]} steps; it belongs into one")


def _quantities(product: Product) -> Iterator[Finding]:
    most = product.maximum_quantity
    if not 1 <= most <= MAX_QUANTITY:
        yield Finding(("maximum_quantity",), f"a line has 1 to {MAX_QUANTITY} units, not {most}")
    previous = 1
    for n, tier in enumerate(product.quantity_tiers):
        place: Place = ("quantity_tiers", n)
        if tier.minimum <= previous:
            yield Finding(place, f"tiers start above 1 and rise; {tier.minimum} is not more than {previous}")
        elif tier.minimum > most:
            yield Finding(place, f"no line reaches {tier.minimum} units; maximum_quantity is {most}")
        if not Decimal(0) < tier.percent <= Decimal(100):
            yield Finding(place, f"percent is more than 0 and at most 100, not {tier.percent}")
        previous = tier.minimum
