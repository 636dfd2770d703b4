"""What stands in a cell of a table, read as values of its column."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.catalog.cells import Cell, Span, Unread
from app.catalog.checks.expressions import unknown_value
from app.catalog.expressions.tree import Scalar
from app.catalog.product import Attribute

_NUMBER = r"[-+]?[0-9]{1,18}(?:\.[0-9]{1,18})?"
_WHOLE = re.compile(_NUMBER)
_SPAN = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_TRUTHS = {"true": True, "false": False}


class CellUnreadable(ValueError):
    """What is wrong with a cell, and what to write instead."""


def read_cell(cell: Cell, attribute: Attribute) -> Cell:
    """The cell with every text of a file in it read. Raises CellUnreadable."""
    if cell is None:
        return None
    return frozenset(one for member in cell for one in _read(member, attribute))


def _read(member: Scalar | Span | Unread, attribute: Attribute) -> Iterator[Scalar | Span]:
    if not isinstance(member, Unread):
        yield member
    elif attribute.kind == "choice" and attribute.option(member.text):
        yield member.text
    else:
        for part in member.text.split("|"):
            yield _one(part.strip(), attribute)


def _one(text: str, attribute: Attribute) -> Scalar | Span:
    if not text:
        raise CellUnreadable('the cell is empty in a place; write the values as a|b, or "*" for any')
    if attribute.kind == "boolean":
        return _checked(_TRUTHS.get(text.lower(), text), attribute)
    span = _SPAN.fullmatch(text) if attribute.numeric else None
    if span:
        return _span(_number(span[1]), _number(span[2]), attribute)
    is_number = attribute.numeric and _WHOLE.fullmatch(text)
    return _checked(_number(text) if is_number else text, attribute)


def _span(low: int | Decimal, high: int | Decimal, attribute: Attribute) -> Span:
    if low > high:
        raise CellUnreadable(f"the range {low}..{high} is empty; write the smaller number first")
    found = Span(low, high)
    if not holds_some(found, attribute):
        raise CellUnreadable(f"no value of {attribute.key} is within {low}..{high}")
    return found


def holds_some(span: Span, attribute: Attribute) -> bool:
    """Whether a value of the attribute is within, found without making all of them."""
    if not attribute.size or not attribute.numeric:
        return False
    place = ceil((Fraction(span.minimum) - Fraction(attribute.minimum)) / Fraction(attribute.step))
    return place < attribute.size and attribute.number(max(0, place)) in span


def _checked(value: Scalar, attribute: Attribute) -> Scalar:
    found = attribute.canonical(value)
    if found is None and attribute.kind != "text":
        raise CellUnreadable(unknown_value(attribute, value))
    return value if found is None else found


def _number(text: str) -> int | Decimal:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number
