"""Many wishes for lines to lines of a quote: what is alike is configured once, what is wrong is told by row.

Configuring is done without a transaction; putting the lines onto a quote costs little and is done within one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.actions.call import Call
from app.actions.discounts import read_discount
from app.actions.lines import made_line
from app.actions.note_line import read_note
from app.actions.releases import configurator, release_of, sold_product
from app.catalog import Product, Release
from app.configuration import Configuration
from app.errors import AppError
from app.pricing import Terms, price_weights
from app.quoting import (
    LINE_LIMIT,
    Details,
    Line,
    Quote,
    Standing,
    check_quantity,
    group_name,
    next_place,
)
from app.quoting.allowed import check_discounts
from app.quoting.line_tables import Fault
from app.quoting.line_wishes import LineWish
from app.quoting.priced import priced, terms_of
from app.services import Services
from app.store import Transaction

_MOST_UNPRICED: Final = 20
_FIGURES: Final = {
    "percent": "discount percent",
    "amount": "discount amount",
    "target": "target price",
    "line": "target amount",
}
_LOST: Final = "names a row that cannot be added itself."


@dataclass(frozen=True, slots=True)
class Configured:
    wish: LineWish
    configuration: Configuration


@dataclass(slots=True)
class Adding:
    """Wishes on their way to lines, with all that is wrong with them."""

    services: Services
    call: Call
    faults: list[Fault] = field(default_factory=list)
    known: dict[object, Configuration | AppError] = field(default_factory=dict)
    sold: dict[str, AppError | None] = field(default_factory=dict)

    def configured(self, tx: Transaction, quote: Quote, wishes: Iterable[LineWish]) -> tuple[Configured, ...]:
        release = release_of(self.services, tx, quote)
        found = (self._configured(tx, quote, wish, release) for wish in wishes)
        return tuple(one for one in found if one is not None)

    def _configured(
        self, tx: Transaction, quote: Quote, wish: LineWish, release: Release
    ) -> Configured | None:
        refused = self._withdrawn(tx, quote, wish.product)
        if refused is not None:
            self.faults.append(wish.fault("product", refused.code, refused.detail))
            return None
        found = self._configuration(wish, release, terms=terms_of(quote, release))
        if isinstance(found, Configuration):
            return Configured(wish, found)
        self.faults.append(wish.fault(self._column(wish, found), found.code, found.detail))
        return None

    def _withdrawn(self, tx: Transaction, quote: Quote, product: Product) -> AppError | None:
        if product.key not in self.sold:
            self.sold[product.key] = _refusal(
                lambda: sold_product(self.services, tx, quote, product.key, at=self.call.at)
            )
        return self.sold[product.key]

    def _configuration(self, wish: LineWish, release: Release, *, terms: Terms) -> Configuration | AppError:
        """Rows repeat each other; each set of choices is configured once."""
        product = wish.product
        same = (product.key, *sorted((key, repr(value)) for key, value in wish.choices.items()))
        if same not in self.known:
            try:
                weights = price_weights(product, terms)
                engine = configurator(release, product)
                self.known[same] = engine.change({}, wish.choices, weights=weights)
            except AppError as refused:
                self.known[same] = refused
        return self.known[same]

    def _column(self, wish: LineWish, refused: AppError) -> str:
        conflict = getattr(refused, "conflict", None)
        named = refused.facts.get("attribute", "") if conflict is None else conflict.attribute
        attribute = wish.product.attribute(str(named))
        names = {named} if attribute is None else {named, attribute.name.casefold()}
        return next((one for one in wish.places if one in names or one.casefold() in names), "choices")

    def added(self, quote: Quote, release: Release, configured: Sequence[Configured]) -> Quote:
        """The quote with all that is not wrong, priced. Raises what pricing raises of other lines, and of
        more than a few of these.
        """
        wishes, lines = self.lines(quote, configured)
        for tried in range(_MOST_UNPRICED + 1):
            try:
                made = priced(with_lines(quote, lines, call=self.call), release)
                check_discounts(quote, made, release, roles=self.call.actor.roles)
                return made
            except AppError as refused:
                n = refused.facts.get("line")
                if not isinstance(n, int) or n not in wishes or tried == _MOST_UNPRICED:
                    raise
                self.faults.append(_of_terms(wishes[n], refused))
                lines = self._without(lines, n, wishes)
        raise AssertionError("unreachable")

    def _without(self, lines: tuple[Line, ...], n: int, wishes: Mapping[int, LineWish]) -> tuple[Line, ...]:
        """Nor what is an alternative to it."""
        for line in lines:
            if line.details.instead_of == n:
                self.faults.append(wishes[line.n].fault("alternative to", "standing_invalid", _LOST))
        return tuple(line for line in lines if n not in (line.n, line.details.instead_of))

    def lines(
        self, quote: Quote, configured: Sequence[Configured]
    ) -> tuple[Mapping[int, LineWish], tuple[Line, ...]]:
        """New lines of this quote, in the order of the wishes, without what is wrong; wishes by number."""
        place = next_place(quote.lines)
        made: list[tuple[LineWish, Line]] = []
        for one in configured:
            n = quote.next_line + len(made)
            try:
                line = self._line(quote, one, n=n, place=place)
            except AppError as refused:
                self.faults.append(_of_terms(one.wish, refused))
                continue
            if len(quote.lines) + len(made) >= LINE_LIMIT:
                text = f"is too much: a quote has at most {LINE_LIMIT} lines. Start a second quote."
                self.faults.append(one.wish.fault("product", "too_many_lines", text))
                continue
            made.append((one.wish, line))
        return {line.n: wish for wish, line in made}, self._with_standings(made)

    def _line(self, quote: Quote, one: Configured, *, n: int, place: int) -> Line:
        wish = one.wish
        details = Details(
            term=wish.term,
            group=group_name(wish.group) if wish.group else "",
            note=read_note(wish.note),
        )
        return made_line(
            wish.product,
            one.configuration,
            n=n,
            quantity=check_quantity(wish.quantity, maximum=wish.product.maximum_quantity),
            currency=quote.currency,
            discount=read_discount(wish.discount, quote.currency),
            details=details,
            place=place,
        )

    def _with_standings(self, made: Sequence[tuple[LineWish, Line]]) -> tuple[Line, ...]:
        labels = {wish.label: line.n for wish, line in made if wish.label}
        standings = {line.n: wish.standing for wish, line in made}
        found = []
        for wish, line in made:
            original = labels.get(wish.instead_of)
            fault = _standing_fault(wish, original, standings)
            if fault is not None:
                self.faults.append(fault)
                continue
            alternative = wish.standing == Standing.ALTERNATIVE
            details = replace(
                line.details,
                standing=Standing(wish.standing),
                instead_of=original if alternative else None,
            )
            found.append(replace(line, details=details))
        return tuple(found)


def with_lines(quote: Quote, lines: tuple[Line, ...], *, call: Call) -> Quote:
    """Groups that the quote lacks are added, in the order in which the lines name them."""
    known = {name.casefold(): name for name in quote.header.groups}
    for line in lines:
        if line.details.group:
            known.setdefault(line.details.group.casefold(), line.details.group)
    same = tuple(
        replace(line, details=replace(line.details, group=known.get(line.details.group.casefold(), "")))
        for line in lines
    )
    header = replace(quote.header, groups=tuple(known.values()))
    next_line = max((line.n for line in lines), default=0) + 1
    return quote.arranged((*quote.lines, *same), at=call.at, header=header, next_line=next_line)


def _standing_fault(wish: LineWish, original: int | None, standings: Mapping[int, str]) -> Fault | None:
    if wish.standing not in set(Standing):
        return wish.fault("standing", "standing_invalid", "is offered, optional or alternative.")
    if wish.standing != Standing.ALTERNATIVE:
        return None
    if original is None or standings[original] == Standing.ALTERNATIVE:
        text = "names, under line, another row that is no alternative itself."
        return wish.fault("alternative to", "standing_invalid", text)
    return None


def _of_terms(wish: LineWish, refused: AppError) -> Fault:
    given = wish.discount or {}
    figure = next((column for kind, column in _FIGURES.items() if kind in given), "")
    columns = {
        "quantity_invalid": "quantity",
        "group_invalid": "group",
        "details_invalid": "note",
        "discount_invalid": figure if given.get("reason") else "reason",
        "amount_invalid": figure,
    }
    return wish.fault(columns.get(refused.code, ""), refused.code, refused.detail)


def _refusal(ask: Callable[[], object]) -> AppError | None:
    try:
        ask()
    except AppError as refused:
        return refused
    return None
