"""Which lines a deed is meant for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from app.catalog import Release
from app.errors import Refused
from app.quoting import Line, Quote, check_group


class SelectionInvalid(Refused):
    code: ClassVar[str] = "selection_invalid"


@dataclass(frozen=True, slots=True)
class Selection:
    """Lines that meet all that is given: numbers, product, its family, group ("": in none)."""

    lines: Collection[int] | None = None
    product: str | None = None
    family: str | None = None
    group: str | None = None


def chosen_lines(quote: Quote, release: Release, selection: Selection) -> tuple[Line, ...]:
    """At least one. Raises SelectionInvalid, LineMissing, GroupMissing."""
    if selection == Selection():
        raise SelectionInvalid("Say which lines: their numbers, a product, a product family or a group.")
    for n in selection.lines or ():
        quote.line(n)
    if selection.group:
        check_group(quote, selection.group)
    numbers = None if selection.lines is None else frozenset(selection.lines)
    found = tuple(
        line
        for line in quote.lines
        if (numbers is None or line.n in numbers)
        and selection.product in (None, line.product)
        and selection.group in (None, line.details.group)
        and (selection.family is None or _family(line, release) == selection.family)
    )
    if not found:
        raise SelectionInvalid("No line of the quote is meant by this. Choose other lines.")
    return found


def told(numbers: Collection[int]) -> str:
    """``line 3``, ``lines 1-3, 7``; a count where there are very many runs."""
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and runs[-1][1] + 1 == n:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    if len(runs) > 8:
        return f"{len(numbers)} lines"
    words = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"line {words}" if len(numbers) == 1 else f"lines {words}"


def changed_lines(before: Quote, after: Quote) -> str:
    """``Lines 1-3, 7``: those that are other than before."""
    known = {line.n: line for line in before.lines}
    words = told([line.n for line in after.lines if known.get(line.n) is not line])
    return words[:1].upper() + words[1:]


def _family(line: Line, release: Release) -> str | None:
    return release.product(line.product).family if release.sells(line.product) else None
