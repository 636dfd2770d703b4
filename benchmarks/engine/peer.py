"""Runs with an interpreter of its own, which has the peers: asked in JSON, answers in lines of JSON.

A question is ``{"peer", "samples", ...}``; the answer a line ``{"ms", "forced": {name: bool}}`` a sample, or
``{"skipped": reason}``. Standard library and the peers only; building a model is not counted.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Choices = Mapping[str, bool]
Answer = Callable[[Choices], dict[str, bool]]


def flamapy(question: Mapping[str, Any]) -> Answer:
    """The backbone of the SAT plugin under the choices: features that must be, and that cannot be."""
    reader = import_module("flamapy.metamodels.fm_metamodel.transformations").UVLReader
    to_sat = import_module("flamapy.metamodels.pysat_metamodel.transformations").FmToPysat
    backbone = import_module("flamapy.metamodels.pysat_metamodel.operations").PySATBackbone
    model: Any = to_sat(reader(question["file"]).transform()).transform()
    formula = model.get_all_clauses()
    plain = list(formula.clauses)

    def answer(choices: Choices) -> dict[str, bool]:
        units = [
            [model.variables[name] if value else -model.variables[name]] for name, value in choices.items()
        ]
        formula.clauses = plain + units
        found = backbone().execute(model).get_result()
        return dict.fromkeys(found["core"], True) | dict.fromkeys(found["dead"], False)

    return answer


def constraint(question: Mapping[str, Any]) -> Answer:
    """For each value of each feature, whether there is any solution with it."""
    library: Any = import_module("constraint")
    names: list[str] = question["names"]

    def solvable(choices: Choices) -> bool:
        problem = library.Problem()
        for name in names:
            problem.addVariable(name, [choices[name]] if name in choices else [True, False])
        for arguments, source in question["rules"]:
            # Written by the benchmark out of its own products.
            problem.addConstraint(eval(f"lambda {', '.join(arguments)}: {source}"), arguments)  # noqa: S307
        return problem.getSolution() is not None

    def answer(choices: Choices) -> dict[str, bool]:
        found = dict(choices)
        for name in (name for name in names if name not in choices):
            possible = [value for value in (True, False) if solvable({**choices, name: value})]
            if len(possible) == 1:
                found[name] = possible[0]
        return found

    return answer


def main() -> None:
    question = json.load(sys.stdin)
    try:
        answer = {"flamapy": flamapy, "constraint": constraint}[question["peer"]](question)
    except ImportError as missing:
        print(json.dumps({"skipped": f"{missing.name} is not installed"}))
        return
    for choices in question["samples"]:
        started = time.process_time()
        forced = answer(choices)
        print(json.dumps({"ms": (time.process_time() - started) * 1_000, "forced": forced}), flush=True)


if __name__ == "__main__":
    main()
