"""Whether what the SAT solver found can hold in numbers too, and if not, why.

The SAT solver knows atoms as mere literals. Each of its models is looked at here: first by intervals, which
decide most, then by the programme. A model that cannot hold gives a clause that excludes it and all like it
(lazy satisfiability modulo theories); clauses stay, so the same is never found twice.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Final, TypeAlias

from app.configuration.formula import Clause, Literal
from app.configuration.numbers.comparing import Comparing
from app.configuration.numbers.intervals import Interval, bounds
from app.configuration.numbers.line import Said, contradictory
from app.configuration.numbers.polynomials import Symbol
from app.configuration.numbers.programme import Atom, Link, Programme
from app.configuration.numbers.scan import together
from app.configuration.smallest import smallest
from app.configuration.solver import Undecided
from app.configuration.wide import Wide

_MOST_VERDICTS: Final = 10_000

Holds: TypeAlias = Callable[[Literal], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What a model says of a symbol, and the literals that say it, each with what it says alone."""

    interval: Interval
    said: tuple[tuple[Literal, Interval], ...] = ()

    @property
    def because(self) -> tuple[Literal, ...]:
        return tuple(literal for literal, _ in self.said)


class Theory:
    """The atoms of a product, in groups that share no attribute. Thread-safe."""

    def __init__(self, comparing: Comparing, wides: Iterable[Wide]) -> None:
        """Raises CatalogTooLarge."""
        self._comparing = comparing
        self._wides: dict[str, Wide] = {one.attribute.key: one for one in wides if one.pins is not None}
        self._groups: list[_Group] = []
        self._grouped = 0
        self._lock = Lock()
        self._regroup()

    def means(self, pin: Literal) -> bool:
        """Whether somebody asked for the place that it stands for."""
        return any(wide.pins is not None and pin in wide.pins.spans for wide in self._wides.values())

    def lemma(self, holds: Holds) -> Clause | None:
        """A clause that the model breaks though every configuration keeps it; None if the model can hold.

        Raises Undecided.
        """
        with self._lock:
            self._regroup()
            of_pins = (wide.wrong(holds) for wide in self._wides.values())
            of_atoms = (group.lemma(holds) for group in self._groups)
            return next((clause for clause in chain(of_pins, of_atoms) if clause), None)

    def places(self, holds: Holds) -> Mapping[str, int]:
        """Of wide attributes that atoms read: some that go with a model that can hold. Raises Undecided."""
        with self._lock:
            found: dict[str, int] = {}
            for group in self._groups:
                found.update(group.places(holds))
            return found

    def _regroup(self) -> None:
        """Proofs ask about comparisons that the product itself may not have. Raises CatalogTooLarge."""
        atoms = self._comparing.atoms
        if len(atoms) != self._grouped:
            self._grouped = len(atoms)
            self._groups = [_Group(self._comparing, some, self._wides) for some in _together(atoms.values())]


class _Group:
    def __init__(self, comparing: Comparing, atoms: Sequence[Atom], wides: Mapping[str, Wide]) -> None:
        self._wides = wides
        self._symbols = comparing.symbols
        self._atoms = atoms
        names = sorted({name for atom in atoms for name in atom.polynomial.symbols})
        self._box = comparing.box(names)
        links = tuple(links_of(comparing, names))
        self._programme = Programme(self._box, atoms=atoms, links=links, stretches=(), clauses=())
        self._verdicts: OrderedDict[frozenset[Literal], Clause | None] = OrderedDict()

    def lemma(self, holds: Holds) -> Clause | None:
        known = {name: self._known(name, holds) for name in self._box}
        box = {name: one.interval for name, one in known.items()}
        undecided: list[Said] = []
        for atom in self._atoms:
            says = holds(atom.literal)
            verdict = _verdict(atom, box, says)
            if verdict is False:
                return self._broken(atom, known, says=says)
            if verdict is None:
                undecided.append((atom, says))
        if not undecided:
            return None
        found = self._on_a_line(undecided, known)
        if found is None:
            found = self._on_a_grid(undecided, known)
        return self._asked(known, holds) if found is None else found or None

    def places(self, holds: Holds) -> Mapping[str, int]:
        signs = [atom.literal if holds(atom.literal) else -atom.literal for atom in self._atoms]
        given = {name: self._known(name, holds).interval for name in self._box}
        found = self._programme.least({}, signs, given=given)
        numbers = found.numbers if found is not None else {}
        return {
            name[0]: place for name, place in numbers.items() if len(name) == 1 and name[0] in self._wides
        }

    def _on_a_line(self, undecided: Sequence[Said], known: Mapping[Symbol, Known]) -> Clause | None:
        """Where one symbol is open: the clause, empty if all can hold. None where that takes a search."""
        is_open = [name for name, one in known.items() if one.interval[0] != one.interval[1]]
        if len(is_open) != 1:
            return None
        numbers = {name: one.interval[0] for name, one in known.items() if name not in is_open}
        for within in (self._box[is_open[0]], known[is_open[0]].interval):
            said = contradictory(undecided, numbers, within=within)
            if said is None:
                return None
            if said:
                said = _needed(said, numbers, within=within)
                break
        else:
            return ()
        names = {name for atom, _ in said for name in atom.polynomial.symbols}
        needless = is_open if within == self._box[is_open[0]] else []
        reasons = _reasons(known, names.difference(needless))
        signs = (-atom.literal if says else atom.literal for atom, says in said)
        return (*signs, *(-one for one in reasons))

    def _on_a_grid(self, undecided: Sequence[Said], known: Mapping[Symbol, Known]) -> Clause | None:
        """The same where two are open."""
        is_open = [name for name, one in known.items() if one.interval[0] != one.interval[1]]
        if len(is_open) != 2:
            return None
        x, y = sorted(is_open, key=lambda name: known[name].interval[1] - known[name].interval[0])
        numbers = {name: one.interval[0] for name, one in known.items() if name not in is_open}
        possible = together(undecided, numbers, x=(x, known[x].interval), y=(y, known[y].interval))
        if possible is None or possible:
            return None if possible is None else ()
        names = {name for atom, _ in undecided for name in atom.polynomial.symbols}
        signs = (-atom.literal if says else atom.literal for atom, says in undecided)
        return (*signs, *(-one for one in _reasons(known, names)))

    def _known(self, name: Symbol, holds: Holds) -> Known:
        small = self._symbols.smalls.get(name)
        if small is not None:
            pairs = zip(small.literals, small.numbers, strict=True)
            literal, number = next((literal, number) for literal, number in pairs if holds(literal))
            return _exactly(number, literal)
        wide = self._wides[name[0]]
        if name in self._symbols.present:
            is_absent = holds(wide.absent)
            return _exactly(int(not is_absent), wide.absent if is_absent else -wide.absent)
        held = wide.pins.held(holds) if wide.pins else []
        found = zip(wide.literals, wide.stretches, strict=True)
        held += ((literal, stretch) for literal, stretch in found if holds(literal))
        return _narrowed(self._box[name], held)

    def _broken(self, atom: Atom, known: Mapping[Symbol, Known], *, says: bool) -> Clause:
        """What the intervals need for the contradiction; whatever they do not need is left out."""
        needed = {name: known[name].interval for name in sorted(atom.polynomial.symbols)}
        for name in needed:
            without = {**needed, name: self._box[name]}
            if _verdict(atom, without, says) is False:
                needed = without
        reasons = _reasons(known, (name for name in needed if needed[name] != self._box[name]))
        return (-atom.literal if says else atom.literal, *(-one for one in reasons))

    def _asked(self, known: Mapping[Symbol, Known], holds: Holds) -> Clause | None:
        signs = [atom.literal if holds(atom.literal) else -atom.literal for atom in self._atoms]
        said = [*_reasons(known, known), *signs]
        key = frozenset(said)
        if key not in self._verdicts:
            meaning: dict[Literal, list[tuple[Symbol, Interval]]] = {}
            for name, one in known.items():
                for literal, interval in one.said:
                    meaning.setdefault(literal, []).append((name, interval))
            self._verdicts[key] = self._explained(said, meaning)
            if len(self._verdicts) > _MOST_VERDICTS:
                self._verdicts.popitem(last=False)
        return self._verdicts[key]

    def _explained(
        self, said: list[Literal], meaning: Mapping[Literal, Sequence[tuple[Symbol, Interval]]]
    ) -> Clause | None:
        def holds(parts: list[Literal]) -> bool:
            given: dict[Symbol, Interval] = {}
            for name, (low, high) in chain.from_iterable(meaning.get(part, ()) for part in parts):
                least, most = given.get(name, self._box[name])
                given[name] = max(low, least), min(high, most)
            return self._programme.holds(parts, given)

        def impossible(parts: list[Literal]) -> bool:
            # A clause that says more than it need is right all the same.
            with suppress(Undecided):
                return not holds(parts)
            return False

        if holds(said):
            return None
        return tuple(-part for part in smallest([], said, impossible=impossible))


def _needed(said: Sequence[Said], numbers: Mapping[Symbol, int], *, within: Interval) -> list[Said]:
    """What suffices for the contradiction."""
    needed = list(said)
    for one in said:
        fewer = [other for other in needed if other is not one]
        if contradictory(fewer, numbers, within=within):
            needed = fewer
    return needed


def _verdict(atom: Atom, box: Mapping[Symbol, Interval], says: bool) -> bool | None:
    """Whether what the model says of the atom is so everywhere in the box, or nowhere; None: in places."""
    low, high = bounds(atom.polynomial, box)
    if atom.equal:
        always, never = low == high == 0, low > 0 or high < 0
    else:
        always, never = high <= 0, low > 0
    if always or never:
        return says is always
    return None


def _exactly(number: int, literal: Literal) -> Known:
    return Known((number, number), ((literal, (number, number)),))


def _narrowed(within: Interval, held: Iterable[tuple[Literal, Interval]]) -> Known:
    """What all that is held leaves, by as little of it as will do; all of it has a place in common."""
    (low, high), said = within, []
    for literal, (least, most) in sorted(held, key=lambda one: one[1][1] - one[1][0]):
        if least > low or most < high:
            low, high = max(low, least), min(high, most)
            said.append((literal, (least, most)))
    return Known((low, high), tuple(said))


def _reasons(known: Mapping[Symbol, Known], names: Iterable[Symbol]) -> list[Literal]:
    return sorted({literal for name in names for literal in known[name].because})


def links_of(comparing: Comparing, names: Iterable[Symbol]) -> Iterator[Link]:
    """How enumerated states decide symbols."""
    for name in names:
        small, wide = comparing.symbols.smalls.get(name), comparing.symbols.present.get(name)
        if small is not None:
            yield Link(name, tuple(zip(small.literals, small.numbers, strict=True)))
        elif wide is not None:
            yield Link(name, ((wide.absent, 0), (-wide.absent, 1)))


def _together(atoms: Iterable[Atom]) -> list[list[Atom]]:
    """Atoms that share an attribute, directly or by way of others, are in one list."""
    groups: list[tuple[set[str], list[Atom]]] = []
    for atom in atoms:
        keys = {name[0] for name in atom.polynomial.symbols}
        touched = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        merged = (
            keys.union(*(group[0] for group in touched)),
            [one for group in touched for one in group[1]],
        )
        groups.append((merged[0], [*merged[1], atom]))
    return [members for _, members in groups]
