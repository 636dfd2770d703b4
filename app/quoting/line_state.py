"""What a person decided about a line. All else of a line follows from it, so it is all that undoing needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalog import Value
from app.pricing import Discount
from app.quoting.details import PLAIN, Details
from app.quoting.quote import Line


@dataclass(frozen=True, slots=True)
class LineState:
    """``choices`` are the user's own."""

    choices: Mapping[str, Value]
    quantity: int
    discount: Discount | None = None
    details: Details = PLAIN


def state_of(line: Line) -> LineState:
    return LineState(line.choices, line.quantity, line.discount, line.details)
