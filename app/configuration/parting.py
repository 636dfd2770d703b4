"""A reduced formula taken apart into components that share no variable."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Clause, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.row_sets import Rows
from app.configuration.start import Start

# Each costs a little of every answer.
_MOST_PARTS: Final = 12
_NEARLY_ALL: Final = 95
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Known:
    """``witnesses``: configurations; ``excluded``: what is impossible without choices, None if not known;
    ``answers``: single choices, and what is impossible with them.
    """

    witnesses: tuple[LiteralSet, ...] = ()
    excluded: LiteralSet | None = None
    answers: tuple[tuple[LiteralSet, LiteralSet], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """``reduction`` has numbers of its own, and TRUE for the variables of other parts; ``tables`` are in
    these numbers. ``own``: by variable of the formula its place, FALSE for what does not belong here.
    ``whole``: by number the variable that it has in the reduction as a whole.
    """

    reduction: Reduction
    tables: tuple[Rows, ...]
    own: tuple[Literal, ...]
    whole: tuple[int, ...]


class Parted:
    """``start`` and ``known`` put together and take apart what was found of the parts."""

    def __init__(self, reduction: Reduction, encoded: Encoded) -> None:
        self._reduction = reduction
        self._sets = LiteralSets(reduction.last)
        tables = [rows.renamed(reduction.literal) for rows in encoded.rows]
        # What computes with numbers looks at the formula as a whole.
        is_one = encoded.theory is not None or not reduction.possible
        groups = [] if is_one else _groups(reduction, tables)
        self._at = {variable: at for at, group in enumerate(groups) for variable in group}
        self.parts = (
            [self._part(at, group, tables) for at, group in enumerate(groups)]
            if len(groups) > 1
            else [_whole(reduction, tables)]
        )

    def component(self, literal: Literal) -> int | None:
        """Which part it belongs to; None for what is the same in every configuration."""
        place = abs(self._reduction.literal(literal))
        return None if place == TRUE else self._at.get(place, 0)

    def known(self, start: Start | None) -> list[Known]:
        if start is None:
            return [Known() for _ in self.parts]
        found = []
        for part in self.parts:
            taken = self._taker(part)
            answered = [(taken(wanted), excluded) for wanted, excluded in start.answers]
            own = tuple((wanted, taken(excluded)) for wanted, excluded in answered if wanted.bit_count() > 1)
            found.append(Known(tuple(map(taken, start.witnesses)), taken(start.excluded), own))
        return found

    def start(self, known: Sequence[Known]) -> Start:
        count = max(len(one.witnesses) for one in known)
        witnesses = [
            self._together([one.witnesses[min(n, len(one.witnesses) - 1)] for one in known])
            for n in range(count)
        ]
        excluded = self._together([one.excluded or 0 for one in known])
        answers = tuple(
            (self._of_all(part, wanted), self._of_all(part, denied))
            for part, one in zip(self.parts, known, strict=True)
            for wanted, denied in one.answers
        )
        return Start(self._reduction, tuple(witnesses), excluded, answers=answers)

    def _part(self, at: int, group: Sequence[int], tables: Sequence[Rows]) -> Part:
        whole = (0, TRUE, *group)
        numbers = {variable: number for number, variable in enumerate(whole) if number}

        def renamed(place: Literal) -> Literal:
            number = numbers.get(abs(place), TRUE)
            return number if place > 0 else -number

        reduction = self._reduction
        clauses = [one for one in reduction.clauses if self._at[abs(one[0])] == at]
        last = sum(variable <= reduction.last for variable in group) + 1
        places = reduction.places
        return Part(
            Reduction(
                tuple(tuple(map(renamed, clause)) for clause in clauses),
                tuple(renamed(place) if abs(place) in numbers else TRUE * (place != 0) for place in places),
                last, len(whole) - 1, possible=True,
            ),
            tuple(rows.renamed(renamed) for rows in tables if self._of_table(rows) == at),
            tuple(renamed(place) if abs(place) > 1 and abs(place) in numbers else FALSE for place in places),
            whole,
        )  # fmt: skip

    def _of_table(self, rows: Rows) -> int:
        return next((self._at[one] for one in _variables(rows)), 0)

    def _taker(self, part: Part) -> Callable[[LiteralSet], LiteralSet]:
        """From a set of the whole to one of the part."""
        shown = part.whole[1 : part.reduction.last + 1]
        order = [0, *shown, *(-one for one in reversed(shown))]
        if len(self.parts) == 1:
            return lambda found: found
        return lambda found: int("".join(map(self._sets.digits(found).__getitem__, order)), 2)

    def _together(self, found: Sequence[LiteralSet]) -> LiteralSet:
        """From sets of the parts to one of the whole."""
        together = 0
        for part, one in zip(self.parts, found, strict=True):
            together |= self._of_all(part, one)
        return together

    def _of_all(self, part: Part, found: LiteralSet) -> LiteralSet:
        if len(self.parts) == 1:
            return found
        literals = LiteralSets(part.reduction.last).literals(found)
        return self._sets.of(part.whole[one] if one > 0 else -part.whole[-one] for one in literals)


def _whole(reduction: Reduction, tables: Sequence[Rows]) -> Part:
    own = tuple(place if abs(place) > 1 else FALSE for place in reduction.places)
    return Part(reduction, tuple(tables), own, tuple(range(reduction.variables + 1)))


def _groups(reduction: Reduction, tables: Sequence[Rows]) -> Sequence[Sequence[int]]:
    """Variables that belong together, ascending: the largest components by themselves, then the rest."""
    roots = list(range(reduction.variables + 1))
    sizes = [1] * len(roots)
    for linked in _linked(reversed(reduction.clauses), tables):
        first = _root(roots, linked[0])
        for other in linked[1:]:
            root = _root(roots, other)
            if root != first:
                roots[root] = first
                sizes[first] += sizes[root]
        if sizes[first] * 100 > _NEARLY_ALL * reduction.variables:
            return []
    groups: dict[int, list[int]] = {}
    for variable in range(TRUE + 1, reduction.variables + 1):
        groups.setdefault(_root(roots, variable), []).append(variable)
    largest = sorted(groups.values(), key=len, reverse=True)
    if not largest:
        return []
    rest = sorted(variable for group in largest[_MOST_PARTS - 1 :] for variable in group)
    return [*largest[: _MOST_PARTS - 1], *([rest] if rest else [])]


def _linked(clauses: Iterable[Clause], tables: Iterable[Rows]) -> Iterator[Sequence[int]]:
    for clause in clauses:
        if len(clause) > 1:
            yield [abs(literal) for literal in clause]
    for rows in tables:
        if variables := _variables(rows):
            yield variables


def _variables(rows: Rows) -> Sequence[int]:
    return sorted({abs(one) for one in (*rows.literals, rows.held)} - {TRUE})


def _root(roots: list[int], variable: int) -> int:
    while roots[variable] != variable:
        roots[variable] = roots[roots[variable]]
        variable = roots[variable]
    return variable
