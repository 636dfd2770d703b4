"""Running a golden case of a whole quote."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.amounts import Money
from app.cases.approvals import approval_mismatches
from app.cases.case import QuoteCase
from app.cases.mismatch import Mismatch
from app.cases.prices import Line, price_mismatches, terms_of, tier_unknown
from app.catalog import Release
from app.configuration import configurator_for
from app.errors import Missing, Refused
from app.pricing import LinePrice, price_quote


def run_quote(case: QuoteCase, release: Release) -> tuple[Mismatch, ...]:
    """Everything in which the release does not keep what the case says; empty where it does."""
    on_its_day = release if case.terms.day is None else release.at(case.terms.day)
    unknown = tuple(tier_unknown(case.terms, release, ()))
    if unknown:
        return unknown
    lines: list[Line] = []
    for n, line in enumerate(case.lines):
        try:
            product = on_its_day.product(line.product)
            values = configurator_for(release.fingerprint, product).complete(line.choices)
        except (Refused, Missing) as refused:
            return (Mismatch(("lines", n), "choices that the product allows", refused.detail),)
        lines.append(Line(n + 1, line.product, values, line.expected))
    products = {line.product: on_its_day.product(line.product) for line in lines}
    try:
        prices = price_quote(lines, products, terms=terms_of(case.terms, on_its_day))
    except Refused as refused:
        return (Mismatch(("lines",), "a price", refused.detail),)
    asked = approval_mismatches(case, on_its_day, lines, prices=prices, products=products)
    return (*_lines(case, prices), *_sums(case, prices), *asked)


def _lines(case: QuoteCase, prices: Sequence[LinePrice]) -> Iterator[Mismatch]:
    for n, (line, price) in enumerate(zip(case.lines, prices, strict=True)):
        yield from price_mismatches(("lines", n), line.expected, price)


def _sums(case: QuoteCase, prices: Sequence[LinePrice]) -> Iterator[Mismatch]:
    expected, currency = case.expected, case.terms.currency
    once = [price.net for price in prices if price.recurs is None]
    monthly = [price.per_cycle for price in prices if price.recurs == "month"]
    yearly = [price.per_cycle for price in prices if price.recurs == "year"]
    said: tuple[tuple[str, Decimal | None, list[Money]], ...] = (
        ("total", expected.total, [price.net for price in prices]),
        ("one_time", expected.one_time, once),
        ("monthly", expected.monthly, monthly),
        ("yearly", expected.yearly, yearly),
    )
    for name, wanted, amounts in said:
        got = sum(amounts, Money.zero(currency))
        if wanted is not None and wanted != got.amount:
            yield Mismatch(("expect", name), f"{wanted:f}", str(got))
