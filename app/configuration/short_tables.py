"""Short tables as clauses, without helpers."""

from collections.abc import Iterable, Sequence

from app.configuration.formula import Clause, Literal
from app.configuration.table_cells import Read, Row
from app.configuration.variables import States


def written_out(
    columns: Sequence[States], known: Sequence[list[Read]], rows: Sequence[Row], *, most: int
) -> tuple[Clause, ...] | None:
    """What may follow on which beginnings, for the columns in order and from each of them on around; None if
    that is too much. No helper has to be guessed then, and the last of the columns follows from all others.
    """
    found: dict[Clause, None] = {}
    for start in range(len(columns)):
        order = [*range(start, len(columns)), *range(start)]
        beginnings: dict[tuple[Literal, ...], set[Row]] = {(): set(rows)}
        for at in order:
            states, cells = columns[at], known[at]
            following: dict[tuple[Literal, ...], set[Row]] = {}
            for beginning, fitting in beginnings.items():
                nexts = _nexts(states, cells, at, fitting)
                if len(nexts) < len(states.literals):
                    found[*(-one for one in beginning), *nexts] = None
                following.update(((*beginning, literal), rest) for literal, rest in nexts.items())
            beginnings = following
            if len(beginnings) > most:
                return None
    return tuple(found)


def _nexts(states: States, cells: Sequence[Read], at: int, rows: Iterable[Row]) -> dict[Literal, set[Row]]:
    """The states that fit one of the rows, each with those that it fits."""
    nexts: dict[Literal, set[Row]] = {}
    for row in rows:
        places = [place for first, last in cells[row[at]].stretches for place in range(first, last + 1)]
        for place in [*places, len(states.values)] if states.conditional else places:
            nexts.setdefault(states.literals[place], set()).add(row)
    return nexts
