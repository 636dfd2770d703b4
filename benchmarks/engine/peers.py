"""Others that answer the same question, in a process of their own (``requirements/bench.in`` names them).

They get choices of ours and say which features are decided by them; whoever differs from us is counted.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.catalog import Product
from app.catalog.expressions import names
from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Fact,
    Implies,
    Name,
    Not,
    Or,
)
from app.configuration import Configuration

PYTHON = "QUOTEWRIGHT_BENCH_PEERS"
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Heard:
    """``times``: milliseconds a sample, for as many as there was time."""

    times: Sequence[float]
    differing: int


def flamapy(file: Path, product: Product, samples: Sequence[Configuration]) -> Heard | None:
    """None where it is missing or did not answer in time; a word on standard error says so."""
    known: dict[str, str] = {one.key: one.name for one in product.attributes}
    return _asked({"peer": "flamapy", "file": str(file)}, known, samples)


def python_constraint(product: Product, samples: Sequence[Configuration]) -> Heard | None:
    known: dict[str, str] = {one.key: one.key for one in product.attributes}
    rules = [(sorted(names(rule.expression)), _python(rule.expression)) for rule in product.rules]
    return _asked({"peer": "constraint", "names": list(known), "rules": rules}, known, samples)


def _asked(
    question: Mapping[str, object], known: Mapping[str, str], samples: Sequence[Configuration]
) -> Heard | None:
    python = os.environ.get(PYTHON)
    if not python:
        print(f"{question['peer']} is skipped: {PYTHON} names no interpreter that has it", file=sys.stderr)
        return None
    asked = [{known[key]: value for key, value in sample.choices.items()} for sample in samples]
    lines = _lines(python, json.dumps({**question, "samples": asked}))
    answers = [line for line in lines if "ms" in line]
    if not answers:
        reason = lines[0]["skipped"] if lines else f"no answer in {_SECONDS} s"
        print(f"{question['peer']} is skipped: {reason}", file=sys.stderr)
        return None
    differing = sum(
        answer["forced"] != {known[key]: value for key, value in sample.values.items()}
        for answer, sample in zip(answers, samples, strict=False)
    )
    return Heard([answer["ms"] for answer in answers], differing)


def _lines(python: str, question: str) -> list[Any]:
    script = str(Path(__file__).with_name("peer.py"))
    try:
        done = subprocess.run(
            [python, script], input=question, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        # Bytes, whatever was asked for.
        said = (late.stdout or b"").decode()
    # The last line may be cut off where the time ran out.
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]


def _python(node: Expression) -> str:
    match node:
        case Name(attribute):
            return attribute
        case Fact(attribute):
            return f"int({attribute})"
        case Constant(value):
            return str(value)
        case Not(operand):
            return f"(not {_python(operand)})"
        case And(operands):
            return f"({' and '.join(map(_python, operands))})"
        case Or(operands):
            return f"({' or '.join(map(_python, operands))})"
        case Implies(condition, consequence):
            return f"(not {_python(condition)} or {_python(consequence)})"
        case Compare(operator, left, right):
            return f"({_python(left)} {'==' if operator == '=' else operator} {_python(right)})"
        case Arithmetic(operator, left, right):
            return f"({_python(left)} {operator} {_python(right)})"
        case _:
            raise TypeError(node)
