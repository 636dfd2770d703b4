"""A formula made smaller, with the same configurations: what always holds is taken out, and literals that are
never told apart become one.

Two literals are never told apart where each implies the other along clauses of two (strongly connected
components of the implication graph, after Aspvall, Plass and Tarjan 1979). Nothing is guessed and nothing is
forgotten: every literal of the formula has its place in the smaller one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.configuration.formula import FALSE, TRUE, Clause, Literal


@dataclass(frozen=True, slots=True)
class Reduction:
    """``places``: for each variable of the formula (by number, 0 unused) its literal in ``clauses``, or TRUE
    or FALSE. Variables 2..``last`` of ``clauses`` stand for those that were to be shown, then others to
    ``variables``. ``possible`` is False where no configuration is left.
    """

    clauses: tuple[Clause, ...]
    places: tuple[Literal, ...]
    last: int
    variables: int
    possible: bool

    def literal(self, original: Literal) -> Literal:
        return self.places[original] if original > 0 else -self.places[-original]


def reduced(clauses: Iterable[Sequence[Literal]], variables: int, *, shown: Iterable[int]) -> Reduction:
    """``shown``: variables whose possibilities will be asked for."""
    simple = (_simple(set(clause)) for clause in clauses)
    work = _Work([clause for clause in simple if clause is not None], variables)
    work.run()
    return _numbered(work, shown)


class _Work:
    def __init__(self, clauses: list[Clause], variables: int) -> None:
        self.clauses = clauses
        self.places = list(range(variables + 1))
        self.possible = True

    def run(self) -> None:
        while self._propagated():
            same = _equivalent(self.clauses)
            if any(other in (-literal, same.get(-literal)) for literal, other in same.items()):
                break
            if not same:
                return
            self._replace(same)
        self.possible = False

    def literal(self, literal: Literal) -> Literal:
        return self.places[literal] if literal > 0 else -self.places[-literal]

    def _propagated(self) -> bool:
        """Takes out what clauses of one say, to a fixed point; False for a contradiction."""
        fixed = _consequences(self.clauses)
        if fixed is None:
            return False
        self._replace(fixed)
        return True

    def _replace(self, same: Mapping[Literal, Literal]) -> None:
        clauses: dict[Clause, None] = {}
        for old in self.clauses:
            # Most clauses of a large formula keep their literals.
            kept = same.keys().isdisjoint(old)
            clause = old if kept else _simple({same.get(one, one) for one in old})
            if clause is not None:
                clauses[clause] = None
        self.clauses = list(clauses)
        self.places = [same.get(place, place) for place in self.places]


def _consequences(clauses: Sequence[Clause]) -> Mapping[Literal, Literal] | None:
    """TRUE or FALSE for each literal that clauses of one decide; None for a contradiction."""
    occurs: dict[Literal, list[int]] = {}
    for number, clause in enumerate(clauses):
        for literal in clause:
            occurs.setdefault(literal, []).append(number)
    left = [len(clause) for clause in clauses]
    fixed: dict[Literal, Literal] = {}
    waiting = [TRUE, *(clause[0] for clause in clauses if len(clause) == 1)]
    while waiting:
        literal = waiting.pop()
        if fixed.get(literal) == FALSE:
            return None
        if literal in fixed:
            continue
        fixed[literal], fixed[-literal] = TRUE, FALSE
        for number in occurs.get(-literal, ()):
            left[number] -= 1
            if left[number] == 1:
                waiting.extend(one for one in clauses[number] if fixed.get(one) != FALSE)
    return None if 0 in left else fixed


def _simple(literals: set[Literal]) -> Clause | None:
    """None for a clause that always holds."""
    if TRUE in literals or any(-literal in literals for literal in literals):
        return None
    return tuple(sorted(literals - {FALSE}, key=lambda literal: (abs(literal), literal)))


def _equivalent(clauses: Iterable[Clause]) -> Mapping[Literal, Literal]:
    """Each literal that equals one of a smaller number, with the smallest such."""
    implied: dict[Literal, list[Literal]] = {}
    for clause in clauses:
        if len(clause) == 2:
            left, right = clause
            implied.setdefault(-left, []).append(right)
            implied.setdefault(-right, []).append(left)
    same: dict[Literal, Literal] = {}
    for component in _components(implied):
        smallest = min(component, key=lambda literal: (abs(literal), -literal))
        for literal in component:
            if literal != smallest:
                same[literal] = smallest
    return same


def _components(graph: Mapping[Literal, Sequence[Literal]]) -> Iterator[list[Literal]]:
    """Strongly connected ones of two and more, after Tarjan (1972), without recursion."""
    number: dict[Literal, int] = {}
    low: dict[Literal, int] = {}
    path: list[Literal] = []
    on_path: set[Literal] = set()
    for start in graph:
        if start in number:
            continue
        number[start] = low[start] = len(number)
        path.append(start)
        on_path.add(start)
        calls = [(start, iter(graph.get(start, ())))]
        while calls:
            node, following = calls[-1]
            for other in following:
                if other not in number:
                    number[other] = low[other] = len(number)
                    path.append(other)
                    on_path.add(other)
                    calls.append((other, iter(graph.get(other, ()))))
                    break
                if other in on_path:
                    low[node] = min(low[node], number[other])
            else:
                calls.pop()
                if calls:
                    before = calls[-1][0]
                    low[before] = min(low[before], low[node])
                if low[node] == number[node]:
                    component = _cut(path, node)
                    on_path.difference_update(component)
                    if len(component) > 1:
                        yield component


def _cut(path: list[Literal], node: Literal) -> list[Literal]:
    component = [path.pop()]
    while component[-1] != node:
        component.append(path.pop())
    return component


def _numbered(work: _Work, shown: Iterable[int]) -> Reduction:
    numbers = {TRUE: TRUE}
    for variable in shown:
        numbers.setdefault(abs(work.literal(variable)), len(numbers) + 1)
    last = len(numbers)
    for clause in work.clauses:
        for literal in clause:
            numbers.setdefault(abs(literal), len(numbers) + 1)

    def renumbered(literal: Literal) -> Literal:
        # What occurs in no clause is free: it gets a number only if somebody asks for it.
        number = numbers.setdefault(abs(literal), len(numbers) + 1)
        return number if literal > 0 else -number

    clauses = tuple(tuple(map(renumbered, clause)) for clause in work.clauses)
    places = tuple(renumbered(place) if place else 0 for place in work.places)
    return Reduction(clauses, places, last, len(numbers), work.possible)
