"""Where a document differs from what was offered, as far as its words tell."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from app.amounts import Money
from app.documents import Spot, digits
from app.quoting import Difference

_NOTHING: Final = "nothing"


def printed_difference(spot: Spot, offer: Mapping[str, Any]) -> Difference:
    """``offer`` is the sealed one: a figure that is gone is looked for among its amounts."""
    return Difference(_place(spot, offer), spot.offered or _NOTHING, spot.found or _NOTHING)


def _place(spot: Spot, offer: Mapping[str, Any]) -> str:
    gone = {digits(word) for word in spot.offered.split()} - {""}
    named = next((name for name, figure in _figures(offer) if figure in gone), None)
    if named is not None:
        return named
    return "a figure" if digits(spot.offered) != digits(spot.found) else "the text"


def _figures(offer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    currency = offer["currency"]
    yield "the net total", _printed(offer["totals"]["net"], currency)
    yield "the total at list prices", _printed(offer["totals"]["list"], currency)
    for line in offer["lines"]:
        for name in ("net", "unit_net", "unit_list"):
            yield f"line {line['n']}, {name.replace('_', ' ')}", _printed(line[name], currency)


def _printed(figure: str, currency: str) -> str:
    """The digits of an amount as documents print it, with the currency's decimals."""
    return digits(str(Money(Decimal(figure), currency).rounded()))
