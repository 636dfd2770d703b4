"""A small catalog of prices to try each model with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.amounts import Money
from app.catalog import Attribute, AttributeKey, CustomerTier, Option, Product, ProductKey, Value
from app.catalog.expressions import parse
from app.catalog.pricing import (
    USUAL,
    CustomerTiers,
    Formula,
    Header,
    ListPrice,
    Manual,
    OptionPrices,
    PriceRule,
    PriceStep,
    Pricing,
    QuantityTiers,
    Reach,
)
from app.pricing import Alone, Discount, LinePrice, Terms, price_quote


def eur(amount: str) -> dict[str, Decimal]:
    return {"EUR": Decimal(amount)}


def formula(source: str) -> Formula:
    return Formula(parse(source), source)


def product(key: str = "unit", list_price: str = "", *, family: str = "", **fields: object) -> Product:
    made = Product(
        key=ProductKey(key),
        code=key.upper(),
        name=key.title(),
        description="",
        family=family or key,
        attributes=(
            Attribute(
                AttributeKey("colour"),
                "Colour",
                "choice",
                options=(Option("red", "Red", prices=eur("10.00")), Option("blue", "Blue")),
            ),
            Attribute(
                AttributeKey("length"),
                "Length",
                "decimal",
                minimum=Decimal(0),
                maximum=Decimal(1000),
                step=Decimal("0.1"),
                unit="m",
            ),
        ),
        steps=(),
        rules=(),
        tables=(),
        prices=eur(list_price) if list_price else {},
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # what a test says of it


def pricing(*rules: PriceRule | PriceStep, **fields: object) -> Pricing:
    """List price and options, the rules in their order, then the discounts that people give."""
    steps = [
        PriceStep("list", "List price", ListPrice()),
        PriceStep("options", "Options", OptionPrices()),
        *(
            rule if isinstance(rule, PriceStep) else PriceStep(f"rule{n}", f"Rule {n}", rule)
            for n, rule in enumerate(rules, 1)
        ),
        PriceStep("manual", "Discount", Manual()),
        PriceStep("header", "Discount on the quote", Header()),
    ]
    return replace(USUAL, steps=tuple(steps), **fields)  # type: ignore[arg-type]  # what a test says of it


def step(key: str, rule: PriceRule, **reach: object) -> PriceStep:
    return PriceStep(key, key.title(), rule, Reach(**reach))  # type: ignore[arg-type]  # what a test says of it


@dataclass(frozen=True, slots=True)
class Term:
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Said:
    term: Term | None = None
    group: str = ""


def line(
    of: Product,
    quantity: int = 1,
    *,
    values: Mapping[str, Value] | None = None,
    n: int = 1,
    term: tuple[str, str] | None = None,
    group: str = "",
    discount: Discount | None = None,
    offered: bool = True,
    complete: bool = True,
) -> Alone:
    dates = None if term is None else Term(*map(date.fromisoformat, term))
    return Alone(of.key, values or {}, quantity, discount, complete, n, Said(dates, group), offered)


def priced(lines: list[Alone], products: list[Product], by: Pricing, **terms: object) -> list[LinePrice]:
    made = Terms("EUR", pricing=by)
    made = replace(made, **terms)  # type: ignore[arg-type]  # what a test says of it
    return list(price_quote(lines, {one.key: one for one in products}, terms=made))


def net(of: Product, quantity: int, by: Pricing, **about: object) -> str:
    """The price of one line on a quote of its own."""
    one = line(of, quantity, **about)  # type: ignore[arg-type]  # what a test says of it
    return str(priced([one], [of], by)[0].net)


PARTNER = CustomerTier("Partner", "Partner", Decimal(8))
USUAL_ORDER = (QuantityTiers(), CustomerTiers())


def money(amount: str) -> Money:
    return Money.of(amount, "EUR")
