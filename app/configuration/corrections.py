"""The smallest sets of choices to give up so that the rest can hold, smallest first."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from app.configuration.formula import Literal

_MOST_QUESTIONS: Final = 2_000


def corrections(
    choices: Sequence[Literal], excluded: Callable[[Sequence[Literal]], frozenset[Literal] | None]
) -> Iterator[frozenset[Literal]]:
    """Minimal sets by size, then by the order of choices, after Reiter's hitting-set tree (1987).

    ``excluded`` answers which of the choices it is given cannot hold together (empty: nothing ever can),
    or None. Stops after a bounded number of questions; what it has yielded by then is minimal all the same.
    """
    place = {choice: at for at, choice in enumerate(choices)}
    layer: list[frozenset[Literal]] = [frozenset()]
    found: list[frozenset[Literal]] = []
    conflicts: list[frozenset[Literal]] = []
    questions = 0
    while layer:
        wider: dict[frozenset[Literal], None] = {}
        for given_up in layer:
            if any(smaller <= given_up for smaller in found):
                continue
            conflict = next((known for known in conflicts if not known & given_up), None)
            if conflict is None:
                questions += 1
                if questions > _MOST_QUESTIONS:
                    return
                conflict = excluded([choice for choice in choices if choice not in given_up])
                if conflict is None:
                    found.append(given_up)
                    yield given_up
                    continue
                conflict &= place.keys()
                conflicts.append(conflict)
            wider.update(dict.fromkeys(given_up | {c} for c in sorted(conflict, key=place.__getitem__)))
        layer = sorted(wider, key=lambda given_up: sorted(place[choice] for choice in given_up))
