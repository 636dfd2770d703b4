"""How far a wide attribute reaches under some choices."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from threading import Lock
from typing import Final

from app.configuration.formula import Clause, Formula, Literal
from app.configuration.numbers.comparing import Comparing
from app.configuration.numbers.intervals import Interval
from app.configuration.numbers.polynomials import Symbol
from app.configuration.numbers.programme import Programme
from app.configuration.numbers.scan import equations, places
from app.configuration.numbers.slopes import slope
from app.configuration.numbers.theory import links_of
from app.configuration.solver import Undecided
from app.configuration.wide import Stretch, Wide

_MOST_ANSWERS: Final = 4_096
_MOST_TRIED: Final = 8
_MOST_BETWEEN: Final = 8


@dataclass(frozen=True, slots=True)
class Ranges:
    """First and last places of each run. ``gaps``: some places within may not be possible."""

    runs: tuple[Stretch, ...]
    gaps: bool = False


class Reach:
    """The exact ends of what is possible. Thread-safe."""

    def __init__(self, comparing: Comparing, formula: Formula, wides: Iterable[Wide]) -> None:
        self._comparing = comparing
        self._formula = formula
        self._joint = {wide.attribute.key: wide for wide in wides if wide.pins is not None}
        self._wide: Mapping[Symbol, Wide] = {(key,): wide for key, wide in self._joint.items()}
        always = {clause[0] for clause in formula.all_clauses() if len(clause) == 1}
        atoms = tuple(comparing.atoms.values())
        box = comparing.box({name for atom in atoms for name in atom.polynomial.symbols})
        self._slopes = {key: slope((key,), atoms, always=always, box=box) for key in self._joint}
        self._equations = [one for one in atoms if one.equal and one.literal in always]
        self._programme: Programme | None = None
        self._known: OrderedDict[tuple[str, int, frozenset[Literal]], int | None] = OrderedDict()
        self._inner: OrderedDict[tuple[str, frozenset[Literal]], Ranges] = OrderedDict()
        self._lock = Lock()

    @property
    def meaning(self) -> str:
        """What atoms say, which no clause does; empty without any."""
        if not self._joint:
            return ""
        grids = [(key, wide.grid, wide.stretches) for key, wide in self._joint.items()]
        smalls = sorted((name, small.numbers) for name, small in self._comparing.symbols.smalls.items())
        return repr((list(self._comparing.atoms.values()), grids, smalls))

    def ranges(self, wide: Wide, possible: int, choices: frozenset[Literal]) -> Ranges:
        """Of what the ``possible`` states hold, the outermost ends exactly.

        Bit ``v`` of ``possible``, which belongs to the choices, stands for variable ``v``. Raises Undecided.
        """
        found = list(_possible(wide, possible))
        if not found or wide.pins is None:
            return Ranges(tuple(found))
        low = self.nearest(wide, 0, possible=possible, choices=choices)
        found[0] = (found[0][0] if low is None else low, found[0][1])
        high = self.nearest(wide, wide.grid.count - 1, possible=possible, choices=choices)
        found[-1] = (found[-1][0], found[-1][1] if high is None else high)
        if all(first == last for first, last in found) and len(found) <= 2:
            return Ranges(tuple(found))
        key = (wide.attribute.key, choices)
        with self._lock:
            if key not in self._inner:
                self._inner[key] = self._within(wide, found, possible=possible, choices=choices)
                if len(self._inner) > _MOST_ANSWERS:
                    self._inner.popitem(last=False)
            return self._inner[key]

    def nearest(self, wide: Wide, place: int, *, possible: int, choices: frozenset[Literal]) -> int | None:
        """The possible place nearest to this one, of two the lower; None if there is none.

        Raises Undecided.
        """
        inside = [min(max(place, low), high) for low, high in _possible(wide, possible)]
        best = min(inside, key=lambda one: (abs(one - place), one), default=None)
        if best is None or wide.pins is None or wide.stretches[wide.index(best)] == (best, best):
            return best
        key = (wide.attribute.key, place, choices)
        with self._lock:
            if key not in self._known:
                self._known[key] = self._searched(wide, place, choices)
                if len(self._known) > _MOST_ANSWERS:
                    self._known.popitem(last=False)
            return self._known[key]

    def _within(
        self, wide: Wide, found: Sequence[Stretch], *, possible: int, choices: frozenset[Literal]
    ) -> Ranges:
        """Of what cannot have gaps within a stretch, the ends of each; else each place between is tried where
        there are few, or few that an equation leaves.
        """
        stretches = zip(wide.literals, wide.stretches, strict=True)
        each = [stretch for literal, stretch in stretches if possible >> literal & 1]
        with suppress(Undecided):
            if (slope := self._slopes[wide.attribute.key]) and len(each) <= _MOST_BETWEEN:
                return Ranges(tuple(_joined(self._ended(wide, each, slope, choices=choices))))
            if (few := self._few(wide, found, choices)) is not None:
                return Ranges(tuple(_joined((place, place) for place in few)))
        return Ranges(tuple(found), gaps=True)

    def _ended(
        self, wide: Wide, each: Iterable[Stretch], slope: int, *, choices: frozenset[Literal]
    ) -> Iterator[Stretch]:
        """Each stretch from the end that is possible to as far as it goes. Raises Undecided."""
        fixed, pinned = self._known_of(wide, choices)
        for low, high in each:
            inside = [*fixed, wide.literals[wide.index(low)]]
            end = self._end(wide, (low, high), -slope, fixed=inside, pinned=pinned)
            if end is not None:
                yield (low, end) if slope > 0 else (end, high)

    def _few(self, wide: Wide, found: Sequence[Stretch], choices: frozenset[Literal]) -> list[int] | None:
        """All possible places; None if that takes too long. Raises Undecided."""
        name: Symbol = (wide.attribute.key,)
        fixed, pinned = self._known_of(wide, choices)
        span = found[0][0], found[-1][1]
        candidates = self._candidates(name, span, 1, fixed=fixed, pinned=pinned)
        every = chain.from_iterable(range(low, high + 1) for low, high in found)
        asked: list[int] = []
        for place in every if candidates is None else candidates:
            if place is None or len(asked) == _MOST_BETWEEN:
                return None
            if any(low <= place <= high for low, high in found):
                asked.append(place)
        programme = self._programme = self._programme or self._made()
        return [place for place in asked if programme.holds(fixed, {**pinned, name: (place, place)})]

    def _known_of(
        self, wide: Wide, choices: frozenset[Literal]
    ) -> tuple[list[Literal], dict[Symbol, Interval]]:
        """What the choices say, as literals and of numbers."""
        pinned: dict[Symbol, Interval] = {}
        fixed = [*choices, -wide.absent]
        for one, at in self._pinned(choices):
            pinned[one.attribute.key,] = (at, at)
            fixed.append(one.literals[one.index(at)])
        return fixed, pinned

    def _searched(self, wide: Wide, place: int, choices: frozenset[Literal]) -> int | None:
        fixed, pinned = self._known_of(wide, choices)
        if (wide.attribute.key,) in pinned:
            return pinned[wide.attribute.key,][0]
        last = wide.grid.count - 1
        sides = ((place, last), 1) if place < last else None, ((0, place), -1) if place else None
        found: list[int] = []
        for span, sign in filter(None, sides):
            end = self._end(wide, span, sign, fixed=fixed, pinned=pinned)
            found += [] if end is None else [end]
            if end == place:
                break
        return min(found, key=lambda end: (abs(end - place), end), default=None)

    def _end(
        self,
        wide: Wide,
        span: Interval,
        sign: int,
        *,
        fixed: Sequence[Literal],
        pinned: Mapping[Symbol, Interval],
    ) -> int | None:
        """The first possible place of the span, from below for ``sign`` 1, else from above."""
        name: Symbol = (wide.attribute.key,)
        programme = self._programme = self._programme or self._made()
        found = self._candidates(name, span, sign, fixed=fixed, pinned=pinned)
        for place in islice(found or (), _MOST_TRIED):
            if place is None:
                break
            span = (place, span[1]) if sign > 0 else (span[0], place)
            if programme.holds(fixed, {**pinned, name: (place, place)}):
                return place
        return programme.end(name, fixed, given={**pinned, name: span}, sign=sign)

    def _candidates(
        self,
        name: Symbol,
        span: Interval,
        sign: int,
        *,
        fixed: Sequence[Literal],
        pinned: Mapping[Symbol, Interval],
    ) -> Iterator[int | None] | None:
        """Places of the span among which the possible ones are, in order; None where no equation says so."""
        numbers = {one: low for one, (low, _) in pinned.items()}
        smalls = self._comparing.symbols.smalls
        for atom in self._equations:
            read = atom.polynomial.symbols
            decided = {one: smalls[one] for one in read if one in smalls}
            others = read - decided.keys() - numbers.keys() - {name}
            if name not in read or len(others) != 1 or not self._wide.keys() >= others:
                continue
            [other] = others
            found = equations(atom.polynomial, name, other, numbers=numbers, smalls=decided, fixed=fixed)
            if found is not None and all(one.fits(max(span)) for one in found):
                within = 0, self._wide[other].grid.count - 1
                return places(found, span, sign, within=within)
        return None

    def _pinned(self, choices: Iterable[Literal]) -> Iterator[tuple[Wide, int]]:
        """The places that pins among the choices say."""
        for wide in self._joint.values():
            for literal in choices:
                span = wide.pins.spans.get(literal) if wide.pins else None
                if span is not None:
                    yield wide, span[0]

    def _made(self) -> Programme:
        atoms = tuple(self._comparing.atoms.values())
        names = {name for atom in atoms for name in atom.polynomial.symbols}
        links = tuple(links_of(self._comparing, sorted(names)))
        box = self._comparing.box(sorted(names | {(key,) for key in self._joint}))
        states = [literal for wide in self._joint.values() for literal in wide.literals]
        tied = [literal for link in links for literal, _ in link.numbers]
        start = [*(atom.literal for atom in atoms), *states, *tied]
        clauses = _connected(list(self._formula.all_clauses()), start)
        return Programme(box, atoms=atoms, links=links, stretches=self._stretches(), clauses=clauses)

    def _stretches(self) -> Iterator[tuple[Literal, Symbol, Interval]]:
        for key, wide in self._joint.items():
            for literal, stretch in zip(wide.literals, wide.stretches, strict=True):
                yield literal, (key,), stretch


def _possible(wide: Wide, possible: int) -> Iterator[Stretch]:
    """The possible stretches, neighbours joined."""
    each = zip(wide.literals, wide.stretches, strict=True)
    return _joined(stretch for literal, stretch in each if possible >> literal & 1)


def _joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """Ascending ones, neighbours as one."""
    held: Stretch | None = None
    for low, high in found:
        if held is not None and held[1] + 1 == low:
            held = (held[0], high)
            continue
        if held is not None:
            yield held
        held = (low, high)
    if held is not None:
        yield held


def _connected(clauses: Sequence[Sequence[Literal]], start: Iterable[Literal]) -> list[Clause]:
    """The clauses that have to do with these literals, directly or by way of others."""
    by_variable: dict[int, list[int]] = {}
    for number, clause in enumerate(clauses):
        for literal in clause:
            by_variable.setdefault(abs(literal), []).append(number)
    # The constant connects everything with everything, and says nothing.
    seen = {1, *map(abs, start)}
    waiting = list(seen - {1})
    found: dict[int, None] = {}
    while waiting:
        new = [number for number in by_variable.get(waiting.pop(), ()) if number not in found]
        found.update(dict.fromkeys(new))
        variables = set(map(abs, chain.from_iterable(clauses[number] for number in new))) - seen
        seen |= variables
        waiting.extend(variables)
    return [tuple(clauses[number]) for number in found]
