"""Rules and tables that follow from the others.

Later ones are judged first, and what was judged redundant is not used to judge the rest: so that all that
are named can be removed together. What is needed becomes a plain fact of the solver, what is not yet judged
is assumed in blocks: each search has few assumptions.
"""

from collections.abc import Iterator, Sequence
from math import isqrt
from typing import TypeAlias

from app.configuration.formula import Group, Literal
from app.configuration.proofs.known import Known
from app.configuration.proofs.neighbours import seen_needed
from app.configuration.proofs.proof import Progress, Proof
from app.configuration.solver import Solver, Undecided

_Judged: TypeAlias = tuple[Group, Literal]
"""A rule or table, and its selector."""


def prove_redundancy(known: Known, told: Progress) -> Iterator[Proof]:
    gone: list[str] = []
    for key in _redundant(known, told):
        keys = known.blame.found(known.questions.broken[key], without=(*gone, key))
        gone.append(key)
        places = known.subject.places(keys)
        [place] = known.subject.places([key])
        said = "says nothing that the others do not say." if places else "holds whatever is chosen."
        yield Proof("redundant_rule", place, f"{key} {said}", places)


def _redundant(known: Known, told: Progress) -> Iterator[str]:
    """Keys, later ones first."""
    formula = known.subject.encoded.formula
    judged = [group for group in formula.groups if group.key in known.questions.broken]
    selectors = {group.key: formula.variables + n for n, group in enumerate(judged, start=1)}
    blocks = _blocks([(group, selectors[group.key]) for group in judged])
    first_block = formula.variables + len(judged) + 1
    solver = _solver(known, selectors, blocks=blocks, first_block=first_block)
    needed = seen_needed(known.subject, known.sweep.found())
    for key in needed & selectors.keys():
        solver.add((selectors[key],))
    done = 0
    for at in reversed(range(len(blocks))):
        before = list(range(first_block, first_block + at))
        for n, (group, selector) in reversed(list(enumerate(blocks[at]))):
            told("redundant rules", done, len(judged))
            done += 1
            if group.key in needed:
                continue
            beside = [other for _, other in blocks[at][:n]]
            broken = known.questions.broken[group.key].literals(known.subject)
            redundant = _follows(solver, [*before, *beside, *broken])
            solver.add((-selector,) if redundant else (selector,))
            if redundant:
                yield group.key


def _follows(solver: Solver, assumptions: Sequence[Literal]) -> bool:
    try:
        return not solver.solve(assumptions)
    except Undecided:
        return False


def _blocks(judged: Sequence[_Judged]) -> list[Sequence[_Judged]]:
    size = max(1, isqrt(len(judged)))
    return [judged[start : start + size] for start in range(0, len(judged), size)]


def _solver(
    known: Known, selectors: dict[str, Literal], *, blocks: Sequence[Sequence[_Judged]], first_block: Literal
) -> Solver:
    formula = known.subject.encoded.formula
    clauses: list[Sequence[Literal]] = list(formula.definitions)
    for group in formula.groups:
        selector = selectors.get(group.key)
        guard = () if selector is None else (-selector,)
        clauses.extend((*guard, *clause) for clause in group.clauses)
    clauses.extend(
        (-(first_block + at), selector) for at, block in enumerate(blocks) for _, selector in block
    )
    return known.subject.encoded.solver(clauses)
