"""Numbers of which a smaller one, or a greater one, always goes where one goes."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from app.configuration.formula import Literal
from app.configuration.numbers.intervals import Box, bounds
from app.configuration.numbers.polynomials import Monomial, Polynomial, Symbol
from app.configuration.numbers.programme import Atom


def slope(name: Symbol, atoms: Iterable[Atom], *, always: Collection[Literal], box: Box) -> int:
    """1 where, whatever else is chosen, each smaller place of the same stretch is possible with any that is;
    -1 for each greater one; 0 where neither is known. ``always``: literals that every configuration has.
    """
    found = {
        _direction(name, atom, always=always, box=box) for atom in atoms if name in atom.polynomial.symbols
    }
    return found.pop() if len(found) == 1 else 0


def _direction(name: Symbol, atom: Atom, *, always: Collection[Literal], box: Box) -> int:
    holds, fails = atom.literal in always, -atom.literal in always
    rise = None if atom.equal or not (holds or fails) else _rise(name, atom.polynomial)
    if rise is None:
        return 0
    low, high = bounds(rise, box)
    if low < 0 < high:
        return 0
    return (1 if low >= 0 else -1) * (1 if holds else -1)


def _rise(name: Symbol, polynomial: Polynomial) -> Polynomial | None:
    """By how much it grows with the next place; None where that depends on the place."""
    terms: dict[Monomial, Fraction] = {}
    for monomial, number in polynomial.terms.items():
        if name not in monomial:
            continue
        rest = tuple(one for one in monomial if one != name)
        if len(rest) != len(monomial) - 1:
            return None
        terms[rest] = terms.get(rest, Fraction()) + number
    return Polynomial({monomial: number for monomial, number in terms.items() if number})
