"""What conditions are asked of: lines, products, families, groups and the quote, each with its words."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal
from typing import Final, TypeAlias

from app.approvals.costs import Costs
from app.approvals.figures import Figures, added_up, figures_of
from app.catalog import Release, Value
from app.catalog.approvals import Over
from app.catalog.approvals.words import AMOUNTS, COSTS
from app.catalog.expressions.tree import Scalar
from app.catalog.names_of_approvals import flat_key
from app.catalog.pricing import EVERYWHERE, Reach
from app.pricing.exact import EXACT, quotient
from app.quoting import Line, Quote

_NONE: Final[frozenset[str]] = frozenset()
Convert: TypeAlias = Callable[[Decimal], Decimal | None]


@dataclass(slots=True)
class Subject:
    """``words`` by flat key; a word without a value is not there. ``values``: of a line's attributes.

    ``unknown``: words that have no value because a cost or a rate is missing, not because there is none.
    """

    name: str
    words: dict[str, Scalar]
    values: Mapping[str, Value] = field(default_factory=dict)
    product: str = ""
    family: str = ""
    unknown: frozenset[str] = frozenset()
    by_line: bool = False

    def said(self, key: str) -> Scalar | None:
        """Under the flat key, None where it says nothing."""
        found = self.words.get(key)
        return self.values.get(key) if found is None else found


@dataclass(slots=True)
class Table:
    """All subjects of one kind, found by what they say. Positions are those in ``subjects``.

    ``worst``: the number that comes nearest to thresholds, with its position, by what is asked.
    """

    subjects: Sequence[Subject]
    _numbers: dict[tuple[str, str], tuple[list[Decimal], list[int]]] = field(default_factory=dict)
    _texts: dict[tuple[str, str], dict[Scalar, list[int]]] = field(default_factory=dict)
    worst: dict[tuple[object, ...], tuple[Decimal, int] | None] = field(default_factory=dict)
    _products: dict[str, list[int]] | None = None
    _reached: dict[tuple[frozenset[str], frozenset[str], str], list[int]] = field(default_factory=dict)
    _unknown: list[int] | None = None

    @property
    def unknown(self) -> Sequence[int]:
        """Those of which a cost or a rate is missing."""
        if self._unknown is None:
            self._unknown = [place for place, one in enumerate(self.subjects) if one.unknown]
        return self._unknown

    @property
    def products(self) -> Mapping[str, Sequence[int]]:
        """By the key of their product."""
        if self._products is None:
            self._products = {}
            for place, one in enumerate(self.subjects):
                self._products.setdefault(one.product, []).append(place)
        return self._products

    def of_product(self, product: str) -> Sequence[int]:
        return self.products.get(product, ())

    def reached(self, reach: Reach, product: str = "") -> Sequence[int]:
        """Of the product, "" for all. Products and families of a reach are those of lines; of many lines
        together they were picked before.
        """
        key = reach.products, reach.families, product
        found = self._reached.get(key)
        if found is None:
            places = self.of_product(product) if product else range(len(self.subjects))
            found = self._reached[key] = [
                place
                for place in places
                if not (one := self.subjects[place]).by_line or reach.sells(one.product, one.family)
            ]
        return found

    def saying(self, key: str, product: str, values: Iterable[Scalar]) -> Sequence[int]:
        """Those with one of the values under the key; ``product``: only of that one, "" for all."""
        known = self._texts.get((key, product))
        if known is None:
            known = self._texts[key, product] = {}
            for place, value in self._column(key, product):
                known.setdefault(value, []).append(place)
        return [place for value in values for place in known.get(value, ())]

    def between(
        self, key: str, product: str, *, above: Decimal | None, below: Decimal | None, ends: bool
    ) -> Sequence[int]:
        """Those whose number under the key lies on that side of a bound; ``ends``: or on it."""
        values, places = self.sorted(key, product)
        if above is not None:
            return places[(bisect_left if ends else bisect_right)(values, above) :]
        if below is not None:
            return places[: (bisect_right if ends else bisect_left)(values, below)]
        return places

    def sorted(self, key: str, product: str) -> tuple[list[Decimal], list[int]]:
        """The numbers under the key, ascending, each with its position."""
        found = self._numbers.get((key, product))
        if found is None:
            pairs = sorted((value, place) for place, value in self._column(key, product))
            found = self._numbers[key, product] = ([one for one, _ in pairs], [one for _, one in pairs])  # type: ignore[misc]  # numbers alone are asked for by bounds
        return found

    def _column(self, key: str, product: str) -> Iterator[tuple[int, Scalar]]:
        places = self.of_product(product) if product else range(len(self.subjects))
        for place in places:
            value = self.subjects[place].said(key)
            if value is not None:
                yield place, value


class Offer:
    """A priced quote as a policy looks at it. ``words``: those that are asked for anywhere;
    ``costed``: products whose cost is.
    """

    def __init__(
        self, quote: Quote, release: Release, *, words: frozenset[str], costs: Costs, costed: frozenset[str]
    ) -> None:
        self.quote = quote
        self.release = release
        self.words = words
        self.day = quote.catalog_day
        self.families = {key: one.family for key, one in release.products.items()}
        self.convert = _conversion(quote, release)
        self.figures = list(figures_of(quote, words, costs, costed=costed))
        self._tables: dict[tuple[Over, frozenset[str], frozenset[str]], Table] = {}
        amounts = AMOUNTS if self.convert is not _same else frozenset()
        self._asking = [
            (word, flat_key(word), _ASKED[word], word in amounts) for word in words if word in _ASKED
        ]
        self._said: dict[str, Scalar | None] = {}
        tier = quote.customer_tier
        self.terms: dict[str, Scalar] = {
            flat_key("region"): quote.header.region,
            flat_key("tier"): tier,
            flat_key("account"): quote.account,
            flat_key("currency"): quote.currency,
            flat_key("valid_days"): Decimal(
                (quote.valid_until - quote.created_at.astimezone(UTC).date()).days
            ),
        }

    def said_of_lines(self, source: str, worked_out: Callable[[], Scalar | None]) -> Scalar | None:
        """What is said of lines in these words, which is the same for every rule."""
        if source not in self._said:
            self._said[source] = worked_out()
        return self._said[source]

    def table(self, over: Over, reach: Reach = EVERYWHERE) -> Table:
        """Where lines are taken together, those that the reach names."""
        by_line = over == "line"
        key = (over, _NONE if by_line else reach.products, _NONE if by_line else reach.families)
        found = self._tables.get(key)
        if found is None:
            found = self._tables[key] = Table(list(self._subjects(over, reach)))
        return found

    def _subjects(self, over: Over, reach: Reach) -> Iterator[Subject]:
        if over == "line":
            yield from map(self._line, self.quote.lines, self.figures)
            return
        together: dict[str, list[Figures]] = {}
        for line, figures in zip(self.quote.lines, self.figures, strict=True):
            if line.is_offered and reach.sells(line.product, self.families.get(line.product, "")):
                together.setdefault(self._bucket(over, line), []).append(figures)
        for key, members in together.items():
            if over != "group" or key:
                yield self._bucket_of(over, key, members)

    def _bucket(self, over: Over, line: Line) -> str:
        match over:
            case "product":
                return line.product
            case "family":
                return self.families.get(line.product, "")
            case "group":
                return line.details.group
        return ""

    def _bucket_of(self, over: Over, key: str, members: Sequence[Figures]) -> Subject:
        said: dict[str, Scalar] = {} if over == "quote" else {flat_key(over): key}
        product, family = "", key if over == "family" else ""
        if over == "product":
            product, family = key, self.families.get(key, "")
            said[flat_key("family")] = family
        total = added_up(members)
        words, unknown = self._numbers(total)
        return Subject(
            "quote" if over == "quote" else f"{over} {key}",
            words | said,
            product=product,
            family=family,
            unknown=unknown,
        )

    def _line(self, line: Line, figures: Figures) -> Subject:
        words, unknown = self._numbers(figures)
        family = self.families.get(line.product, "")
        words[_PRODUCT] = line.product
        words[_FAMILY] = family
        words[_GROUP] = line.details.group
        words[_STANDING] = line.details.standing.value
        words[_CHARGE] = line.price.recurs or "once"
        if "price" in self.words:
            price = self.convert(quotient(line.price.net_amount, Decimal(line.quantity)))
            words |= {} if price is None else {flat_key("price"): price}
        return Subject(f"line {line.n}", words, line.values, line.product, family, unknown, True)

    def _numbers(self, of: Figures) -> tuple[dict[str, Scalar], frozenset[str]]:
        """With the terms of the quote; and which have no value because something is missing."""
        words = self.terms.copy()
        unknown = []
        for word, key, ask, converted in self._asking:
            value = ask(of)
            if value is not None and converted:
                value = self.convert(value)
                if value is None:
                    unknown.append(word)
            elif value is None and word in COSTS and not of.open:
                unknown.append(word)
            if value is not None:
                words[key] = value
        return words, frozenset(unknown) if unknown else _NONE


_PRODUCT: Final = flat_key("product")
_FAMILY: Final = flat_key("family")
_GROUP: Final = flat_key("group")
_STANDING: Final = flat_key("standing")
_CHARGE: Final = flat_key("charge")
_ASKED: Mapping[str, Callable[[Figures], Decimal | None]] = {
    "quantity": lambda of: Decimal(of.quantity),
    "list": lambda of: of.listed,
    "net": lambda of: of.net,
    "given": lambda of: of.given,
    "discount": lambda of: of.discount,
    "off_list": lambda of: of.off_list,
    "cost": lambda of: of.cost,
    "profit": lambda of: of.profit,
    "margin": lambda of: of.margin,
    "one_time": lambda of: of.one_time,
    "recurring": lambda of: of.net - of.one_time,
    "monthly": lambda of: of.monthly,
    "yearly": lambda of: of.yearly,
    "months": lambda of: of.months,
}


def _conversion(quote: Quote, release: Release) -> Convert:
    """Of amounts to the currency of the policy, by the rates of the quote's day; None without a rate."""
    own, wanted = quote.currency, release.approvals.currency or release.currencies[0]
    if own == wanted:
        return _same
    rate = release.approvals.rates.get(own)
    if rate is not None:
        return lambda amount: quotient(amount, rate)
    rates = release.pricing.rates_on(quote.catalog_day)
    if rates is None:
        return _none
    known = {rates.base: Decimal(1), **rates.rates}
    if own not in known or wanted not in known:
        return _none
    return lambda amount: quotient(EXACT.multiply(amount, known[wanted]), known[own])


def _same(amount: Decimal) -> Decimal | None:
    return amount


def _none(amount: Decimal) -> Decimal | None:
    return None
