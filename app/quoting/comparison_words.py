"""A comparison in words: sentences that a sales person reads, each with its figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from app.amounts import Money, Percent
from app.catalog import Product, Value
from app.pricing import Discount, Off, TargetAmount, TargetPrice
from app.quoting.comparison import Cause, ChoiceChange, Facet, FacetChange, LineComparison, QuoteComparison
from app.quoting.details import Standing, Term
from app.quoting.quote import Line

MOST_CAUSES: Final = 5
_LONGEST: Final = 120
_WIDE: Final = Context(prec=100)

Products = Mapping[str, Product]
"""What is sold, by key, as the release of a quote has it; what it does not know is called by its key."""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """``heading`` names it; ``texts`` say what is another, without full stops; none where all is the same."""

    heading: str
    texts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"{self.heading}: {'; '.join(self.texts)}." if self.texts else f"{self.heading}: the same."


def sentences(comparison: QuoteComparison, *, before: Products, after: Products) -> tuple[str, ...]:
    """Of the quotes first, then of each line that is another."""
    lines = [told_line(line, before=before, after=after).sentence for line in comparison.changed]
    return (*told_quote(comparison), *lines)


def told_quote(comparison: QuoteComparison) -> tuple[str, ...]:
    return tuple(_quote_texts(comparison))


def told_line(line: LineComparison, *, before: Products, after: Products) -> ToldLine:
    one, other = line.before, line.after
    if one is None or other is None:
        return _alone(one, other)
    product, known = after.get(other.product), before.get(one.product)
    texts = [
        *(_choice(change, known, product) for change in line.choices if change.own),
        *(f"so {_choice(change, known, product)}" for change in line.choices if not change.own),
        *(_facet(change) for change in line.facets),
        *_prices(line, one, other),
    ]
    return ToldLine(_named(one, other), tuple(texts))


def _alone(before: Line | None, after: Line | None) -> ToldLine:
    line, deed = (after, "added") if after is not None else (before, "removed")
    if line is None:
        return ToldLine("No line", ())
    price = line.price
    text = f"{deed}, {line.quantity:,} at {_amount(price.unit_net)}, together {_with_currency(price.net)}"
    return ToldLine(f"Line {line.n} {line.name}", (text,))


def _named(before: Line, after: Line) -> str:
    was = f" (was line {before.n})" if before.n != after.n else ""
    return f"Line {after.n} {after.name}{was}"


def _choice(change: ChoiceChange, before: Product | None, after: Product | None) -> str:
    name = _attribute_name(change.attribute, after) or _attribute_name(change.attribute, before)
    was = _value(change.attribute, change.before, before, after)
    now = _value(change.attribute, change.after, after, before)
    return f"{name or change.attribute} {was} → {now}"


def _attribute_name(key: str, product: Product | None) -> str:
    found = product.attribute(key) if product else None
    return found.name if found else ""


def _value(key: str, value: Value | None, *products: Product | None) -> str:
    """In the words of the first product that knows it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    attributes = [product.attribute(key) for product in products if product is not None]
    known = next((one for one in attributes if one is not None), None)
    option = next((one.option(value) for one in attributes if one and one.option(value)), None)
    if option is not None:
        return option.name
    shown = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{shown} {known.unit}".rstrip() if known else shown


def _facet(change: FacetChange) -> str:
    return f"{_FACETS[change.facet]} {_shown(change.before)} → {_shown(change.after)}"


_FACETS: Final = {
    Facet.ARTICLE: "article",
    Facet.QUANTITY: "quantity",
    Facet.DISCOUNT: "discount",
    Facet.TERM: "term",
    Facet.STANDING: "standing",
    Facet.GROUP: "group",
    Facet.NOTE: "note",
    Facet.CURRENCY: "Currency",
    Facet.VALID_UNTIL: "Valid until",
    Facet.TIER: "Customer tier",
    Facet.REGION: "Region",
    Facet.CODES: "Promotion codes",
    Facet.GROUPS: "Groups",
}


def _shown(value: object) -> str:
    match value:
        case None | "" | ():
            return "none"
        case Discount():
            return f"{_off(value.off)} ({_short(value.reason)})"
        case Term():
            return f"{_day(value.start)} to {_day(value.end)}"
        case date():
            return _day(value)
        case (Standing() as standing, instead_of):
            return f"{standing.value} to line {instead_of}" if instead_of else standing.value
        case (str(), *_):
            return _short(", ".join(str(one) for one in value))
        case int():
            return f"{value:,}"
    return _short(str(value))


def _prices(line: LineComparison, before: Line, after: Line) -> Iterator[str]:
    one, other = before.price, after.price
    if one.unit_net.currency != other.unit_net.currency:
        yield f"unit price {_with_currency(one.unit_net)} → {_with_currency(other.unit_net)}"
        return
    if one.unit_net != other.unit_net:
        because = ", ".join(_causes(line.causes))
        text = f"unit price {_amount(one.unit_net)} → {_amount(other.unit_net)}"
        yield f"{text} because {because}" if because else text
    elif line.causes:
        yield f"the same unit price by other steps: {', '.join(_causes(line.causes))}"
    if one.net != other.net:
        yield f"net {_amount(one.net)} → {_amount(other.net)} ({_signed((other.net - one.net).amount)})"


def _causes(causes: Sequence[Cause]) -> Iterator[str]:
    """The strongest first. What rounding does is told where nothing else is."""
    known = [cause for cause in causes if cause.kind != "rounding"] or causes
    ordered = sorted(known, key=lambda cause: -abs(cause.difference))
    for cause in ordered[:MOST_CAUSES]:
        yield _cause(cause)
    if len(ordered) > MOST_CAUSES:
        yield f"{len(ordered) - MOST_CAUSES} more"


def _cause(cause: Cause) -> str:
    change = _signed(cause.difference, decimals=4 if abs(cause.difference) < Decimal("0.01") else 2)
    if not cause.label_before:
        return f"newly {cause.label_after} {change}"
    if not cause.label_after:
        return f"no longer {cause.label_before} {change}"
    if cause.kind == "list" and cause.before:
        return f"list price {change} ({_share(cause.difference, cause.before)})"
    return f"{_labels(cause.label_before, cause.label_after)} {change}"


def _labels(before: str, after: str) -> str:
    """What both have in front stands once: ``Sectors: 2 → 6``."""
    if before == after:
        return after
    name, colon, value = after.partition(": ")
    if colon and before.startswith(f"{name}: "):
        return f"{name}: {before.removeprefix(name + colon)} → {value}"
    return f"{before} → {after}"


def _quote_texts(comparison: QuoteComparison) -> Iterator[str]:
    one, other = comparison.before, comparison.after
    for change in comparison.facets:
        yield _quote_text(change)
    if comparison.reordered:
        yield "Lines stand in another order."
    difference = comparison.difference
    if difference is None:
        yield f"Total {_with_currency(one.quote.total)} → {_with_currency(other.quote.total)}."
    elif difference:
        share = _share(difference.amount, one.quote.total.amount)
        yield (
            f"Total {_amount(one.quote.total)} → {_with_currency(other.quote.total)} "
            f"({_signed(difference.amount)}{', ' + share if share else ''})."
        )
    if one.margin is not None and other.margin is not None and one.margin != other.margin:
        yield f"Margin {_margin(one.margin, one.quote.total)} → {_margin(other.margin, other.quote.total)}."


def _quote_text(change: FacetChange) -> str:
    match change.facet:
        case Facet.RELEASE:
            return "Another release of the catalog."
        case Facet.CATALOG_DAY:
            return f"Catalog as of {_shown(change.before)} → {_shown(change.after)}."
        case Facet.TERMS:
            return _terms(change)
        case Facet.DISCOUNT:
            return f"Discount on the whole {_shown(change.before)} → {_shown(change.after)}."
        case Facet.NOTE:
            return f"Note {_shown(change.before)} → {_shown(change.after)}."
    return f"{_facet(change)}."


def _terms(change: FacetChange) -> str:
    one, other = (side if isinstance(side, tuple) else () for side in (change.before, change.after))
    come = [f"“{_short(text)}” added" for text in other if text not in one]
    gone = [f"“{_short(text)}” taken out" for text in one if text not in other]
    return f"Terms: {'; '.join([*come, *gone]) or 'in another order'}."


def _margin(margin: Money, net: Money) -> str:
    share = f" ({_percent(margin.amount / net.amount)})" if net else ""
    return f"{_with_currency(margin)}{share}"


def _off(off: Off) -> str:
    match off:
        case Percent():
            return f"{off} %"
        case TargetPrice(unit=unit):
            return f"to {_with_currency(unit)} each"
        case TargetAmount(line=line):
            return f"to {_with_currency(line)}"
        case Money():
            return _with_currency(off)


def _amount(money: Money) -> str:
    return f"{money.rounded().amount:,f}"


def _with_currency(money: Money) -> str:
    return f"{_amount(money)} {money.currency}"


def _signed(number: Decimal, *, decimals: int = 2) -> str:
    rounded = _rounded(number, decimals)
    return f"{'+' if rounded >= 0 else '−'}{abs(rounded):,f}"


def _share(difference: Decimal, whole: Decimal) -> str:
    """``+10 %``; empty where there was nothing."""
    if not whole:
        return ""
    share = _rounded(_WIDE.divide(100 * difference, abs(whole)), 1)
    return f"{'+' if share >= 0 else '−'}{_plain(abs(share))} %"


def _percent(share: Decimal) -> str:
    return f"{_plain(_rounded(100 * share, 1))} %"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _short(text: str) -> str:
    flat = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"
