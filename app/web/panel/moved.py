"""What moving a quote changes, in words for each line."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.actions import GivenUp, ImpliedChange, LineMove, QuoteMove
from app.catalog import Product, Value
from app.web.panel.figures import difference, off, whole, with_currency
from app.web.panel.values import worded


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A line that moving changes. ``lost`` are own choices that cannot stay, with the reason and what comes
    of each; ``others`` what else changes.
    """

    n: int
    name: str
    gone: bool
    lost: tuple[tuple[str, str, str], ...]
    others: tuple[str, ...]
    before: str
    after: str
    difference: str


def changed_lines(move: QuoteMove) -> list[ShownMove]:
    return [shown_move(line) for line in move.lines if line.changes]


def shown_move(move: LineMove) -> ShownMove:
    before, after = move.before.price.net, move.after.price.net if move.after else None
    return ShownMove(
        n=move.before.n,
        name=move.before.name,
        gone=after is None,
        lost=tuple(_lost(one, move.product, move.new_product) for one in move.given_up),
        others=tuple(_others(move)),
        before=with_currency(before),
        after="" if after is None else with_currency(after),
        difference="" if after is None or after.currency != before.currency else difference(after - before),
    )


_COMES_OF = {
    "open": "Left open for you to answer.",
    "unanswered": "It is not answered any more; the line is complete without.",
    "absent": "The question does not apply any more.",
    "gone": "The question is no longer asked.",
}


def lost_texts(lost: tuple[GivenUp, ...], product: Product) -> tuple[tuple[str, str, str], ...]:
    """Of choices that were made on another release."""
    return tuple(_lost(one, None, product) for one in lost)


def _lost(one: GivenUp, product: Product | None, new_product: Product | None) -> tuple[str, str, str]:
    was = _worded(one.attribute, one.value, product, new_product)
    reason = one.reason or "The newer catalog does not offer it."
    if one.after is None:
        return was, reason, _COMES_OF[one.state]
    return was, reason, f"Now it follows: {_worded(one.attribute, one.after, new_product)}."


def _why_dropped(move: LineMove) -> str:
    other = move.after is not None and move.after.price.net.currency != move.before.price.net.currency
    return "is an amount in another currency" if other else "is larger than the new price"


def _others(move: LineMove) -> Iterator[str]:
    for one in move.consequences:
        yield _consequence(move, one)
    for attribute in move.opened:
        known = move.new_product.attribute(attribute) if move.new_product else None
        yield f"{known.name if known else attribute} is a question to answer."
    after = move.after
    if after is None:
        return
    if move.quantity_lowered:
        yield (
            f"Quantity: {whole(after.quantity)} instead of {whole(move.before.quantity)}, the most in a line."
        )
    if move.discount_dropped and move.before.discount:
        yield f"The discount of {off(move.before.discount)} {_why_dropped(move)} and is taken off."
    if after.code != move.before.code:
        yield f"Article: {after.code} instead of {move.before.code}."
    if after.name != move.before.name:
        yield f"It is called {after.name} now."


def _consequence(move: LineMove, one: ImpliedChange) -> str:
    was = _worded(one.attribute, one.before, move.product, move.new_product)
    now = _worded(one.attribute, one.after, move.new_product, move.product)
    if one.before is None:
        return f"{now} follows now."
    return f"{was} does not follow any more." if one.after is None else f"{now} follows instead of {was}."


def _worded(attribute: str, value: Value | None, *products: Product | None) -> str:
    """In the words of the first product that has the attribute."""
    known = (product for product in products if product is not None and product.attribute(attribute))
    product = next(known, None)
    return f"{attribute}: {value}" if product is None else worded(product, attribute, value=value)
