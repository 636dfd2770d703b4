"""Numbers with very many values in two products at once: parted alike, and computed with as one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from app.catalog.product import Attribute, AttributeKey, Product, Value
from app.configuration.formula import Literal
from app.configuration.numbers.arithmetic import Small, Symbols
from app.configuration.numbers.comparing import Comparing
from app.configuration.numbers.polynomials import Polynomial, Symbol
from app.configuration.numbers.programme import Atom
from app.configuration.numbers.theory import Theory
from app.configuration.pins import Pins
from app.configuration.proofs.subject import Subject
from app.configuration.wide import Plan, Scouted, Wide, grid_of

_OTHER = "'"
"""Marks what is the second product's own."""


def parted_alike(plan: Plan, mine: Product, other: Product) -> Plan:
    """Where the first product should part its numbers because of the ``plan`` of the other."""
    cuts: dict[str, frozenset[int]] = {}
    for key, theirs in plan.cuts.items():
        ours, their = mine.attribute(key), other.attribute(key)
        if ours is None or their is None or (by := _moved_by(ours, their)) is None:
            continue
        ends = (-1, grid_of(their).count - 1)
        cuts[key] = frozenset(cut + by for cut in (*theirs, *ends) if 0 <= cut + by < grid_of(ours).count - 1)
    return Plan(cuts, plan.joint & cuts.keys())


def not_alike(first: Subject, second: Subject) -> tuple[str, ...]:
    """Keys of shared attributes whose values do not stand on one line, or are computed with on two."""
    found = []
    for key in sorted({*first.encoded.plan.cuts, *second.encoded.plan.cuts}):
        ours, their = first.product.attribute(key), second.product.attribute(key)
        if ours is None or their is None:
            continue
        by = _moved_by(ours, their)
        if by is None or (by and key in _read(first) and key in _read(second)):
            found.append(key)
    return tuple(found)


def _moved_by(ours: Attribute, their: Attribute) -> int | None:
    """At which of our places their first value stands; None where their values are none of our line."""
    if not (ours.numeric and their.numeric) or ours.kind != their.kind or ours.step != their.step:
        return None
    by = (Fraction(their.minimum) - Fraction(ours.minimum)) / Fraction(ours.step)
    return int(by) if by.denominator == 1 else None


def _read(subject: Subject) -> frozenset[str]:
    return subject.encoded.conditions.comparing.joint


def values_of(first: Subject, second: Subject, places: Mapping[str, int]) -> Iterator[tuple[str, Value]]:
    """From the symbols of both, by attribute."""
    for name, place in places.items():
        key = name.removeprefix(_OTHER)
        known = (first if key == name else second).product.attribute(key)
        if known is not None:
            yield key, known.number(place)


def theory_of(first: Subject, second: Subject, moved: Callable[[Literal], Literal]) -> Theory | None:
    """What both say of numbers; a number that both compute with is one. None where neither does.

    Raises CatalogTooLarge.
    """
    one, other = first.encoded.conditions.comparing, second.encoded.conditions.comparing
    if not one.atoms and not other.atoms:
        return None
    joining = _Joining(first, second, moved)
    symbols = Symbols(
        first.encoded.variables,
        first.encoded.formula,
        joining.wides,
        one.symbols.truth,
        smalls={**one.symbols.smalls, **joining.smalls()},
        present={**one.symbols.present, **joining.present()},
    )
    comparing = Comparing(symbols, first.encoded.formula, {**one.atoms, **joining.atoms()})
    return Theory(comparing, joining.wides.values())


class _Joining:
    def __init__(self, first: Subject, second: Subject, moved: Callable[[Literal], Literal]) -> None:
        self._symbols = second.encoded.conditions.comparing.symbols
        self._atoms = second.encoded.conditions.comparing.atoms
        self._moved = moved
        self._both = _read(first) & _read(second)
        self.wides: dict[str, Wide] = dict(first.encoded.variables.wides)
        for key, wide in second.encoded.variables.wides.items():
            self.wides[_OTHER + key] = replace(
                wide,
                attribute=replace(wide.attribute, key=AttributeKey(_OTHER + key)),
                absent=moved(wide.absent),
                literals=tuple(map(moved, wide.literals)),
                pins=None if wide.pins is None else Pins([]),
            )

    def smalls(self) -> Mapping[Symbol, Small]:
        return {
            self._named(name): replace(small, literals=tuple(map(self._moved, small.literals)))
            for name, small in self._symbols.smalls.items()
        }

    def present(self) -> Mapping[Symbol, Wide | Scouted]:
        return {self._named(name): self.wides[_OTHER + name[0]] for name in self._symbols.present}

    def atoms(self) -> Mapping[tuple[tuple[object, ...], bool], Atom]:
        return {((_OTHER, *key[0]), key[1]): self._atom(atom) for key, atom in self._atoms.items()}

    def _atom(self, atom: Atom) -> Atom:
        terms = {
            tuple(sorted(map(self._named, monomial))): number
            for monomial, number in atom.polynomial.terms.items()
        }
        return Atom(self._moved(atom.literal), Polynomial(terms), atom.equal)

    def _named(self, name: Symbol) -> Symbol:
        return name if len(name) == 1 and name[0] in self._both else (_OTHER + name[0], *name[1:])
