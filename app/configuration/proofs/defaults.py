"""Defaults that do not go together."""

from collections.abc import Iterator

from app.configuration.formula import Literal
from app.configuration.proofs.claim import all_of, has_value
from app.configuration.proofs.known import Known
from app.configuration.proofs.proof import Proof
from app.configuration.proofs.values import shown
from app.configuration.variables import States


def prove_defaults(known: Known) -> Iterator[Proof]:
    """Of attributes that always apply; a default that is impossible by itself is told elsewhere."""
    defaults = {
        literal: states
        for states in known.subject.encoded.variables
        if (literal := _default(states)) is not None and not known.never(literal)
    }
    if known.sweep.possible(list(defaults)):
        return
    clashing = [defaults[literal] for literal in _smallest(known, list(defaults))]
    said = " and ".join(map(_said, clashing))
    place = ("attribute", clashing[-1].attribute.key, "default")
    denied = all_of(*(has_value(one.attribute.key, one.attribute.default) for one in clashing))
    yield known.proof("defaults_clash", place, f"{said} do not go together.", denied=denied)


def _default(states: States) -> Literal | None:
    default = states.attribute.default
    return None if states.conditional or default is None else states.literal(default)


def _smallest(known: Known, literals: list[Literal]) -> list[Literal]:
    """A minimal part that cannot hold together; those of earlier attributes are left out first."""
    waiting, needed = list(literals), list[Literal]()
    while waiting:
        candidate = waiting.pop(0)
        if known.sweep.possible([*waiting, *needed]):
            needed.append(candidate)
    return needed


def _said(states: States) -> str:
    default = states.attribute.default
    return f"{states.attribute.key} = {shown(states.attribute, default)}" if default is not None else ""
