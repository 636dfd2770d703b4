"""Pricing whole quotes with everything that the demo's catalog prices by, from nothing and after one change.

In CPU time, against a bare loop that multiplies the list price of each of the same lines by its quantity,
and rounds it. Lines are of all products of the demo, no two neighbours alike, each product in many
configurations. Some have discounts of their own, the quote has one, and region, tier, account and codes are
those that most steps of the catalog reach. "At first" nothing is known yet of the release: plans are
compiled, each configuration is looked at and its cost worked out anew.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import cycle, islice
from typing import Final

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money, Percent
from app.catalog import Attribute, Product, Release, Value
from app.configuration import ChoiceImpossible, configurator_for
from app.pricing import Discount, LinePrice, price_quote
from app.quoting import Details, Header, Line, Quote, QuoteId, Status, Term
from app.quoting.priced import priced, products_of, terms_of, unpriced
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.figures import Figure

DAY: Final = date(2026, 11, 26)
_CURRENCY: Final = "EUR"
_WANTED_MS: Final = {1_000: 150.0, 5_000: 1_000.0, 20_000: 5_000.0}
_ONE_CHANGED_MS: Final = 20.0
_RATIO: Final = 40.0
_REFERENCE: Final = "multiply and round"
_MOST_CONFIGURATIONS: Final = 60
_CENT: Final = Decimal("0.01")
_TERM: Final = Term(date(2026, 12, 15), date(2029, 12, 31))
_HEADER: Final = Header(
    region="EMEA", codes=("SPRING27",), discount=Discount(Percent(Decimal("1.5")), "to close this year")
)


def measure() -> list[Figure]:
    release = load_release(shipped_catalog("telecom")).at(DAY)
    known = {str(product.key): list(configurations_of(release, product)) for product in release.sold}
    return [figure for count in _WANTED_MS for figure in _figures(release, known, count)]


def _figures(
    release: Release, known: Mapping[str, Sequence[Mapping[str, Value]]], count: int
) -> Iterator[Figure]:
    quote = quote_of(release, list(islice(lines_of(release, known), count)))
    at_first = replace(release, fingerprint=f"{count}")
    first = _least(partial(_priced, quote, at_first), times=1)
    bare, whole = _together(_bare_loop(quote, release), partial(_priced, quote, release))
    wanted = _WANTED_MS[count]
    yield Figure(f"{count:,} lines at first", first, "ms", _REFERENCE, bare, wanted)
    yield Figure(f"{count:,} lines from nothing", whole, "ms", _REFERENCE, bare, wanted, _RATIO)
    if count == min(_WANTED_MS):
        before = priced(quote, release)
        one = _least(lambda: priced(_changed(before), release))
        yield Figure(f"one of {count:,} lines changed", one, "ms", _REFERENCE, bare, _ONE_CHANGED_MS)


def _priced(quote: Quote, release: Release) -> Sequence[LinePrice]:
    return price_quote(quote.lines, products_of(quote, release), terms=terms_of(quote, release))


def configurations_of(release: Release, product: Product) -> Iterator[Mapping[str, Value]]:
    """Complete ones, each with another value of some attribute."""
    engine = configurator_for(release.fingerprint, product)
    yield engine.complete({})
    found = 1
    for attribute in product.attributes:
        for place in range(min(attribute.size, 6)):
            if found >= _MOST_CONFIGURATIONS:
                return
            try:
                yield engine.complete({attribute.key: _value(attribute, place)})
            except ChoiceImpossible:
                continue
            found += 1


def _value(attribute: Attribute, place: int) -> Value:
    """Some value: of a number one of its whole range."""
    if not attribute.numeric:
        return attribute.values[place]
    return attribute.number((attribute.size - 1) * place // 5)


def lines_of(release: Release, known: Mapping[str, Sequence[Mapping[str, Value]]]) -> Iterator[Line]:
    products = cycle(release.sold)
    for n, product in enumerate(products, 1):
        configurations = known[product.key]
        quantity = 1 + n * 7 % 60
        yield Line(
            n=n,
            product=product.key,
            code=product.code,
            name=product.name,
            description="",
            quantity=quantity,
            choices={},
            values=dict(configurations[n // len(known) % len(configurations)]),
            complete=True,
            price=unpriced(quantity, _CURRENCY),
            discount=_discount(n),
            details=Details(term=_TERM if product.recurs and n % 3 else None, group=f"Site {n % 9}"),
        )


def _discount(n: int) -> Discount | None:
    if n % 10 == 0:
        return Discount(Percent(Decimal(5)), "a reference customer")
    return Discount(Money(Decimal("0.50"), _CURRENCY), "goodwill") if n % 25 == 3 else None


def quote_of(release: Release, lines: Sequence[Line]) -> Quote:
    at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)
    return Quote(
        id=QuoteId("0" * 32),
        number="Q-00001",
        connection=ConnectionName("bench"),
        org=OrgId("00Dx00000001hxyEAA"),
        owner=UserId("005x0000001SyyEAAS"),
        owner_name="Rep",
        opportunity="006x0000001T2AAAA1",
        currency=_CURRENCY,
        customer_tier="Partner",
        release=release.fingerprint,
        revision=1,
        status=Status.DRAFT,
        valid_until=DAY,
        created_at=at,
        changed_at=at,
        lines=tuple(lines),
        next_line=len(lines) + 1,
        account="001Qw0000000001IAA",
        header=_HEADER,
    )


def _bare_loop(quote: Quote, release: Release) -> Callable[[], object]:
    lists = {str(product.key): product.prices.get(_CURRENCY, Decimal(1)) for product in release.sold}

    def loop() -> list[Decimal]:
        found = []
        for line in quote.lines:
            found.append((lists[line.product] * line.quantity).quantize(_CENT, ROUND_HALF_UP))  # noqa: PERF401  # a bare loop
        return found

    return loop


def _changed(quote: Quote) -> Quote:
    """With another quantity in the middle."""
    middle = len(quote.lines) // 2
    line = quote.lines[middle]
    changed = replace(line, quantity=line.quantity + 1, price=unpriced(line.quantity + 1, _CURRENCY))
    return replace(quote, lines=(*quote.lines[:middle], changed, *quote.lines[middle + 1 :]))


def _together(bare: Callable[[], object], whole: Callable[[], object]) -> tuple[float, float]:
    """Both in turn, so that both find the machine the same; the least of each in ms."""
    pairs = [(_least(bare), _least(whole, times=1)) for _ in range(7)]
    return min(one for one, _ in pairs), min(two for _, two in pairs)


def _least(call: Callable[[], object], *, times: int = 7) -> float:
    taken = []
    for _ in range(times):
        started = time.process_time()
        call()
        taken.append((time.process_time() - started) * 1000)
    return min(taken)
