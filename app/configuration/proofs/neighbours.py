"""Rules that are needed, seen by changing one attribute of a configuration that is known.

If then exactly one rule is broken, that rule forbids something that all others allow. No search is made.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from app.configuration.evaluation import Evaluation, Part
from app.configuration.proofs.subject import Subject

_MOST_LOOKED_AT: Final = 150


def seen_needed(subject: Subject, found: Iterable[Mapping[str, int]]) -> frozenset[str]:
    """Keys of rules, tables and conditions. ``found``: configurations, as states by attribute."""
    looking = _Looking(subject)
    for configuration in islice(found, _MOST_LOOKED_AT):
        looking.around(dict(configuration))
    return frozenset(looking.needed)


class _Looking:
    """Parts that are known to be needed are asked last: mostly it is clear before."""

    def __init__(self, subject: Subject) -> None:
        self._evaluation = Evaluation(subject.encoded)
        self._open: dict[str, list[Part]] = {one.key: [] for one in subject.product.attributes}
        self._closed: dict[str, list[Part]] = {one.key: [] for one in subject.product.attributes}
        self.needed: set[str] = set()
        for part in self._evaluation.parts():
            for key in part.about:
                self._open[key].append(part)

    def around(self, chosen: dict[str, int]) -> None:
        for key in self._open:
            before = chosen[key]
            for state in range(self._evaluation.states(key)):
                chosen[key] = state
                self._look(key, chosen)
            chosen[key] = before

    def _look(self, key: str, chosen: Mapping[str, int]) -> None:
        broken = [part for part in self._open[key] if not part.truth(chosen)]
        if len(broken) == 1 and all(part.truth(chosen) for part in self._closed[key]):
            self._close(broken[0])

    def _close(self, part: Part) -> None:
        self.needed.add(part.key)
        for key in part.about:
            self._open[key].remove(part)
            self._closed[key].append(part)
