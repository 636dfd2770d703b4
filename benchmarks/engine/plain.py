"""The plain way, by another solver over the whole formula: one question a value. Witness and reference."""

import time
from collections.abc import Sequence
from typing import Any

from pysat.solvers import Minisat22

from app.catalog import Product
from app.configuration import Configuration
from app.configuration.encoding import encoded
from app.configuration.variables import States


class Plain:
    def __init__(self, product: Product) -> None:
        self._encoded = encoded(product)
        self._solver: Any = Minisat22(
            bootstrap_with=[list(one) for one in self._encoded.formula.all_clauses()]
        )

    def compared(self, samples: Sequence[Configuration], *, seconds: float) -> tuple[list[float], int]:
        """Milliseconds of each sample, and how many domains differ from ours. Stops after so much time."""
        times: list[float] = []
        differing = 0
        for sample in samples:
            if sum(times) > seconds * 1_000:
                break
            started = time.process_time()
            domains = self._domains(sample)
            times.append((time.process_time() - started) * 1_000)
            differing += sum(sample.domains[key].values != values for key, values in domains.items())
        return times, differing

    def _domains(self, sample: Configuration) -> dict[str, tuple[object, ...]]:
        """Of all attributes that are not chosen."""
        chosen = [self._literal(key, value) for key, value in sample.choices.items()]
        return {
            states.attribute.key: self._possible(states, chosen)
            for states in self._encoded.variables
            if states.attribute.key not in sample.choices
        }

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
