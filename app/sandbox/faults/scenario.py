"""Several faults one after another, from a YAML file or a JSON body."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from .kinds import KINDS
from .orders import LONGEST, Fault, FaultRefused, read_order

Json = dict[str, Any]
MOST_STEPS, MOST_REPEATS, LARGEST = 1_000, 1_000_000, 1_000_000


class _Loader(yaml.SafeLoader):
    """Safe, with exact numbers and with dates as they are written."""


_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(str(node.value)))
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))


@dataclass(frozen=True, slots=True)
class Step:
    """One of three: a fault, which lasts until it is used up; `calm` seconds; or a kind to end."""

    fault: Fault | None = None
    calm: float = 0.0
    end: str = ""


@dataclass(slots=True)
class Scenario:
    """`repeat` counts the rounds, None for ever; `at` is the step that begins next."""

    name: str
    steps: tuple[Step, ...]
    repeat: int | None = 1
    at: int = 0
    rounds: int = field(default=0)

    def next(self) -> Step | None:
        if self.at == len(self.steps):
            self.at, self.rounds = 0, self.rounds + 1
            if self.repeat is not None and self.rounds >= self.repeat:
                return None
        self.at += 1
        return self.steps[self.at - 1]

    def told(self) -> Json:
        return {"scenario": self.name, "step": self.at, "of": len(self.steps), "round": self.rounds + 1}


def read_scenario(path: Path) -> Scenario:
    """Raises FaultRefused for a file that is none, with the step that is wrong."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise FaultRefused(f"{path} is larger than {LARGEST} bytes")
        return scenario_of(read_yaml(text.decode()))
    except (OSError, ArithmeticError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise FaultRefused(f"{path} cannot be read: {error}") from None


def read_yaml(text: str) -> Any:
    """Numbers exact, dates as written. Raises YAMLError, ArithmeticError, ValueError or RecursionError."""
    return yaml.load(text, _Loader)  # noqa: S506 (a safe loader with two readers changed)


def scenario_of(value: Any) -> Scenario:
    """Raises FaultRefused."""
    steps = value.get("steps") if isinstance(value, dict) else None
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise FaultRefused(f"a scenario has from 1 to {MOST_STEPS} steps")
    if unknown := set(value) - {"scenario", "repeat", "steps"}:
        raise FaultRefused(f"unknown: {', '.join(sorted(map(str, unknown)))}")
    repeat = value.get("repeat", 1)
    if repeat != "forever" and (type(repeat) is not int or not 1 <= repeat <= MOST_REPEATS):
        raise FaultRefused(f"repeat is a whole number from 1 to {MOST_REPEATS}, or forever")
    read = tuple(_numbered(number, step) for number, step in enumerate(steps, 1))
    if repeat != 1 and not any(step.calm or (step.fault and step.fault.ends) for step in read):
        raise FaultRefused("a scenario that repeats has a step that takes time, or a number of calls")
    return Scenario(str(value.get("scenario", ""))[:200], read, None if repeat == "forever" else repeat)


def _numbered(number: int, step: Any) -> Step:
    try:
        return _step(step)
    except FaultRefused as refused:
        raise FaultRefused(f"step {number}: {refused}") from None


def _step(step: Any) -> Step:
    if isinstance(step, dict) and set(step) == {"calm"}:
        calm = step["calm"]
        if isinstance(calm, bool) or not isinstance(calm, int | float | Decimal) or not 0 < calm <= LONGEST:
            raise FaultRefused(f"calm is a number of seconds up to {LONGEST}")
        return Step(calm=float(calm))
    if isinstance(step, dict) and set(step) == {"end"}:
        if step["end"] not in KINDS:
            raise FaultRefused(f"end is one of {', '.join(KINDS)}")
        return Step(end=step["end"])
    return Step(fault=read_order(step))
