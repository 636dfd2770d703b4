"""Two quotes side by side: what was added, removed and changed, as values. What they say in words is apart.

A comparison of a quote with itself is empty; that of the other order is the mirror image.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from typing import Final

from app.amounts import Money
from app.catalog import Value, same
from app.pricing import LinePrice
from app.quoting.pairing import paired
from app.quoting.quote import Line, Quote

_EXACT: Final = Context(prec=60)


class Facet(StrEnum):
    """What else than choices and price of a line, or than lines of a quote, may be another."""

    ARTICLE = "article"
    QUANTITY = "quantity"
    DISCOUNT = "discount"
    TERM = "term"
    STANDING = "standing"
    GROUP = "group"
    NOTE = "note"
    CURRENCY = "currency"
    VALID_UNTIL = "valid_until"
    TIER = "tier"
    REGION = "region"
    CODES = "codes"
    GROUPS = "groups"
    RELEASE = "release"
    CATALOG_DAY = "catalog_day"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class FacetChange:
    """``before`` and ``after`` have the type that the facet has in a line or quote; None: there was none."""

    facet: Facet
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """None: not decided, or not asked. ``own``: a person chose it on one side at least."""

    attribute: str
    before: Value | None
    after: Value | None
    own: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A step of the waterfall with what it does to one unit, before and after; zero where there is none."""

    kind: str
    label_before: str
    label_after: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return _EXACT.subtract(self.after, self.before)


@dataclass(frozen=True, slots=True)
class LineComparison:
    """A line and its partner; one of them may be None. ``causes`` are the steps whose effect is another."""

    before: Line | None
    after: Line | None
    choices: tuple[ChoiceChange, ...] = ()
    facets: tuple[FacetChange, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def is_same(self) -> bool:
        both = self.before is not None and self.after is not None
        return both and not (self.choices or self.facets or self.causes or self.prices_differ)

    @property
    def prices_differ(self) -> bool:
        if self.before is None or self.after is None:
            return True
        one, other = self.before.price, self.after.price
        return (one.net, one.unit_net, one.unit_list) != (other.net, other.unit_net, other.unit_list)

    @property
    def mirrored(self) -> "LineComparison":
        return LineComparison(
            self.after,
            self.before,
            tuple(ChoiceChange(one.attribute, one.after, one.before, one.own) for one in self.choices),
            tuple(FacetChange(one.facet, one.after, one.before) for one in self.facets),
            tuple(
                Cause(one.kind, one.label_after, one.label_before, one.after, one.before)
                for one in self.causes
            ),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A quote with what else is known of it here: its terms in words, and margins for who may see them.

    ``margins`` by the number of a line, ``margin`` of all that is offered; None where it is not known.
    """

    quote: Quote
    terms: Sequence[str] = ()
    margins: Mapping[int, Money] | None = None
    margin: Money | None = None


@dataclass(frozen=True, slots=True)
class QuoteComparison:
    """``reordered``: lines that both have stand in another order."""

    before: Side
    after: Side
    lines: tuple[LineComparison, ...]
    facets: tuple[FacetChange, ...]
    reordered: bool

    @property
    def is_same(self) -> bool:
        return not self.facets and not self.reordered and all(line.is_same for line in self.lines)

    @property
    def changed(self) -> tuple[LineComparison, ...]:
        return tuple(line for line in self.lines if not line.is_same)

    @property
    def difference(self) -> Money | None:
        """Of the totals; None between two currencies."""
        one, other = self.before.quote, self.after.quote
        return other.total - one.total if one.currency == other.currency else None


def compared(before: Side, after: Side) -> QuoteComparison:
    pairs = paired(before.quote, after.quote)
    return QuoteComparison(
        before,
        after,
        tuple(compared_lines(one, other) for one, other in pairs),
        tuple(_quote_facets(before, after)),
        _reordered([(one, other) for one, other in pairs if one and other], before.quote),
    )


def compared_lines(before: Line | None, after: Line | None) -> LineComparison:
    if before is None or after is None:
        return LineComparison(before, after)
    return LineComparison(
        before,
        after,
        tuple(_choices(before, after)),
        tuple(_line_facets(before, after)),
        tuple(_causes(before.price, after.price)),
    )


def _choices(before: Line, after: Line) -> Iterator[ChoiceChange]:
    """In the order of the attributes' names: each side may know them in another."""
    for key in sorted({*before.values, *after.values}):
        one, other = before.values.get(key), after.values.get(key)
        if not same(one, other):
            yield ChoiceChange(key, one, other, own=key in before.choices or key in after.choices)


def _line_facets(before: Line, after: Line) -> Iterator[FacetChange]:
    one, other = before.details, after.details
    sides = (
        (Facet.ARTICLE, (before.name, before.code), (after.name, after.code)),
        (Facet.QUANTITY, before.quantity, after.quantity),
        (Facet.DISCOUNT, before.discount, after.discount),
        (Facet.TERM, one.term, other.term),
        (Facet.STANDING, (one.standing, one.instead_of), (other.standing, other.instead_of)),
        (Facet.GROUP, one.group, other.group),
        (Facet.NOTE, one.note, other.note),
    )
    yield from _different(sides)


def _quote_facets(before: Side, after: Side) -> Iterator[FacetChange]:
    one, other = before.quote, after.quote
    sides = (
        (Facet.CURRENCY, one.currency, other.currency),
        (Facet.VALID_UNTIL, one.valid_until, other.valid_until),
        (Facet.TIER, one.customer_tier, other.customer_tier),
        (Facet.REGION, one.header.region, other.header.region),
        (Facet.CODES, one.header.codes, other.header.codes),
        (Facet.DISCOUNT, one.header.discount, other.header.discount),
        (Facet.GROUPS, one.header.groups, other.header.groups),
        (Facet.NOTE, one.header.note, other.header.note),
        (Facet.RELEASE, one.release, other.release),
        (Facet.CATALOG_DAY, one.catalog_day, other.catalog_day),
        (Facet.TERMS, tuple(before.terms), tuple(after.terms)),
    )
    yield from _different(sides)


def _different(sides: Sequence[tuple[Facet, object, object]]) -> Iterator[FacetChange]:
    return (FacetChange(facet, one, other) for facet, one, other in sides if one != other)


def _causes(before: LinePrice, after: LinePrice) -> Iterator[Cause]:
    """Steps are one where kind and rule are; of some kinds there is one a line, whatever its rule."""
    if before.unit_net.currency != after.unit_net.currency:
        return
    one, other = _effects(before), _effects(after)
    for key in [*one, *(key for key in other if key not in one)]:
        label, effect = one.get(key, _NO_STEP)
        label_after, effect_after = other.get(key, _NO_STEP)
        if effect != effect_after:
            yield Cause(key[0], label, label_after, effect, effect_after)


_NO_STEP: Final = ("", Decimal(0))
_ONE_A_LINE: Final = ("list", "quantity", "customer", "manual", "header", "rounding")


def _effects(price: LinePrice) -> dict[tuple[str, str, int], tuple[str, Decimal]]:
    """What each step does to one unit. Steps of older quotes say so, later ones say it of the whole line."""
    whole = bool(price.steps) and price.steps[-1].after == price.net
    each = price.quantity if whole else 1
    found: dict[tuple[str, str, int], tuple[str, Decimal]] = {}
    for step in price.steps:
        key = step.kind, "" if step.kind in _ONE_A_LINE else step.rule
        n = sum(known[:2] == key for known in found)
        found[*key, n] = (step.label, _EXACT.divide(step.effect.amount, Decimal(each)))
    return found


def _reordered(pairs: Sequence[tuple[Line, Line]], before: Quote) -> bool:
    place = {line.n: n for n, line in enumerate(before.lines)}
    places = [place[one.n] for one, _ in pairs]
    return places != sorted(places)
