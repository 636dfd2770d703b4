"""What of a quote's decisions is other than before, in parts so small that two people's changes can be told
apart: one choice of a line, its quantity, a group. What follows (prices, implied values) is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.amounts import Money, Percent
from app.pricing import Discount, TargetAmount, TargetPrice
from app.quoting.details import Term
from app.quoting.order import staying
from app.quoting.quote import Line, Quote

Plain: TypeAlias = str | int | bool | None
"""A value as text that can be shown and stored; None where there is none."""

WHOLE: Final = frozenset({"release", "status", "currency"})
"""These concern all of a quote: whatever else is changed meets them."""

_OF_LINE: Final = ("quantity", "discount")
_OF_DETAILS: Final = ("term", "standing", "instead_of", "group", "note")
_OF_QUOTE: Final = (*sorted(WHOLE), "valid_until", "customer_tier", "editors")
_OF_HEADER: Final = ("region", "codes", "discount", "note")


@dataclass(frozen=True, slots=True)
class Changed:
    """``part`` of these lines, or of the quote where there are none.

    ``part`` is ``line`` for lines that came or went (their names stand in ``after`` or ``before``), ``order``
    for those that were moved, ``choices.<attribute>``, ``groups.<name>``, or the name of a member.
    """

    lines: tuple[int, ...]
    part: str
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two changes of the same part; ``line`` is None for a part of the quote."""

    line: int | None
    mine: Changed
    theirs: Changed


def differences(before: Quote, after: Quote) -> tuple[Changed, ...]:
    """The same change of several lines is one."""
    found: dict[tuple[str, Plain, Plain], list[int]] = defaultdict(list)
    old, new = {line.n: line for line in before.lines}, {line.n: line for line in after.lines}
    for n in old.keys() - new.keys():
        found["line", old[n].name, None].append(n)
    for n in new.keys() - old.keys():
        found["line", None, new[n].name].append(n)
    for n, line in new.items():
        if n in old and old[n] is not line:
            for part, was, now in _of_line(old[n], line):
                found[part, was, now].append(n)
    for n in _moved([n for n in old if n in new], [n for n in new if n in old]):
        found["order", None, None].append(n)
    of_lines = (Changed(tuple(sorted(lines)), *key) for key, lines in found.items())
    return (*_of_quote(before, after), *of_lines)


def meetings(mine: Iterable[Changed], theirs: Iterable[Changed]) -> tuple[Meeting, ...]:
    """Where both changed the same, or one of them something that concerns all."""
    all_mine, all_theirs = tuple(mine), tuple(theirs)
    known: dict[int | None, list[Changed]] = defaultdict(list)
    for other in all_theirs:
        for place in _places(other):
            known[place].append(other)
    found = [
        Meeting(place, one, other)
        for one in all_mine
        for place in _places(one)
        for other in known[place]
        if _is_same(one.part, other.part)
    ]
    for one in all_mine:
        found += (Meeting(None, one, other) for other in all_theirs if _concerns_all(one, other))
    return tuple(dict.fromkeys(found))


def _concerns_all(one: Changed, other: Changed) -> bool:
    return one.part != other.part and bool({one.part, other.part} & WHOLE)


def _is_same(one: str, other: str) -> bool:
    """Of one line. Where it stands does not matter to whoever takes it away."""
    return one == other or ("line" in (one, other) and "order" not in (one, other))


def _places(one: Changed) -> tuple[int | None, ...]:
    return one.lines or (None,)


def _of_line(old: Line, new: Line) -> Iterator[tuple[str, Plain, Plain]]:
    for part in _OF_LINE:
        yield from _other(part, getattr(old, part), getattr(new, part))
    if old.details is not new.details:
        for part in _OF_DETAILS:
            yield from _other(part, getattr(old.details, part), getattr(new.details, part))
    if old.choices is not new.choices:
        yield from _of_choices(old.choices, new.choices)


def _of_choices(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, Plain, Plain]]:
    for key in {**old, **new}:
        yield from _other(f"choices.{key}", old.get(key), new.get(key))


def _of_quote(old: Quote, new: Quote) -> Iterator[Changed]:
    for part in _OF_QUOTE:
        yield from _whole(part, getattr(old, part), getattr(new, part))
    if old.header is new.header:
        return
    for part in _OF_HEADER:
        yield from _whole(part, getattr(old.header, part), getattr(new.header, part))
    groups, others = old.header.groups, new.header.groups
    for name in {**dict.fromkeys(groups), **dict.fromkeys(others)}:
        yield from _whole(
            f"groups.{name}", name if name in groups else None, name if name in others else None
        )
    if [one for one in groups if one in others] != [one for one in others if one in groups]:
        yield Changed((), "group order", ", ".join(groups), ", ".join(others))


def _whole(part: str, old: object, new: object) -> Iterator[Changed]:
    for key, was, now in _other(part, old, new):
        yield Changed((), key, was, now)


def _other(part: str, old: object, new: object) -> Iterator[tuple[str, Plain, Plain]]:
    if old != new or isinstance(old, bool) != isinstance(new, bool):
        yield part, _plain(old), _plain(new)


def _moved(old: list[int], new: list[int]) -> Iterator[int]:
    """As few lines as explain the other order."""
    if old == new:
        return
    at = {n: index for index, n in enumerate(old)}
    kept = staying([at[n] for n in new])
    yield from (n for index, n in enumerate(new) if index not in kept)


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Term):
        return f"{value.start.isoformat()} to {value.end.isoformat()}"
    if isinstance(value, Discount):
        return f"{_off(value)} ({value.reason})"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _off(discount: Discount) -> str:
    match discount.off:
        case Percent():
            return f"{discount.off} %"
        case TargetPrice(unit=unit):
            return f"to {unit} {unit.currency} each"
        case TargetAmount(line=line):
            return f"to {line} {line.currency}"
        case Money():
            return f"{discount.off} {discount.off.currency}"
