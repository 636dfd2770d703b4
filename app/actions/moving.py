"""What moving a quote to another release changes, line by line. Nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from app.actions.lines import made_line
from app.actions.releases import configurator
from app.actions.start_quote import check_currency
from app.catalog import Product, Release, Value
from app.configuration import CarriedOver, Configuration, carried_over
from app.pricing import Discount, DiscountInvalid
from app.quoting import Line, Quote
from app.quoting.priced import priced

State: TypeAlias = Literal["open", "implied", "absent", "gone", "unanswered"]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A choice of the user that the other release does not allow. ``state`` says how its attribute stands
    there: left open, decided by the rest (then ``after`` has it), not applying, not there at all, or, a
    need, unanswered.
    """

    attribute: str
    value: Value
    reason: str
    state: State
    after: Value | None


@dataclass(frozen=True, slots=True)
class ImpliedChange:
    """A value that nobody chose and that is another one now; ``None`` where there is none."""

    attribute: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class LineMove:
    """``after`` is ``None`` for a product that the other release no longer has: the line goes. ``opened`` are
    questions that the line did not leave open before. ``product`` is its own product as far as it is known,
    ``new_product`` that of the other release.
    """

    before: Line
    after: Line | None
    given_up: tuple[GivenUp, ...] = ()
    consequences: tuple[ImpliedChange, ...] = ()
    opened: tuple[str, ...] = ()
    quantity_lowered: bool = False
    discount_dropped: bool = False
    product: Product | None = None
    new_product: Product | None = None

    @property
    def changes(self) -> bool:
        """Whether anything a customer would see is another one."""
        return self.after != self.before


@dataclass(frozen=True, slots=True)
class QuoteMove:
    """``before`` on its own release (``origin``, if that is stored here), ``after`` on ``target``."""

    before: Quote
    after: Quote
    origin: Release | None
    target: Release
    lines: tuple[LineMove, ...]


def planned_move(quote: Quote, *, origin: Release | None, target: Release, at: datetime) -> QuoteMove:
    """Raises CurrencyUnsupported, StatusForbids, and Undecided."""
    lines = planned_lines(quote, quote.lines, origin=origin, target=target)
    kept = tuple(move.after for move in lines if move.after is not None)
    made = quote.on_release(target.fingerprint, lines=kept, at=at, moved_at=at)
    return priced_move(QuoteMove(quote, made, origin, target, lines))


def priced_move(move: QuoteMove) -> QuoteMove:
    """The same, its lines with their new prices, and without discounts that are larger than these."""
    after = _priced(move.after, move.target)
    lines = tuple(_with_price(one, after) for one in move.lines)
    return replace(move, after=after, lines=lines)


def _priced(quote: Quote, release: Release) -> Quote:
    try:
        return priced(quote, release)
    except DiscountInvalid as refused:
        n = refused.facts.get("line")
        if n is None:
            return _priced(replace(quote, header=replace(quote.header, discount=None)), release)
        lines = tuple(replace(line, discount=None) if line.n == n else line for line in quote.lines)
        return _priced(replace(quote, lines=lines), release)


def _with_price(move: LineMove, after: Quote) -> LineMove:
    if move.after is None:
        return move
    line = after.line(move.before.n)
    return replace(move, after=line, discount_dropped=line.discount != move.before.discount)


def planned_lines(
    quote: Quote, lines: tuple[Line, ...], *, origin: Release | None, target: Release
) -> tuple[LineMove, ...]:
    """Those lines on that release, at the terms of ``quote``. Raises CurrencyUnsupported, and Undecided."""
    check_currency(target, quote.currency)
    carried: dict[object, CarriedOver] = {}
    return tuple(
        _line_move(line, _of(origin, line), _of(target, line), release=target, quote=quote, carried=carried)
        for line in lines
    )


def _of(release: Release | None, line: Line) -> Product | None:
    return release.product(line.product) if release and release.sells(line.product) else None


def _line_move(
    line: Line,
    own: Product | None,
    product: Product | None,
    *,
    release: Release,
    quote: Quote,
    carried: dict[object, CarriedOver],
) -> LineMove:
    if product is None:
        return LineMove(line, None, product=own)
    # Quotes repeat lines; each set of choices is carried over once.
    same = (product.key, *sorted((key, repr(value)) for key, value in line.choices.items()))
    if same not in carried:
        carried[same] = carried_over(configurator(release, product), line.choices)
    found = carried[same]
    after = _made(line, product, found.configuration, currency=quote.currency)
    return LineMove(
        before=line,
        after=after,
        given_up=given_up(found),
        consequences=_consequences(line, found.configuration),
        opened=_opened(line, own, found),
        quantity_lowered=after.quantity != line.quantity,
        product=own,
        new_product=product,
    )


def _made(line: Line, product: Product, configuration: Configuration, *, currency: str) -> Line:
    """At the quantity that is allowed; without a discount in another currency."""
    return made_line(
        product,
        configuration,
        n=line.n,
        quantity=min(line.quantity, product.maximum_quantity),
        currency=currency,
        discount=discount_in(line.discount, currency),
        details=line.details,
        place=line.place,
    )


def discount_in(discount: Discount | None, currency: str) -> Discount | None:
    """None for an amount in another currency: nobody said what it is worth in this one."""
    amount = discount.money if discount else None
    return None if amount is not None and amount.currency != currency else discount


def given_up(found: CarriedOver) -> tuple[GivenUp, ...]:
    configuration = found.configuration
    return tuple(
        GivenUp(
            lost.attribute,
            lost.value,
            lost.reason,
            _state(lost.attribute, configuration),
            configuration.implied.get(lost.attribute),
        )
        for lost in found.lost
    )


def _state(attribute: str, configuration: Configuration) -> State:
    if attribute not in configuration.domains:
        return "gone"
    if attribute in configuration.needs:
        return "unanswered"
    if attribute in configuration.absent:
        return "absent"
    return "implied" if attribute in configuration.implied else "open"


def _consequences(line: Line, configuration: Configuration) -> tuple[ImpliedChange, ...]:
    """In the catalog's order, what is gone at the end."""
    before: Mapping[str, Value] = {
        key: value for key, value in line.values.items() if key not in line.choices
    }
    after = {key: value for key, value in configuration.implied.items() if key not in line.choices}
    keys = [*(key for key in configuration.domains if key in before or key in after)]
    keys += [key for key in before if key not in configuration.domains]
    return tuple(
        ImpliedChange(key, before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    )


def _opened(line: Line, own: Product | None, found: CarriedOver) -> tuple[str, ...]:
    """Without what was given up and what followed before: those are told anyway."""
    told: Sequence[str] = [*(lost.attribute for lost in found.lost), *line.values]
    return tuple(
        key
        for key in found.configuration.open
        if key not in told and (line.complete or (own is not None and own.attribute(key) is None))
    )
