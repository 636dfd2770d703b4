"""Groups of lines: a name each, in an order, with the lines that belong to it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Final

from app.errors import Missing, Refused
from app.quoting.details import GROUP_LENGTH
from app.quoting.quote import Line, Quote

MOST_GROUPS: Final = 200


class GroupInvalid(Refused):
    code: ClassVar[str] = "group_invalid"


class GroupMissing(Missing):
    code: ClassVar[str] = "group_not_found"


def group_name(given: object) -> str:
    """A name from outside. Raises GroupInvalid."""
    name = " ".join(given.split()) if isinstance(given, str) else ""
    if not 1 <= len(name) <= GROUP_LENGTH or not name.isprintable():
        raise GroupInvalid(f"The name of a group is 1 to {GROUP_LENGTH} readable characters.")
    return name


def with_group(quote: Quote, name: str, *, at: datetime) -> Quote:
    """After the others. Raises GroupInvalid for a name that is taken."""
    _check_free(quote, name)
    return _with_groups(quote, (*quote.header.groups, name), quote.lines, at=at)


def with_group_renamed(quote: Quote, name: str, new: str, *, at: datetime) -> Quote:
    """Raises GroupMissing, GroupInvalid."""
    check_group(quote, name)
    if name == new:
        return quote
    _check_free(quote, new, but=name)
    groups = tuple(new if one == name else one for one in quote.header.groups)
    return _with_groups(quote, groups, _in_group(quote, _of(quote, name), new), at=at)


def with_groups_in_order(quote: Quote, names: Sequence[str], *, at: datetime) -> Quote:
    """Raises GroupInvalid unless these are the quote's groups, each once."""
    if sorted(names) != sorted(quote.header.groups):
        raise GroupInvalid("Name each group of the quote once, in the order in which they shall be shown.")
    return _with_groups(quote, tuple(names), quote.lines, at=at)


def without_group(quote: Quote, name: str, *, at: datetime) -> Quote:
    """Its lines stay, in no group. Raises GroupMissing."""
    check_group(quote, name)
    groups = tuple(one for one in quote.header.groups if one != name)
    return _with_groups(quote, groups, _in_group(quote, _of(quote, name), ""), at=at)


def assigned(quote: Quote, numbers: Collection[int], name: str, *, at: datetime) -> Quote:
    """These lines go into the group, for "" out of any. Raises GroupMissing, LineMissing."""
    if name:
        check_group(quote, name)
    for n in numbers:
        quote.line(n)
    return _with_groups(quote, quote.header.groups, _in_group(quote, numbers, name), at=at)


def check_group(quote: Quote, name: str) -> None:
    """Raises GroupMissing."""
    if name not in quote.header.groups:
        raise GroupMissing(
            "The quote has no group of that name. It may have been renamed or removed; reload the quote."
        )


def in_group(line: Line, name: str) -> Line:
    return line if line.details.group == name else replace(line, details=replace(line.details, group=name))


def _of(quote: Quote, name: str) -> frozenset[int]:
    return frozenset(line.n for line in quote.lines if line.details.group == name)


def _in_group(quote: Quote, numbers: Collection[int], name: str) -> tuple[Line, ...]:
    return tuple(in_group(line, name) if line.n in numbers else line for line in quote.lines)


def _check_free(quote: Quote, name: str, *, but: str = "") -> None:
    taken = {one.casefold() for one in quote.header.groups if one != but}
    if name.casefold() in taken:
        raise GroupInvalid("The quote has a group of that name already. Choose another name.")
    if not but and len(taken) >= MOST_GROUPS:
        raise GroupInvalid(f"A quote has at most {MOST_GROUPS} groups.")


def _with_groups(quote: Quote, groups: tuple[str, ...], lines: tuple[Line, ...], *, at: datetime) -> Quote:
    return quote.arranged(lines, at=at, header=replace(quote.header, groups=groups))
