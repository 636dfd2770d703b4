"""The plain way, by another solver over the whole formula: one question a value. Witness and reference."""

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pysat.solvers import Minisat22

from app.catalog import Product
from app.configuration import Configuration
from app.configuration.encoding import encoded
from app.configuration.numbers.scouting import LIMITS
from app.configuration.variables import States


class Plain:
    def __init__(self, product: Product) -> None:
        # All of it as clauses: this solver knows nothing else.
        self._encoded = encoded(product, replace(LIMITS, rows=sys.maxsize))
        clauses = [list(one) for one in self._encoded.formula.all_clauses()]
        self._solver: Any = Minisat22(bootstrap_with=clauses)

    def compared(self, samples: Sequence[Configuration], *, seconds: float) -> tuple[list[float], int, int]:
        """Milliseconds that the domains of what is not chosen took in each sample, and how many domains,
        those of what is chosen too, differ from ours, of how many. Stops after so much CPU time.
        """
        times: list[float] = []
        differing = count = 0
        for sample in samples:
            if sum(times) > seconds * 1_000:
                break
            free = [key for key in sample.domains if key not in sample.choices]
            started = time.process_time()
            domains = self._domains(sample, free)
            times.append((time.process_time() - started) * 1_000)
            domains |= self._domains(sample, sample.choices)
            differing += sum(sample.domains[key].values != values for key, values in domains.items())
            count += len(domains)
        return times, differing, count

    def _domains(self, sample: Configuration, keys: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """What goes with the choices of other attributes."""
        literals = {key: self._literal(key, value) for key, value in sample.choices.items()}
        found = {}
        for key in keys:
            states = self._encoded.variables.of(key)
            if states is None:
                raise KeyError(key)
            others = [literal for chosen, literal in literals.items() if chosen != key]
            # The stretches of a number with very many values are no values.
            if states.wide is None:
                found[key] = self._possible(states, others)
        return found

    def _possible(self, states: States, chosen: Sequence[int]) -> tuple[object, ...]:
        return tuple(
            value
            for value, literal in zip(states.values, states.literals, strict=False)
            if self._solver.solve(assumptions=[*chosen, literal])
        )

    def _literal(self, key: str, value: object) -> int:
        states = self._encoded.variables.of(key)
        literal = states.literal(value) if states else None
        if literal is None:
            raise KeyError(key)
        return literal
