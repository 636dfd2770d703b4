"""Equal things of one level become one line, where the first of them stood."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import TypeAlias

from app.assembly.content import content_of
from app.assembly.fingerprint import fingerprint
from app.assembly.items import Because, Cut, Item, Part

Line: TypeAlias = Part | Item


def merged_parts(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Parts of one article at one position, and items with the same content, added up."""
    lines = tuple(lines)
    often = Counter(_name(line) for line in lines)
    found: dict[Hashable, Line] = {}
    for line in lines:
        # What an item consists of is looked at only where two bear one name.
        key = (
            _name(line)
            if isinstance(line, Part) or often[_name(line)] == 1
            else (_name(line), line.number if line.product else _content(line))
        )
        known = found.get(key)
        found[key] = line if known is None else _sum(known, line)
    return tuple(found.values())


def merged_cuts(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    found: dict[Hashable, Cut] = {}
    for cut in cuts:
        key = (cut.material.number, cut.name, cut.length, cut.angle)
        known = found.get(key)
        if known is not None:
            together = _both(known.because, cut.because)
            cut = replace(known, pieces=known.pieces + cut.pieces, because=together)
        found[key] = cut
    return tuple(found.values())


def _name(line: Line) -> Hashable:
    return (line.number if isinstance(line, Part) else line.key, line.position, type(line))


def _content(item: Item) -> str:
    return fingerprint(content_of(item))


def _sum(known: Line, line: Line) -> Line:
    return replace(known, quantity=known.quantity + line.quantity, because=_both(known.because, line.because))


def _both(first: Because, second: Because) -> Because:
    return tuple(dict.fromkeys([*first, *second]))
